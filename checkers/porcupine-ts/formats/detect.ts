/** Tells a history's format from its first bytes. */
import { FormatError, excerpt } from "./format-error.ts";
import { isLogLine } from "./jepsen-log.ts";
import { ByteBuffer } from "./splitter.ts";

export type Format = "json-lines" | "edn" | "jepsen-log";
export const FORMATS: readonly Format[] = ["json-lines", "edn", "jepsen-log"];

/** Enough for what Jepsen logs before the first operation. */
const DETECTION_BYTES = 256 * 1024;

/** Collects a file's first bytes until they tell its format. */
export class FormatFinder {
  format: Format | undefined;
  readonly #head = new ByteBuffer();

  constructor(format: Format | "auto") {
    this.format = format === "auto" ? undefined : format;
  }

  /** The bytes so far, this call's included, once their format is known. */
  push(bytes: Uint8Array): { readonly format: Format; readonly head: Uint8Array } | undefined {
    if (this.format !== undefined) return { format: this.format, head: bytes };
    this.#head.append(bytes);
    const head = this.#head.view();
    this.format = detectFormat(head.subarray(0, DETECTION_BYTES));
    if (this.format !== undefined) return { format: this.format, head };
    return head.length > DETECTION_BYTES ? refuse(head) : undefined;
  }

  /** For a file that has ended undecided: an empty one has every format, others have none. */
  end(): Format {
    const head = this.#head.view();
    if (!/^(?:ï»¿)?\s*$/.test(latin1(head))) refuse(head);
    return (this.format ??= "json-lines");
  }
}

/**
 * The format of a file that begins with `head`, undefined where that cannot be told. Bytes need no
 * decoding here, since all that decides is ASCII.
 */
export function detectFormat(head: Uint8Array): Format | undefined {
  const text = latin1(head).replace(/^ï»¿/, "");
  const start = text.replace(/^(?:[\s,]+|;[^\n]*\n)+/, "");
  if (/^\{\s*"/.test(start)) return "json-lines";
  if (/^(?:[[(]\s*)?(?:\{\s*[:}]|#[\w.]+\s*\{)/.test(start)) return "edn";
  if (/^[[(]\s*[\])]/.test(start)) return "edn";
  return text.split("\n").some((line) => isLogLine(line.trim())) ? "jepsen-log" : undefined;
}

function refuse(head: Uint8Array): never {
  const start = latin1(head.subarray(0, 400)).trimStart();
  const hint = /^\[\s*\{\s*"/.test(start)
    ? "one JSON array: write one event a line, as jq -c '.[]' does"
    : `neither ${FORMATS.join(", nor ")}; it begins with ${excerpt(start)}`;
  throw new FormatError(1, `unknown format, ${hint}`);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
