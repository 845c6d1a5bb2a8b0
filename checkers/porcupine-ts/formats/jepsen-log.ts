/** The lines that Jepsen logs while it runs, and its history.txt: process, type, f and value, by tabs. */
import { parseEdn, parseEdnPrefix } from "./edn-text.ts";
import { printName } from "./edn-print.ts";
import { printKeyed, printValue } from "./edn.ts";
import { type HistoryEvent, toEvent } from "./event.ts";
import { FormatError } from "./format-error.ts";
import type { RawRecord } from "./splitter.ts";

/**
 * `INFO  jepsen.util - 3\t:ok\t:read\t1` of old, `INFO [date] jepsen worker 3 - jepsen.util 3\t…`
 * of today, and the same without a prefix in history.txt. Behind the value may stand an error in
 * free text.
 */
const OPERATION =
  /^(?:(?:INFO|DEBUG)\b.{0,200}?\bjepsen\.util\s+(?:-\s+)?)?(\d+|:[\w-]+)\s+:(invoke|ok|fail|info)\s+(:\S+|"(?:[^"\\]|\\.)*")\s+(.*)$/s;
/** Everything else that Jepsen, its databases and the JVM log; such lines say nothing of values. */
const CLAIMS_TO_BE_ONE = /\bjepsen\.util\s+(?:-\s+)?(?:\d+|:[\w-]+)\s+:/;
/** A process that crashed: then Jepsen of 2014 logged the error where the value had been. */
const ERROR_WORDS = new Set(["timed-out", "timeout", "crashed", "indeterminate", "not-found"]);

export const isLogLine = (line: string): boolean => OPERATION.test(line);

/** Undefined for a line that is not about an operation. */
export function readLogLine(record: RawRecord, ordinal: number): HistoryEvent | undefined {
  const found = OPERATION.exec(record.text);
  if (found === null) {
    if (CLAIMS_TO_BE_ONE.test(record.text))
      throw new FormatError(
        record.line,
        "a jepsen.util line must read: process, :invoke|:ok|:fail|:info, :f, value",
      );
    return undefined;
  }
  const [, process = "", type = "", f = "", tail = ""] = found;
  const { value, rest } = parseEdnPrefix(tail, record.line);
  const crashed = type !== "invoke" && tail.startsWith(":") && ERROR_WORDS.has(String(value));
  const error = crashed ? value : errorOf(rest.trim(), record.line);
  return toEvent(
    {
      index: ordinal,
      process: process.startsWith(":") ? process.slice(1) : Number(process),
      type,
      f: parseEdn(f, record.line),
      value: crashed ? null : value,
      ...(error === undefined ? {} : { error }),
    },
    record.line,
    ordinal,
  );
}

/**
 * Whether a line without its line break may be a part of one: `:read\t1` may have been `:read\t12`.
 * A bracket or a quote at its end says that its value is whole; so does a whole `nil`.
 */
export const mayBeCut = (text: string): boolean => !/(?:[\])}"]|\bnil)$/.test(text);

/** With its line break. Times and extra fields have no place in this form and are left out. */
export function writeLogLine(event: HistoryEvent): string {
  const { process, type, f, value, key, error } = event;
  const who = typeof process === "number" ? String(process) : printName(process);
  const what = key === undefined ? printValue(f, value) : printKeyed(f, key, value);
  const why = error === undefined ? [] : [printValue("", error)];
  return `INFO  jepsen.util - ${[who, `:${type}`, printName(f), what, ...why].join("\t")}\n`;
}

/** One form if it is one (`:timeout`, a vector), else the text. */
function errorOf(text: string, line: number): unknown {
  if (text === "") return undefined;
  try {
    return parseEdn(text, line);
  } catch {
    return text;
  }
}
