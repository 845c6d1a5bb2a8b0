/** Jepsen's history.edn: maps or records, one a line or all in one vector. */
import { printEdn, printName } from "./edn-print.ts";
import { parseEdn } from "./edn-text.ts";
import { type HistoryEvent, toEvent } from "./event.ts";
import type { RawRecord } from "./splitter.ts";

export function readEdnRecord(record: RawRecord, ordinal: number): HistoryEvent | undefined {
  if (record.text.startsWith("#_")) return undefined;
  return toEvent(parseEdn(record.text, record.line), record.line, ordinal);
}

/** With its line break; an operation on a key has the value `[key value]`, as Jepsen writes it. */
export function writeEdnRecord(event: HistoryEvent): string {
  const { index, timeNs, process, type, f, value, key, error, node, extra } = event;
  const fields: readonly (readonly [string, string])[] = [
    ["process", typeof process === "number" ? String(process) : printName(process)],
    ["type", `:${type}`],
    ["f", printName(f)],
    ["value", key === undefined ? printValue(f, value) : printKeyed(f, key, value)],
    ["index", String(index)],
    ["time", printEdn(timeNs)],
    ...(error === undefined ? [] : [["error", printEdn(error)] as const]),
    ...(node === undefined ? [] : [["node", printEdn(node)] as const]),
    ...Object.entries(extra).map(([name, each]) => [name, printEdn(each)] as const),
  ];
  return `{${fields.map(([name, text]) => `${printName(name)} ${text}`).join(", ")}}\n`;
}

export const printKeyed = (f: string, key: unknown, value: unknown): string =>
  `[${printEdn(key)} ${printValue(f, value)}]`;

/** The words inside a transaction are keywords, since checkers that read EDN compare with those. */
export function printValue(f: string, value: unknown): string {
  if (f !== "txn" || !Array.isArray(value)) return printEdn(value);
  const steps = value.map((step: unknown) => {
    if (!Array.isArray(step) || typeof step[0] !== "string") return printEdn(step);
    const [word, ...rest]: readonly unknown[] = step;
    return `[${[printName(String(word)), ...rest.map(printEdn)].join(" ")}]`;
  });
  return `[${steps.join(" ")}]`;
}
