/** Our own form of a history: one event a line as a JSON object, with Jepsen's field names. */
import { type HistoryEvent, toEvent } from "./event.ts";
import { parseJson, printJson } from "./json.ts";
import type { RawRecord } from "./splitter.ts";

export function readJsonLine(record: RawRecord, ordinal: number): HistoryEvent {
  return toEvent(parseJson(record.text, record.line), record.line, ordinal);
}

/** With its line break. Reading it back gives the same event, but for `line`. */
export function writeJsonLine(event: HistoryEvent): string {
  const { index, timeNs, process, type, f, value, key, error, node, extra } = event;
  return `${printJson({
    index,
    ...(timeNs === -1 ? {} : { time: timeNs }),
    process,
    type,
    f,
    ...(key === undefined ? {} : { key }),
    value,
    ...(error === undefined ? {} : { error }),
    ...(node === undefined ? {} : { node }),
    ...extra,
  })}\n`;
}
