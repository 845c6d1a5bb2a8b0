/** Bytes to text, strictly: two different byte strings never become one value. */
import { FormatError } from "./format-error.ts";

/** Node and browsers have it; the compiler is told here, since this layer sees neither's types. */
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * Replacing bad bytes by U+FFFD would make different values equal, and a wrong verdict out of that:
 * so they are refused.
 */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeUtf8(bytes: Uint8Array, line: number): string {
  try {
    return strict.decode(bytes);
  } catch {
    throw new FormatError(line, "these bytes are not UTF-8");
  }
}

/** What stands at the end of a file, without a character that is cut off; nothing if it is garbage. */
export function decodeTail(bytes: Uint8Array): string {
  let end = bytes.length;
  // A character has at most three bytes behind its first one, which is the only one from 0xc0.
  for (let at = end - 1; at >= Math.max(0, bytes.length - 3); at--)
    if ((bytes[at] ?? 0) >= 0xc0) end = at;
  for (const length of [bytes.length, end]) {
    try {
      return strict.decode(bytes.subarray(0, length));
    } catch {
      // Cut there, or not UTF-8 at all.
    }
  }
  return "";
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The length of a byte order mark at the start of a file, or 0. */
export function byteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
