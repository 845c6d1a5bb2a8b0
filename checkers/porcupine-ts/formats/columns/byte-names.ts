/** Numbers for byte strings: equal bytes, equal number; no text is made of a string seen before. */
import { decodeUtf8 } from "../utf8.ts";

/** Open addressing over FNV-1a hashes; the bytes of each name are kept once. */
export class ByteNames {
  readonly texts: string[] = [];
  private bytes = new Uint8Array(1024);
  private used = 0;
  /** Where each name's bytes end; they begin where the name before ended. */
  private ends: number[] = [];
  private slots = new Int32Array(64).fill(-1);
  private hashes = new Int32Array(64);
  private line = 0;

  /** The line that an error in a new name is told of. */
  at(line: number): void {
    this.line = line;
  }

  numberOf(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const number = this.slots[slot]!;
      if (number < 0) return this.add(bytes.subarray(from, to), hash, slot);
      if (this.hashes[slot] === hash && this.equals(number, bytes, from, to)) return number;
      slot = (slot + 1) & mask;
    }
  }

  private equals(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = number === 0 ? 0 : this.ends[number - 1]!;
    if (this.ends[number]! - start !== to - from) return false;
    for (let i = 0; i < to - from; i++) if (this.bytes[start + i] !== bytes[from + i]) return false;
    return true;
  }

  private add(name: Uint8Array, hash: number, slot: number): number {
    const number = this.texts.length;
    this.texts.push(decodeUtf8(name, this.line));
    if (this.used + name.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.used + name.length));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
    }
    this.bytes.set(name, this.used);
    this.used += name.length;
    this.ends.push(this.used);
    this.slots[slot] = number;
    this.hashes[slot] = hash;
    if (2 * this.texts.length > this.slots.length) this.widen();
    return number;
  }

  private widen(): void {
    const [slots, hashes] = [this.slots, this.hashes];
    const mask = 2 * slots.length - 1;
    this.slots = new Int32Array(mask + 1).fill(-1);
    this.hashes = new Int32Array(mask + 1);
    for (const [i, number] of slots.entries()) {
      if (number < 0) continue;
      const hash = hashes[i]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = number;
      this.hashes[slot] = hash;
    }
  }
}
