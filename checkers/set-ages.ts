/** The age of a set's reads: for how long had the oldest element been there that they missed? */
import type { Operation } from "#core/history.ts";
import { ageOf, endOf, isOk, mayHaveHappened, type Age } from "./ages.ts";

/**
 * An element is missed that an acknowledged add put there before the read began, unless a removal may
 * have taken it away: one that was not over when the add began, and began before the read was over.
 * What a read still shows of elements that were removed does not count: a removal takes away what it
 * has seen, and what that was no history says.
 */
export function setAges(operations: readonly Operation[]): readonly Age[] {
  const happened = operations.filter(mayHaveHappened);
  const lives = [...Map.groupBy(happened, ({ f, value }) => (f === "read" ? null : value))]
    .filter(([element]) => element !== null)
    .map(([element, changes]) => lifeOf(element, changes));
  return happened.flatMap((read) => {
    if (read.f !== "read" || read.outcome.type !== "ok") return [];
    const present = new Set<unknown>(Array.isArray(read.outcome.value) ? read.outcome.value : []);
    const absent = lives.filter(({ element }) => !present.has(element));
    return [
      ageOf(
        read,
        absent.flatMap((life) => owedTo(read, life) ?? []),
      ),
    ];
  });
}

interface Life {
  readonly element: unknown;
  /** Acknowledged ones, in order of their acknowledgement. */
  readonly adds: readonly Operation[];
  readonly removals: readonly Operation[];
}

const lifeOf = (element: unknown, changes: readonly Operation[]): Life => ({
  element,
  adds: changes
    .filter((one) => one.f === "add" && isOk(one))
    .toSorted((a, b) => endOf(a) - endOf(b)),
  removals: changes.filter(({ f }) => f === "remove"),
});

/** The first add that the read must show, undefined if there is none. */
function owedTo(read: Operation, { adds, removals }: Life): Operation | undefined {
  const begun = removals.filter(({ index }) => index < endOf(read));
  return adds.find(
    (add) =>
      endOf(add) < read.index &&
      begun.every((removal) => isOk(removal) && endOf(removal) < add.index),
  );
}
