/** A disk that keeps what was synced, and of the rest what chance leaves, when its node crashes. */
import type { Dice } from "../seed.ts";
import type { Nanos } from "../units.ts";

/** What may befall each write that no sync covered, in parts of a thousand; the rest survives. */
export interface CrashFates {
  readonly lostPerMille: number;
  /** Only a beginning of it is there. */
  readonly tornPerMille: number;
}

interface Write {
  readonly kind: "append" | "replace";
  readonly file: string;
  readonly text: string;
  /** When the sync that covers it has taken effect; null as long as none was asked for. */
  durableAt: Nanos | null;
}

/** What a hole reads as, where a later append survived an earlier one. */
const HOLE = "\0";

export class SimDisk {
  private readonly files = new Map<string, string[]>();
  private writes: Write[] = [];

  read(file: string): string {
    const chunks = this.files.get(file) ?? [];
    if (chunks.length > 1) this.files.set(file, [chunks.join("")]);
    return this.files.get(file)?.[0] ?? "";
  }

  write(kind: Write["kind"], file: string, text: string): void {
    this.writes.push({ kind, file, text, durableAt: null });
  }

  /** A sync was asked for at `now` that takes effect at `at`. */
  sync(now: Nanos, at: Nanos): void {
    this.settle(now);
    for (const write of this.writes) write.durableAt ??= at;
  }

  /** Every write meets its fate, and the disk is what the node's next life finds. */
  crash(now: Nanos, fates: CrashFates, dice: Dice): void {
    this.settle(now);
    const reverted = new Set<string>();
    for (const write of this.writes) {
      // What was appended to a new file that did not take its place went with it.
      if (reverted.has(write.file)) continue;
      if (!this.survives(write, fates, dice)) reverted.add(write.file);
    }
    this.writes = [];
    for (const file of this.files.keys()) this.trim(file);
  }

  /** Turns one character of what is durable into another; false if the file is empty. */
  flip(file: string, dice: Dice): boolean {
    const text = this.read(file);
    if (text.length === 0) return false;
    const at = dice.int(text.length);
    const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << dice.int(7)));
    this.files.set(file, [text.slice(0, at) + flipped + text.slice(at + 1)]);
    return true;
  }

  /** The writes whose sync has taken effect are no longer in danger. */
  private settle(now: Nanos): void {
    let done = 0;
    for (const write of this.writes) {
      if (write.durableAt === null || write.durableAt > now) break;
      this.apply(write.kind, write.file, write.text);
      done++;
    }
    if (done > 0) this.writes = this.writes.slice(done);
  }

  /** False if the file is the one that a new one should have replaced. */
  private survives({ kind, file, text }: Write, fates: CrashFates, dice: Dice): boolean {
    const fate = dice.int(1000);
    const lost = fate < fates.lostPerMille;
    if (kind === "replace") {
      if (!lost) this.apply(kind, file, text);
      return !lost;
    }
    const torn = !lost && fate < fates.lostPerMille + fates.tornPerMille;
    const kept = lost ? 0 : torn ? dice.int(text.length) : text.length;
    this.apply(kind, file, text.slice(0, kept) + HOLE.repeat(text.length - kept));
    return true;
  }

  private apply(kind: Write["kind"], file: string, text: string): void {
    const chunks = this.files.get(file);
    if (kind === "append" && chunks !== undefined) chunks.push(text);
    else this.files.set(file, [text]);
  }

  /** A hole that nothing follows was never part of the file. */
  private trim(file: string): void {
    const text = this.read(file);
    let end = text.length;
    while (end > 0 && text[end - 1] === HOLE) end--;
    if (end < text.length) this.files.set(file, [text.slice(0, end)]);
  }
}
