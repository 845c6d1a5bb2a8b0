/** Reads one JSON line straight from its bytes, without making a string or an object. */
import { ByteNames } from "./byte-names.ts";
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  GAVE_UP,
  LINE_FEED,
  MINUS,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  ZERO,
  endsNumber,
  plainStringEnd,
  same,
  skipBlanks,
  skipValue,
} from "./json-bytes.ts";

/** What a value looks like; `other` is left to JSON.parse. */
export const SHAPE_NULL = 0;
export const SHAPE_INTEGER = 1;
export const SHAPE_STRING = 2;
/** Two integers in an array, such as the arguments of a CAS. */
export const SHAPE_PAIR = 3;
export const SHAPE_OTHER = 4;
export const SHAPES = 5;

export const TYPE_INVOKE = 0;
export const TYPE_OK = 1;
export const TYPE_FAIL = 2;
export const TYPE_INFO = 3;

const MISSING = -1;
/** A process that is not a client, such as the nemesis. */
export const NAMED_PROCESS = -2;
export const NO_KEY = 0;
export const KEY_INTEGER = 1;
export const KEY_STRING = 2;

const LETTER_I = 0x69;
const LETTER_K = 0x6b;
const LETTER_N = 0x6e;
const LETTER_O = 0x6f;
const LETTER_V = 0x76;
/** The last four bytes of the fields' names, and what is before them. */
const F = 0x66;
const KEY = 0x6b_65_79;
const TYPE = 0x74_79_70_65;
const ALUE = 0x61_6c_75_65;
const NDEX = 0x6e_64_65_78;
const PRO = 0x70_72_6f;
const CESS = 0x63_65_73_73;
/** Integers of at most so many digits are exact. */
const DIGITS_MAX = 15;

/**
 * One scanner reads one file; `scan` leaves a line's fields in these properties. A line break ends
 * every loop, since no JSON token holds one: so the bytes given must hold one behind `at`.
 *
 * It takes the fields in any order, skips unknown ones, and of a repeated field the last, like
 * JSON.parse. It gives up on whatever is rare: escapes, numbers that are not short integers,
 * nested values. What it skips it does not check in full, so some lines pass that JSON.parse would
 * refuse; none that it would read gets another meaning.
 */
export class LineScanner {
  index: number = MISSING;
  process: number = MISSING;
  type: number = MISSING;
  /** A number of `words`. */
  word: number = MISSING;
  keyKind: number = NO_KEY;
  /** The key itself, or a number of `keys`. */
  key = 0;
  shape: number = SHAPE_NULL;
  /** The integer, the first of two, or where the string begins. */
  first = 0;
  /** The second of two integers, or where the string ends. */
  second = 0;
  readonly words: ByteNames = new ByteNames();
  readonly keys: ByteNames = new ByteNames();
  private number = 0;

  /** Where the next line begins, or GAVE_UP. */
  scan(bytes: Uint8Array, from: number): number {
    this.index = MISSING;
    this.process = MISSING;
    this.type = MISSING;
    this.word = MISSING;
    this.keyKind = NO_KEY;
    this.shape = SHAPE_NULL;
    let at = skipBlanks(bytes, from);
    if (bytes[at++] !== OPEN_BRACE) return GAVE_UP;
    for (;;) {
      at = this.readField(bytes, skipBlanks(bytes, at));
      if (at < 0) return GAVE_UP;
      at = skipBlanks(bytes, at);
      const next = bytes[at++];
      if (next === COMMA) continue;
      if (next !== CLOSE_BRACE) return GAVE_UP;
      break;
    }
    at = skipBlanks(bytes, at);
    const whole = this.process !== MISSING && this.type !== MISSING && this.word !== MISSING;
    return whole && bytes[at] === LINE_FEED ? at + 1 : GAVE_UP;
  }

  /** A name of up to eight letters is exactly its length and the two words of its bytes. */
  private readField(bytes: Uint8Array, from: number): number {
    if (bytes[from] !== QUOTE) return GAVE_UP;
    let at = from + 1;
    let high = 0;
    let low = 0;
    for (let byte = bytes[at]!; byte !== QUOTE; byte = bytes[++at]!) {
      if (byte === BACKSLASH || byte < SPACE) return GAVE_UP;
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | byte;
    }
    const length = at - from - 1;
    at = skipBlanks(bytes, at + 1);
    if (bytes[at] !== COLON) return GAVE_UP;
    at = skipBlanks(bytes, at + 1);
    switch (low) {
      case F:
        if (length === 1) return this.readWord(bytes, at);
        break;
      case KEY:
        if (length === 3) return this.readKey(bytes, at);
        break;
      case TYPE:
        if (length === 4) return this.readType(bytes, at);
        break;
      case ALUE:
        if (length === 5 && high === LETTER_V) return this.readValue(bytes, at);
        break;
      case NDEX:
        if (length === 5 && high === LETTER_I) return this.readIndex(bytes, at);
        break;
      case CESS:
        if (length === 7 && high === PRO) return this.readProcess(bytes, at);
        break;
      default:
    }
    return skipValue(bytes, at);
  }

