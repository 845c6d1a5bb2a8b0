/** Jepsen's independent histories write the key into the value, as `[key value]`: this takes it out. */
import { type HistoryEvent, isClient } from "./event.ts";

/** Whether values are `[key value]` tuples: known, or to be told from the events themselves. */
export type Tuples = "yes" | "no" | "auto";

/** At most so many events wait for one that decides; then their tuples are taken for keys with values. */
const WAITING_MAX = 10_000;

export class KeyLifter {
  #tuples: Tuples;
  #waiting: HistoryEvent[] = [];

  constructor(tuples: Tuples) {
    this.#tuples = tuples;
  }

  /** Whether events go through unchanged. */
  get passes(): boolean {
    return this.#tuples === "no";
  }

  *push(event: HistoryEvent): Generator<HistoryEvent> {
    if (this.#tuples === "auto") {
      this.#waiting.push(event);
      this.#tuples = this.#waiting.length >= WAITING_MAX ? "yes" : evidence(event);
      if (this.#tuples !== "auto") yield* this.#release();
    } else {
      yield this.#tuples === "yes" ? lift(event) : event;
    }
  }

  /**
   * Here every argument is a pair, and none is a read's: so it is with locks or elements of many keys,
   * hardly ever with one object of pairs.
   */
  *end(): Generator<HistoryEvent> {
    if (this.#tuples === "auto") this.#tuples = this.#waiting.some(isAsked) ? "yes" : "no";
    yield* this.#release();
  }

  *#release(): Generator<HistoryEvent> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) yield this.#tuples === "yes" ? lift(event) : event;
  }
}

const isAsked = (event: HistoryEvent): boolean => isClient(event) && event.type === "invoke";

/**
 * What one invocation says. A read asks with nil, or with [k nil]. A CAS asks with [from to], or
 * with [k [from to]]. A transaction is a vector of vectors, or [k transaction] with a plain k.
 * A write of a vector of two could be either, so it waits.
 */
function evidence({ process, type, f, value }: HistoryEvent): Tuples {
  if (typeof process !== "number" || type !== "invoke") return "auto";
  if (!Array.isArray(value) || value.length !== 2) return "no";
  const [key, inner]: readonly unknown[] = value;
  if (Array.isArray(key)) return "no";
  if (inner === null) return "yes";
  if (f === "cas" || f === "txn") return Array.isArray(inner) ? "yes" : "no";
  return "auto";
}

/** A completion without a tuple (its value was lost) takes its key from its invocation, later. */
function lift(event: HistoryEvent): HistoryEvent {
  if (!isClient(event) || event.key !== undefined) return event;
  const { value } = event;
  if (!Array.isArray(value) || value.length !== 2) return event;
  const [key, inner]: readonly unknown[] = value;
  return { ...event, key, value: inner };
}
