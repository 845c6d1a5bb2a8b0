/** Pairs each invocation with what became of it: events in, the checker's operations out. */
import { nameOf } from "../interner.ts";
import type { Operation, Request } from "../operation.ts";
import { type HistoryEvent, keyOf } from "./event.ts";
import { FormatError } from "./format-error.ts";

/**
 * An operation as soon as its answer is read; those whose answer never comes at the end. Whoever is
 * no client is left out. Times are the events' places in the file, whose order is the clock; ids
 * the indices of invocations.
 */
export function* pairEvents(events: Iterable<HistoryEvent>): Generator<Operation> {
  const open = new Map<number, Open>();
  let place = 0;
  for (const event of events) {
    const { process } = event;
    if (typeof process !== "number") continue;
    const asked = open.get(process);
    if (event.type === "invoke") {
      if (asked !== undefined)
        throw new FormatError(
          event.line,
          `process ${process} invokes ${quoted(event)} before its ${quoted(asked.event)} of line ${asked.event.line} has ended`,
        );
      open.set(process, { event, place: place++ });
    } else {
      yield settle(requireAsked(asked, event), event, place++);
      open.delete(process);
    }
  }
  for (const asked of open.values()) yield { ...requestOf(asked), outcome: "info" };
}

interface Open {
  readonly event: HistoryEvent;
  readonly place: number;
}

function requireAsked(asked: Open | undefined, event: HistoryEvent): Open {
  const { line, process, f } = event;
  if (asked === undefined)
    throw new FormatError(
      line,
      `process ${process} ends ${quoted(event)} without having invoked it`,
    );
  if (asked.event.f !== f)
    throw new FormatError(
      line,
      `process ${process} ends ${quoted(event)}, but has invoked ${quoted(asked.event)} on line ${asked.event.line}`,
    );
  if (event.key !== undefined && keyOf(event) !== keyOf(asked.event))
    throw new FormatError(
      line,
      `process ${process} ends ${quoted(event)} of another key than it has invoked`,
    );
  return asked;
}

function settle(asked: Open, { type, value }: HistoryEvent, returned: number): Operation {
  const request = requestOf(asked);
  if (type === "ok")
    return { ...request, outcome: "ok", output: answerOf(request, value), returned };
  return type === "fail"
    ? { ...request, outcome: "fail", returned }
    : { ...request, outcome: "info" };
}

/**
 * In Jepsen's histories, what has no answer of its own is answered by its own arguments; that is no
 * answer. Where an answer equals the arguments by chance, this forgets evidence, never invents it.
 */
const answerOf = ({ word, input }: Request, value: unknown): unknown =>
  nameOf(input) === nameOf(value) && !answersAlways(word) ? null : value;

/** A read may have found just what it was asked with: registers that hold nothing, by their names. */
export const answersAlways = (word: string): boolean => word === "read" || word === "get";

function requestOf({ event, place }: Open): Request {
  const { index, process, f, value } = event;
  return { id: index, process, key: keyOf(event), word: f, input: value, invoked: place };
}

const quoted = ({ f }: HistoryEvent): string => JSON.stringify(f);
