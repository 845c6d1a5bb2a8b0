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
      const record = end < 0 ? undefined : parse(text.slice(good, end));
      if (record === undefined) break;
      records.push(record);
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
  return `${checksum(json)} ${json}\n`;
}

/** The record of a line, undefined if the line is damaged. */
function parse(line: string): unknown {
  const json = line.slice(CHECKSUM_DIGITS + 1);
  return line.slice(0, CHECKSUM_DIGITS) === checksum(json) ? JSON.parse(json) : undefined;
}

const checksum = (text: string): string => hashOf(text).toString(16).padStart(CHECKSUM_DIGITS, "0");
