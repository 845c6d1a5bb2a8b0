/** The clocks of a server that was started with libfaketime: the fallback where none is patched. */
import { globSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeBend, type Bend } from "../clock/bend.ts";
import { leadMs } from "../clock/compose.ts";
import { eventually } from "../local/eventually.ts";
import { isRunning, startEpochMs, type ProcessIdentity } from "../host/process.ts";
import type { ServerClocks } from "./clocks.ts";
import { LOG_FOLDER } from "./server.ts";

/** Where Debian's package puts it, for any architecture; the loader puts its own for `$LIB`. */
const IN_IMAGE = "usr/lib/*/faketime/libfaketime.so.1";
const PRELOADED = "/usr/$LIB/faketime/libfaketime.so.1";
const CLOCK_FILE = "clock";
const LOADING_MAX_MS = 5_000;

/**
 * Only programs that ask the C library for the time are misled. An image opts in by having the
 * library: some programs do not even start with it.
 */
export class FakedClocks implements ServerClocks {
  readonly env: readonly string[];
  private readonly file: string;
  private turned: { readonly bend: Bend; readonly members: readonly ProcessIdentity[] } | null =
    null;

  constructor(init: ProcessIdentity, folder: string) {
    const installed = globSync(join(`/proc/${init.pid}/root`, IN_IMAGE)).length > 0;
    this.file = join(folder, CLOCK_FILE);
    this.write(TRUE);
    this.env = installed
      ? [
          `LD_PRELOAD=${PRELOADED}`,
          `FAKETIME_TIMESTAMP_FILE=${LOG_FOLDER}/${CLOCK_FILE}`,
          // The file is read again at each question, so that a change needs no restart.
          "FAKETIME_NO_CACHE=1",
          "FAKETIME_DONT_FAKE_MONOTONIC=1",
        ]
      : [];
  }

  /** The library is in the process and was told; whether it listens, only the server can say. */
  read(): readonly (Bend | null)[] {
    const { turned } = this;
    if (turned === null) return [];
    return turned.members.map((process) => (hasLibrary(process) ? turned.bend : null));
  }

  differFrom(wanted: Bend | null): boolean {
    if (wanted === null || this.turned === null)
      return (wanted === null) !== (this.turned === null);
    return !encodeBend(wanted).equals(encodeBend(this.turned.bend));
  }

  async turn(wanted: Bend | null, members: readonly ProcessIdentity[]): Promise<void> {
    const [main] = members;
    if (wanted !== null && main !== undefined && !(await this.loads(main)))
      throw new Error("the server runs without libfaketime, its clock cannot be bent");
    this.turned = wanted === null ? null : { bend: wanted, members };
    this.write(wanted === null || main === undefined ? TRUE : fakedTime(wanted, main));
  }

  poke(offsetMs: number): void {
    const [main] = this.turned?.members ?? [];
    if (this.turned === null || main === undefined) return;
    this.turned = { ...this.turned, bend: { ...this.turned.bend, offsetMs } };
    this.write(fakedTime(this.turned.bend, main));
  }

  [Symbol.dispose](): void {
    this.turned = null;
  }

  /** A process that has only just begun may not have its libraries yet. */
  private async loads(main: ProcessIdentity): Promise<boolean> {
    const loaded = (): boolean => hasLibrary(main) || !isRunning(main);
    return this.env.length === 0 ? loaded() : await eventually(loaded, LOADING_MAX_MS);
  }

  /** Whole or not at all: it may be read at any moment. */
  private write(content: string): void {
    writeFileSync(`${this.file}.new`, `${content}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

/** A factor that is not said again stays what it was. */
const TRUE = "+0 x1";

/**
 * The library's own words: an offset in seconds, and a factor for the time since the process
 * started. So it is told what the clock would have led by at that moment.
 */
function fakedTime(bend: Bend, process: ProcessIdentity): string {
  const offsetMs = leadMs(bend, startEpochMs(process));
  const sign = offsetMs < 0 ? "" : "+";
  const factor = (1 + bend.ratePpm / 1e6).toFixed(6);
  return `${sign}${(offsetMs / 1_000).toFixed(6)} x${factor}`;
}

function hasLibrary({ pid }: ProcessIdentity): boolean {
  try {
    return readFileSync(`/proc/${pid}/maps`, "utf8").includes("/libfaketime.so");
  } catch {
    return false;
  }
}