  private readIndex(bytes: Uint8Array, at: number): number {
    const end = this.readInteger(bytes, at);
    this.index = this.number;
    return this.number < 0 ? GAVE_UP : end;
  }

  private readProcess(bytes: Uint8Array, at: number): number {
    if (bytes[at] === QUOTE) {
      this.process = NAMED_PROCESS;
      const end = plainStringEnd(bytes, at + 1);
      return end === at + 1 ? GAVE_UP : end + 1;
    }
    const end = this.readInteger(bytes, at);
    this.process = this.number;
    return this.number < 0 ? GAVE_UP : end;
  }

  private readType(bytes: Uint8Array, at: number): number {
    const first = bytes[at + 1];
    if (first === LETTER_O && bytes[at + 2] === LETTER_K && bytes[at + 3] === QUOTE) {
      this.type = TYPE_OK;
      return bytes[at] === QUOTE ? at + 4 : GAVE_UP;
    }
    if (bytes[at + 3] === LETTER_V && same(bytes, at, '"invoke"')) {
      this.type = TYPE_INVOKE;
      return at + 8;
    }
    if (same(bytes, at, '"fail"')) this.type = TYPE_FAIL;
    else if (same(bytes, at, '"info"')) this.type = TYPE_INFO;
    else return GAVE_UP;
    return at + 6;
  }

  private readWord(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== QUOTE) return GAVE_UP;
    const end = plainStringEnd(bytes, at + 1);
    if (end < 0 || end === at + 1) return GAVE_UP;
    this.word = this.words.numberOf(bytes, at + 1, end);
    return end + 1;
  }

  private readKey(bytes: Uint8Array, at: number): number {
    if (bytes[at] === QUOTE) {
      const end = plainStringEnd(bytes, at + 1);
      if (end < 0) return GAVE_UP;
      this.keyKind = KEY_STRING;
      this.key = this.keys.numberOf(bytes, at + 1, end);
      return end + 1;
    }
    const end = this.readInteger(bytes, at);
    this.keyKind = KEY_INTEGER;
    this.key = this.number;
    return end;
  }

  private readValue(bytes: Uint8Array, at: number): number {
    switch (bytes[at]) {
      case LETTER_N:
        this.shape = SHAPE_NULL;
        return same(bytes, at, "null") ? at + 4 : GAVE_UP;
      case QUOTE: {
        const end = plainStringEnd(bytes, at + 1);
        this.shape = SHAPE_STRING;
        this.first = at + 1;
        this.second = end;
        return end < 0 ? GAVE_UP : end + 1;
      }
      case OPEN_BRACKET:
        return this.readPair(bytes, at);
      default: {
        const end = this.readInteger(bytes, at);
        this.shape = SHAPE_INTEGER;
        this.first = this.number;
        return end;
      }
    }
  }

  private readPair(bytes: Uint8Array, from: number): number {
    let at = this.readInteger(bytes, skipBlanks(bytes, from + 1));
    if (at < 0) return GAVE_UP;
    const first = this.number;
    at = skipBlanks(bytes, at);
    if (bytes[at] !== COMMA) return GAVE_UP;
    at = this.readInteger(bytes, skipBlanks(bytes, at + 1));
    if (at < 0) return GAVE_UP;
    at = skipBlanks(bytes, at);
    this.shape = SHAPE_PAIR;
    this.first = first;
    this.second = this.number;
    return bytes[at] === CLOSE_BRACKET ? at + 1 : GAVE_UP;
  }

  /** Leaves it in `number`; gives up on fractions, exponents, leading zeros and long ones. */
  private readInteger(bytes: Uint8Array, from: number): number {
    let at = from;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const start = at;
    let number = 0;
    let byte = bytes[at]!;
    while (byte >= ZERO && byte <= NINE) {
      number = number * 10 + (byte - ZERO);
      byte = bytes[++at]!;
    }
    const digits = at - start;
    if (digits === 0 || digits > DIGITS_MAX) return GAVE_UP;
    if (digits > 1 && bytes[start] === ZERO) return GAVE_UP;
    if (negative && number === 0) return GAVE_UP;
    this.number = negative ? -number : number;
    return endsNumber(byte) ? at : GAVE_UP;
  }
}
