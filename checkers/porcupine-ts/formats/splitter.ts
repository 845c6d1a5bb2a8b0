/** Chunks of bytes to numbered records: what the line formats and EDN have in common. */

/** One event's text before anybody has understood it. */
export interface RawRecord {
  readonly line: number;
  readonly text: string;
  /** False for what stands after the last line break: it may have been cut off. */
  readonly complete: boolean;
}

/** Takes a file in chunks of any size and hands out its records as they become complete. */
export interface Splitter {
  push(bytes: Uint8Array): Iterable<RawRecord>;
  end(): Iterable<RawRecord>;
}

/** 64 MiB: a read of some millions of elements still fits; a file without line breaks does not. */
export const RECORD_BYTES_MAX: number = 64 * 1024 * 1024;

/** Bytes that are kept from one chunk to the next; grows by doubling, never shrinks. */
export class ByteBuffer {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.view());
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
  }

  /** Valid until the next append. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}
