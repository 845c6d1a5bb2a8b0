/** What a hunt has seen so far, and what it comes to. */
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { SeedReport } from "./pool.ts";

/** Beyond this share of seeds that showed too little, a hunt proves nothing. */
const UNKNOWN_MOST = 0.05;

export class Tally {
  readonly found: SeedReport[] = [];
  readonly unknown: SeedReport[] = [];
  survived = 0;
  virtualMs = 0;
  /** Of all threads together. */
  realMs = 0;

  add(report: SeedReport): void {
    this.virtualMs += report.virtualMs;
    this.realMs += report.realMs;
    if (report.outcome.kind === "violated") this.found.push(report);
    else if (report.outcome.kind === "unknown") this.unknown.push(report);
    else this.survived++;
  }

  get seeds(): number {
    return this.found.length + this.unknown.length + this.survived;
  }

  get tooManyUnknown(): boolean {
    return this.unknown.length > UNKNOWN_MOST * this.seeds;
  }

  /** A hunt that was stopped by hand, or saw nothing, has not shown what was asked for. */
  exitCode(interrupted: boolean): ExitCode {
    if (this.found.length > 0) return EXIT.violation;
    return interrupted || this.seeds === 0 || this.tooManyUnknown ? EXIT.unknown : EXIT.valid;
  }
}
