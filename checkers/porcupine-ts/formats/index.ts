/** porcupine-ts/formats: histories in files, read into operations or columns, and written. */
export {
  type TableFile,
  type TableOptions,
  type TableReader,
  openTable,
} from "./columns/table-reader.ts";
export { FORMATS, type Format } from "./detect.ts";
export { writeEdnRecord } from "./edn.ts";
export type { HistoryEvent } from "./event.ts";
export { FormatError } from "./format-error.ts";
export { writeLogLine } from "./jepsen-log.ts";
export { writeJsonLine } from "./json-lines.ts";
export { pairEvents } from "./operations.ts";
export {
  type EventReader,
  type ReaderOptions,
  type TornTail,
  openReader,
  readEvents,
} from "./reader.ts";
