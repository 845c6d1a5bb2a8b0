/** The tokens of JSON as bytes: where they end, and what they are. */

/** "Not one of the common spellings": whoever asked then does it the slow way. */
export const GAVE_UP = -1;

const TAB = 0x09;
export const LINE_FEED = 0x0a;
const RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

export const endsNumber = (byte: number): boolean =>
  byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= SPACE;

export function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  let byte = bytes[at]!;
  // Most often there is none.
  if (byte > SPACE) return at;
  while (byte === SPACE || byte === TAB || byte === RETURN) byte = bytes[++at]!;
  return at;
}

/** Where the closing quote is; gives up on escapes and control characters. */
export function plainStringEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < SPACE) return GAVE_UP;
    at++;
  }
}

export function same(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** A value that does not matter: a string without escapes, a number, a word. */
export function skipValue(bytes: Uint8Array, from: number): number {
  if (bytes[from] === QUOTE) {
    const end = plainStringEnd(bytes, from + 1);
    return end < 0 ? GAVE_UP : end + 1;
  }
  if (same(bytes, from, "null") || same(bytes, from, "true")) return from + 4;
  if (same(bytes, from, "false")) return from + 5;
  let at = from;
  while (isNumberByte(bytes[at]!)) at++;
  return at > from && endsNumber(bytes[at]!) ? at : GAVE_UP;
}

/** Digits, sign, point and exponent. */
const isNumberByte = (byte: number): boolean =>
  (byte >= ZERO && byte <= NINE) ||
  byte === MINUS ||
  byte === 0x2e ||
  byte === 0x2b ||
  byte === 0x65 ||
  byte === 0x45;
