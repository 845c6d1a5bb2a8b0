/** One line of a history: a process asked for something, or learnt what became of it. */
import { nameOf } from "../interner.ts";
import { FormatError, excerpt } from "./format-error.ts";

export type EventType = "invoke" | "ok" | "fail" | "info";

/**
 * An event in Jepsen's shape. The order of a file's events is their clock; `timeNs` is for people.
 * Values are JSON's (null, booleans, numbers, strings, arrays, records), and bigint for an integer
 * that a double cannot hold exactly.
 */
export interface HistoryEvent {
  /** The line of the file on which it began, from 1. */
  readonly line: number;
  readonly index: number;
  /** Nanoseconds since the run began; -1 when the file does not say, as in Jepsen. */
  readonly timeNs: number;
  /** A client is a number; everybody else ("nemesis", "harness") has a name. */
  readonly process: number | string;
  readonly type: EventType;
  readonly f: string;
  /** The argument of an invocation, the answer of an `ok`; null where there is none. */
  readonly value: unknown;
  /** What the operation is about in a history of many objects; undefined in a history of one. */
  readonly key: unknown;
  /** Why it failed or is unknown; undefined when the file does not say. */
  readonly error: unknown;
  readonly node: string | undefined;
  /** Fields that are none of the above, kept as they are. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export const isClient = (event: HistoryEvent): boolean => typeof event.process === "number";

/** The key as the checkers name it: a key that is no name or number goes by its text. */
export function keyOf({ key }: HistoryEvent): string | number | null {
  if (key === undefined || key === null) return null;
  if (typeof key === "string" || (typeof key === "number" && Number.isFinite(key))) return key;
  const name = String(nameOf(key));
  return typeof key === "object" ? name.slice(1) : name;
}

/** Checks one record's fields. `ordinal` is the index of an event whose file gives none. */
export function toEvent(record: unknown, line: number, ordinal: number): HistoryEvent {
  if (typeof record !== "object" || record === null || Array.isArray(record))
    throw new FormatError(
      line,
      `an event is a map with type, process, f and value; here is ${show(record)}`,
    );
  const fields = record as Readonly<Record<string, unknown>>;
  const { index, time, process, type, f, value, key, error, node } = fields;
  return {
    line,
    index: index === undefined || index === null ? ordinal : toIndex(index, line),
    timeNs: time === undefined || time === null ? -1 : toTime(time, line),
    process: toProcess(process, line),
    type: toType(type, line),
    f: toName(f, line),
    value: value ?? null,
    key,
    error: error ?? undefined,
    node: typeof node === "string" ? node : undefined,
    extra: extraOf(fields),
  };
}

const KNOWN: ReadonlySet<string> = new Set(
  "index time process type f value key error node".split(" "),
);
const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/** Events without any share one record: histories are long. */
function extraOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (Object.keys(fields).every((name) => KNOWN.has(name))) return NOTHING;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !KNOWN.has(name)));
}

const TYPES: readonly EventType[] = ["invoke", "ok", "fail", "info"];

function toType(type: unknown, line: number): EventType {
  const known = TYPES.find((each) => each === type);
  if (known === undefined)
    throw new FormatError(line, `type must be invoke, ok, fail or info; here is ${show(type)}`);
  return known;
}

function toProcess(process: unknown, line: number): number | string {
  if (typeof process === "string" && process !== "") return process;
  if (typeof process === "number" && Number.isSafeInteger(process) && process >= 0) return process;
  throw new FormatError(
    line,
    `process must be an integer from 0, or a name such as "nemesis"; here is ${show(process)}`,
  );
}

function toName(f: unknown, line: number): string {
  if (typeof f === "string" && f !== "") return f;
  throw new FormatError(line, `f must name a function such as "read"; here is ${show(f)}`);
}

function toIndex(index: unknown, line: number): number {
  if (typeof index === "number" && Number.isSafeInteger(index) && index >= 0) return index;
  throw new FormatError(line, `index must be an integer from 0; here is ${show(index)}`);
}

function toTime(time: unknown, line: number): number {
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw new FormatError(line, `time must be a number of nanoseconds; here is ${show(time)}`);
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? excerpt(value) : excerpt(String(JSON.stringify(value, plain)));
}

const plain = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : value;
