/** From a file's bytes straight to the columns that the algorithms read. */
import type { Table } from "../../columns.ts";
import type { Model } from "../../model.ts";
import { type Format, FormatFinder } from "../detect.ts";
import { FormatError } from "../format-error.ts";
import { readJsonLine } from "../json-lines.ts";
import { type EventReader, type ReaderOptions, type TornTail, openReader } from "../reader.ts";
import { ByteBuffer, RECORD_BYTES_MAX } from "../splitter.ts";
import { byteOrderMark, decodeTail, decodeUtf8 } from "../utf8.ts";
import { GAVE_UP } from "./json-bytes.ts";
import { LineScanner } from "./line-scanner.ts";
import { TableBuilder } from "./table-builder.ts";

export interface TableOptions extends ReaderOptions {
  /** "ignore" (the default): what failed took no effect and says nothing; "observe": see models. */
  readonly failures?: "ignore" | "observe";
}

export interface TableFile {
  readonly table: Table;
  readonly format: Format;
  /** The record that was left out because the file ends within it. */
  readonly torn: TornTail | undefined;
}

export interface TableReader {
  /** The bytes are not kept: the same buffer may be filled again for the next call. */
  push(bytes: Uint8Array): void;
  /** No bytes follow. */
  end(): TableFile;
}

/**
 * Time and memory are linear in the history; a line of a JSON-lines file costs no object and no
 * string. What a file cannot mean throws with its line: a `FormatError` for the format, a
 * `BadHistory` for events that cannot follow each other and for values that the model does not take.
 */
export function openTable(model: Model, options: TableOptions = {}): TableReader {
  const scanner = new LineScanner();
  const builder = new TableBuilder(model, options.failures ?? "ignore", scanner);
  const finder = new FormatFinder(options.format ?? "auto");
  let sink: Sink | undefined;
  const open = (format: Format): Sink =>
    format === "json-lines" && (options.tuples ?? "no") === "no"
      ? new LineSink(scanner, builder, options.recordBytesMax ?? RECORD_BYTES_MAX)
      : new EventSink(openReader({ ...options, format }), builder);
  return {
    push(bytes) {
      if (sink !== undefined) return sink.push(bytes);
      const found = finder.push(bytes);
      if (found === undefined) return;
      sink = open(found.format);
      sink.push(found.head);
    },
    end() {
      sink ??= open(finder.end());
      const torn = sink.end();
      return { table: builder.finish(), format: finder.format ?? "json-lines", torn };
    },
  };
}

/** Where the bytes go once their format is known. */
interface Sink {
  push(bytes: Uint8Array): void;
  end(): TornTail | undefined;
}

class EventSink implements Sink {
  readonly #reader: EventReader;
  readonly #builder: TableBuilder;

  constructor(reader: EventReader, builder: TableBuilder) {
    this.#reader = reader;
    this.#builder = builder;
  }

  push(bytes: Uint8Array): void {
    for (const event of this.#reader.push(bytes)) this.#builder.addEvent(event);
  }

  end(): TornTail | undefined {
    for (const event of this.#reader.end()) this.#builder.addEvent(event);
    return this.#reader.torn;
  }
}

const LINE_FEED = 0x0a;

/** JSON lines: the scanner takes what it knows, `JSON.parse` the rest. */
class LineSink implements Sink {
  readonly #scanner: LineScanner;
  readonly #builder: TableBuilder;
  readonly #bytesMax: number;
  /** A line that the last chunk has begun. */
  readonly #rest = new ByteBuffer();
  #first = true;

  constructor(scanner: LineScanner, builder: TableBuilder, bytesMax: number) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.#bytesMax = bytesMax;
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    if (this.#rest.length > 0) {
      const end = bytes.indexOf(LINE_FEED) + 1;
      this.#keep(bytes.subarray(0, end === 0 ? bytes.length : end));
      if (end === 0) return;
      this.#lines(this.#rest.view());
      this.#rest.clear();
      from = end;
    }
    const to = bytes.lastIndexOf(LINE_FEED) + 1;
    if (to > from) this.#lines(bytes.subarray(from, to));
    this.#keep(bytes.subarray(Math.max(from, to)));
  }

  end(): TornTail | undefined {
    if (this.#rest.length === 0) return undefined;
    const { line } = this.#builder;
    const text = decodeTail(this.#rest.view()).trim();
    if (text === "") return undefined;
    try {
      this.#builder.addEvent(readJsonLine({ line, text, complete: false }, -1));
      return undefined;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { line, reason: error.reason };
    }
  }

  /** Whole lines, the last one's line break included. */
  #lines(bytes: Uint8Array): void {
    const [scanner, builder] = [this.#scanner, this.#builder];
    let at = this.#first ? byteOrderMark(bytes) : 0;
    this.#first = false;
    while (at < bytes.length) {
      scanner.words.at(builder.line);
      scanner.keys.at(builder.line);
      const next = scanner.scan(bytes, at);
      if (next - at > this.#bytesMax) this.#tooLong();
      if (next === GAVE_UP) {
        at = this.#slowly(bytes, at);
      } else {
        builder.addScanned(bytes);
        at = next;
      }
      builder.line++;
    }
  }

  #slowly(bytes: Uint8Array, from: number): number {
    const end = bytes.indexOf(LINE_FEED, from);
    const { line } = this.#builder;
    if (end - from > this.#bytesMax) this.#tooLong();
    const text = decodeUtf8(bytes.subarray(from, end), line).trim();
    if (text !== "") this.#builder.addEvent(readJsonLine({ line, text, complete: true }, -1));
    return end + 1;
  }

  #keep(bytes: Uint8Array): void {
    if (this.#rest.length + bytes.length > this.#bytesMax) this.#tooLong();
    this.#rest.append(bytes);
  }

  #tooLong(): never {
    const reason = `longer than ${this.#bytesMax} bytes, the limit for one line`;
    throw new FormatError(this.#builder.line, reason);
  }
}
