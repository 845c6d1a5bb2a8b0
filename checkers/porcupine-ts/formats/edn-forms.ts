/** Cuts EDN into its outermost maps while it streams, without holding the whole history. */
import { FormatError, excerpt } from "./format-error.ts";
import { ByteBuffer, type RawRecord, type Splitter } from "./splitter.ts";
import { byteOrderMark, decodeTail, decodeUtf8 } from "./utf8.ts";

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const HASH = 0x23;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const CARET = 0x5e;
const BRACE = 0x7b;

/** What the next byte belongs to. */
type Mode = "form" | "string" | "escape" | "comment" | "character";
/** A history is a sequence of maps, or one vector or list of them: have we met, and left, that? */
type Wrapper = "undecided" | "none" | "inside" | "behind";

export function splitForms(bytesMax: number): Splitter {
  return new FormSplitter(bytesMax);
}

class FormSplitter implements Splitter {
  readonly #bytesMax: number;
  /** The part of the open record that came in earlier chunks. */
  readonly #rest = new ByteBuffer();
  #wrapper: Wrapper = "undecided";
  #mode: Mode = "form";
  #line = 1;
  /** The line on which the open record began; 0 when none is open. A tag opens one, too. */
  #openedAt = 0;
  #depth = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  *push(bytes: Uint8Array): Generator<RawRecord> {
    const start = this.#wrapper === "undecided" && this.#line === 1 ? byteOrderMark(bytes) : 0;
    let from = start;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === LINE_FEED) this.#line++;
      if (this.#mode !== "form") {
        this.#mode = after(this.#mode, byte);
      } else if (this.#openedAt === 0) {
        this.#outside(byte);
        from = at;
      } else if (this.#inside(byte)) {
        yield this.#take(bytes.subarray(from, at + 1), true);
      }
    }
    if (this.#openedAt === 0) return;
    this.#rest.append(bytes.subarray(from));
    if (this.#rest.length > this.#bytesMax)
      throw new FormatError(
        this.#openedAt,
        `longer than ${this.#bytesMax} bytes, the limit for one map`,
      );
  }

  *end(): Generator<RawRecord> {
    if (this.#openedAt !== 0) yield this.#tail();
    else if (this.#wrapper === "inside") yield { line: this.#line, text: "", complete: false };
  }

  /** One record may be cut off at the end. That others follow means that it is broken instead. */
  #tail(): RawRecord {
    const tail = this.#take(new Uint8Array(0), false);
    if (ANOTHER.test(tail.text))
      throw new FormatError(tail.line, "not EDN: the map that begins here has no end");
    return tail;
  }

  /** Between two records: blanks, comments, the one bracket around everything, the next record. */
  #outside(byte: number): void {
    if (byte === SEMICOLON) this.#mode = "comment";
    if (byte === SEMICOLON || isBlank(byte)) return;
    const begins = byte === BRACE || byte === HASH || byte === CARET;
    if (this.#wrapper === "undecided" && isOpener(byte) && byte !== BRACE) {
      this.#wrapper = "inside";
    } else if (this.#wrapper === "inside" && isCloser(byte)) {
      this.#wrapper = "behind";
    } else if (begins && this.#wrapper !== "behind") {
      if (this.#wrapper === "undecided") this.#wrapper = "none";
      this.#openedAt = this.#line;
      this.#depth = byte === BRACE ? 1 : 0;
    } else {
      const here = excerpt(String.fromCharCode(byte));
      throw new FormatError(this.#line, `expected an event's map, {…} or #tag{…}; here is ${here}`);
    }
  }

  /** True when this byte closes the record. */
  #inside(byte: number): boolean {
    if (byte === QUOTE) this.#mode = "string";
    else if (byte === SEMICOLON) this.#mode = "comment";
    else if (byte === BACKSLASH) this.#mode = "character";
    else if (isOpener(byte)) this.#depth++;
    else if (isCloser(byte)) return --this.#depth <= 0;
    return false;
  }

  #take(bytes: Uint8Array, complete: boolean): RawRecord {
    const line = this.#openedAt;
    this.#openedAt = 0;
    if (this.#rest.length === 0) return { line, text: decodeUtf8(bytes, line), complete };
    this.#rest.append(bytes);
    const whole = this.#rest.view();
    const text = complete ? decodeUtf8(whole, line) : decodeTail(whole);
    this.#rest.clear();
    return { line, text, complete };
  }
}

/** A line that begins as an event does. */
const ANOTHER = /\n[ \t]*(?:#[\w.]+)?\{\s*:(?:process|type|f|value|index|time)\b/;

function after(mode: Mode, byte: number): Mode {
  if (mode === "comment") return byte === LINE_FEED ? "form" : "comment";
  if (mode === "escape") return "string";
  if (mode === "character") return "form";
  if (byte === BACKSLASH) return "escape";
  return byte === QUOTE ? "form" : "string";
}

/** EDN counts commas as blanks. */
const isBlank = (byte: number): boolean => byte <= 0x20 || byte === 0x2c;
const isOpener = (byte: number): boolean => byte === 0x28 || byte === 0x5b || byte === 0x7b;
const isCloser = (byte: number): boolean => byte === 0x29 || byte === 0x5d || byte === 0x7d;
