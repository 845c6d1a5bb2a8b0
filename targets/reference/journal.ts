/** Records in a file, a line each with its checksum, that survive a crash up to the last sync. */
import type { Disk } from "#core/sim/actor.ts";
import { hashOf } from "./hash.ts";

export class Journal {
  private readonly disk: Disk;
  private readonly file: string;
  private unsynced = false;

  constructor(disk: Disk, file: string) {
    this.disk = disk;
    this.file = file;
  }

  /**
   * The records of earlier lives. The first line that is torn or missing ends them: a sync covers
   * all lines before it, so that nothing after such a line was ever relied on. It is cut off, lest
   * what is written next should follow garbage.
   */
  recover(): readonly unknown[] {
    const text = this.disk.read(this.file);
    const records: unknown[] = [];
    let good = 0;
    for (;;) {
      const end = text.indexOf("\n", good);
      if (end < 0 || !isWhole(text, good, end)) break;
      records.push(JSON.parse(text.slice(good + CHECKSUM_DIGITS + 1, end)));
      good = end + 1;
    }
    if (good < text.length) this.disk.replace(this.file, text.slice(0, good));
    return records;
  }

  append(record: unknown): void {
    this.disk.append(this.file, lineOf(record));
    this.unsynced = true;
  }

  /** Fewer records that stand for all before. */
  rewrite(records: readonly unknown[]): void {
    this.disk.replace(this.file, records.map(lineOf).join(""));
    this.unsynced = true;
  }

  /** Costs nothing when nothing was written since the last. */
  sync(): void {
    if (!this.unsynced) return;
    this.disk.sync();
    this.unsynced = false;
  }
}

const CHECKSUM_DIGITS = 8;

function lineOf(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json, 0, json.length)} ${json}\n`;
}

/** Whether the line between two places is as it was written. */
function isWhole(text: string, from: number, end: number): boolean {
  const digits = from + CHECKSUM_DIGITS;
  return text.slice(from, digits) === checksum(text, digits + 1, end);
}

const checksum = (text: string, from: number, to: number): string =>
  hashOf(text, from, to).toString(16).padStart(CHECKSUM_DIGITS, "0");
