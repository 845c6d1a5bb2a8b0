/** Many sets kept in one: Maelstrom's g-set has no keys, so that an element carries its set's. */
import type { Codec } from "#core/ports/message.ts";

/**
 * Element e of set number k is e·2^20 + k on the wire, an integer as every program expects. Each set
 * is a projection of the one: it is linearizable, and keeps its elements, if the one does.
 */
export function inOneSet(codec: Codec): Codec {
  return {
    ...codec,
    request: (op) => {
      const value = op.f === "add" ? Number(op.value) * SETS_MAX + numberOf(op.key) : op.value;
      return codec.request({ ...op, key: "", value });
    },
    outcome: (op, reply) => {
      const outcome = codec.outcome({ ...op, key: "" }, reply);
      if (outcome.type !== "ok" || !Array.isArray(outcome.value)) return outcome;
      return { ...outcome, value: outcome.value.flatMap((element) => mine(element, op.key)) };
    },
  };
}

/** More sets than a run has, while elements up to 2^33 still fit. */
const SETS_MAX = 2 ** 20;

/** The number at the end of a key: s12 is set 12. */
const numberOf = (key: string): number => Number(/\d+$/.exec(key)?.[0] ?? 0) % SETS_MAX;

/** What nobody can have added is in every set, so that it is found out wherever it is read. */
function mine(element: unknown, key: string): readonly unknown[] {
  if (!Number.isSafeInteger(element) || Number(element) < 0) return [element];
  const whole = Number(element);
  return whole % SETS_MAX === numberOf(key) ? [Math.floor(whole / SETS_MAX)] : [];
}
