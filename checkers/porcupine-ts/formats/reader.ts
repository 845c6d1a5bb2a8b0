/** Reads a history of any of the formats, lazily: bytes in, events out. */
import { type Format, FormatFinder } from "./detect.ts";
import { splitForms } from "./edn-forms.ts";
import { readEdnRecord } from "./edn.ts";
import type { HistoryEvent } from "./event.ts";
import { FormatError } from "./format-error.ts";
import { KeyLifter, type Tuples } from "./independent.ts";
import { mayBeCut, readLogLine } from "./jepsen-log.ts";
import { readJsonLine } from "./json-lines.ts";
import { splitLines } from "./lines.ts";
import { RECORD_BYTES_MAX, type RawRecord, type Splitter } from "./splitter.ts";
import { encodeUtf8 } from "./utf8.ts";

export interface ReaderOptions {
  /** "auto", the default, looks at the first bytes. */
  readonly format?: Format | "auto";
  /** "auto", the default, recognises Jepsen's tuples in EDN and logs; JSON lines have a field. */
  readonly tuples?: Tuples;
  /** A longer line (in EDN: map) is refused before it is buffered. Default: 64 MiB. */
  readonly recordBytesMax?: number;
}

/** The last record, when the writer was killed in the middle of it: left out, and told of. */
export interface TornTail {
  readonly line: number;
  readonly reason: string;
}

/** All but a torn tail that is not the format's throws a `FormatError` with its line. */
export interface EventReader {
  /** Takes the next bytes; yields the events that they complete. Consume it before the next call. */
  push(bytes: Uint8Array): Generator<HistoryEvent>;
  /** No bytes follow. */
  end(): Generator<HistoryEvent>;
  /** Undefined until enough bytes have come. */
  readonly format: Format | undefined;
  /** Undefined when the file ended well; known after `end`. */
  readonly torn: TornTail | undefined;
}

export function openReader(options: ReaderOptions = {}): EventReader {
  return new Reader(options);
}

/** The events of a text or of bytes that are all at hand. */
export function* readEvents(
  source: string | Iterable<Uint8Array>,
  options: ReaderOptions = {},
): Generator<HistoryEvent> {
  const reader = openReader(options);
  const chunks = typeof source === "string" ? [encodeUtf8(source)] : source;
  for (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

class Reader implements EventReader {
  torn: TornTail | undefined;
  readonly #options: ReaderOptions;
  readonly #finder: FormatFinder;
  #splitter: Splitter | undefined;
  #lifter: KeyLifter;
  #lastIndex = -1;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#finder = new FormatFinder(options.format ?? "auto");
    this.#lifter = new KeyLifter(options.tuples ?? "auto");
  }

  get format(): Format | undefined {
    return this.#finder.format;
  }

  *push(bytes: Uint8Array): Generator<HistoryEvent> {
    if (this.#splitter !== undefined) {
      yield* this.#records(this.#splitter.push(bytes));
      return;
    }
    const found = this.#finder.push(bytes);
    if (found !== undefined) yield* this.#records(this.#open(found.format).push(found.head));
  }

  *end(): Generator<HistoryEvent> {
    const splitter = this.#splitter ?? this.#open(this.#finder.end());
    yield* this.#records(splitter.end());
    yield* this.#lifter.end();
  }

  #open(format: Format): Splitter {
    const bytesMax = this.#options.recordBytesMax ?? RECORD_BYTES_MAX;
    if (format === "json-lines") this.#lifter = new KeyLifter(this.#options.tuples ?? "no");
    this.#splitter = format === "edn" ? splitForms(bytesMax) : splitLines(bytesMax);
    return this.#splitter;
  }

  *#records(records: Iterable<RawRecord>): Generator<HistoryEvent> {
    for (const record of records) {
      const event = this.#read(record);
      if (event === undefined) continue;
      if (event.index <= this.#lastIndex)
        throw new FormatError(
          event.line,
          `index ${event.index} after ${this.#lastIndex}: the order of lines is a history's clock`,
        );
      this.#lastIndex = event.index;
      if (this.#lifter.passes) yield event;
      else yield* this.#lifter.push(event);
    }
  }

  #read(record: RawRecord): HistoryEvent | undefined {
    const cut = !record.complete;
    if (cut && this.format === "edn") return this.#tear(record, "the map has no end");
    if (cut && this.format === "jepsen-log" && mayBeCut(record.text))
      return this.#tear(record, "the line has no end");
    try {
      return this.#parse(record);
    } catch (error) {
      if (!cut || !(error instanceof FormatError)) throw error;
      return this.#tear(record, error.reason);
    }
  }

  #parse(record: RawRecord): HistoryEvent | undefined {
    switch (this.format) {
      case "edn":
        return readEdnRecord(record, this.#lastIndex + 1);
      case "jepsen-log":
        return readLogLine(record, this.#lastIndex + 1);
      default:
        return readJsonLine(record, this.#lastIndex + 1);
    }
  }

  #tear(record: RawRecord, reason: string): undefined {
    this.torn = { line: record.line, reason };
    return undefined;
  }
}
