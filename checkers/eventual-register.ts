/** What a register owes in the end: one of the values that were written to it. */
import type { Operation } from "#core/history.ts";
import type { Owed } from "./convergence.ts";
import { few, say } from "./sentences.ts";

/** Which write wins is a matter of timestamps, hence of clocks: whichever it is, one must. */
export const eventualRegister: Owed = (name, operations, answer) => {
  const writes = operations.filter(({ f, outcome }) => f === "write" && outcome.type !== "fail");
  const acknowledged = writes.find(({ outcome }) => outcome.type === "ok");
  const indexes = (some: readonly Operation[]): readonly number[] => some.map(({ index }) => index);
  if (answer === null && acknowledged !== undefined)
    return [
      {
        name: "lost-write",
        explanation: `All replicas of ${name} are empty, in spite of ${say(acknowledged)}.`,
        operations: indexes([acknowledged]),
      },
    ];
  if (answer === null || writes.some(({ value }) => value === answer)) return [];
  const reads = operations.filter(
    ({ f, outcome }) => f === "read" && outcome.type === "ok" && outcome.value === answer,
  );
  return [
    {
      name: "unexpected-value",
      explanation: `All replicas of ${name} have ${few([String(answer)])}, which nobody wrote.`,
      operations: indexes(reads.slice(0, 1)),
    },
  ];
};
