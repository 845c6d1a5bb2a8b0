/** Bytes in, whole lines out, and never more memory than one line may have. */

export interface LineListener {
  line(text: string): void;
  /** A line was longer than allowed and has been thrown away, this many bytes of it. */
  tooLong(bytes: number): void;
}

export class LineSplitter {
  readonly #listener: LineListener;
  readonly #maxBytes: number;
  /** The pieces of a line whose end has not come yet. */
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(listener: LineListener, maxBytes: number) {
    this.#listener = listener;
    this.#maxBytes = maxBytes;
  }

  /** What never gets its newline is a torn line, and nobody hears of it. */
  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, at));
      this.#emit();
      from = at + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #emit(): void {
    const [first, ...more] = this.#pieces;
    const bytes = this.#bytes;
    this.#pieces = [];
    this.#bytes = 0;
    if (bytes > this.#maxBytes) return this.#listener.tooLong(bytes);
    const line = more.length === 0 ? first : Buffer.concat([first ?? EMPTY, ...more]);
    return this.#listener.line((line ?? EMPTY).toString("utf8"));
  }
}

const NEWLINE = 10;
const EMPTY = Buffer.alloc(0);
