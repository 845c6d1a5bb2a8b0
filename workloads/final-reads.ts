/** The reads at the end: each thread, one a node, reads every key until it has an answer. */
import type { Generator } from "#core/generator/generator.ts";
import { eachThread } from "#core/generator/route.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";

export const finalReads = (keys: readonly string[]): Generator => eachThread(reading(keys, null));

/** A node that refuses at once is not to be asked ten thousand times a second. */
const PATIENCE: Nanos = millis(100);

/** A key that gave no answer comes again when the others had their turn, as a new operation. */
function reading(keys: readonly string[], notBefore: Nanos | null): Generator {
  const self: Generator = {
    next({ now, free }) {
      const [key] = keys;
      const [thread] = free;
      if (key === undefined) return { kind: "done" };
      if (thread === undefined) return { kind: "pending", until: null, rest: self };
      const at = nanos(Math.max(now, notBefore ?? now));
      return { kind: "op", op: { f: "read", key, value: null }, thread, at, rest: self };
    },
    observe(event) {
      const [key = "", ...others] = keys;
      if (event.type === "invoke" || keys.length === 0) return self;
      if (event.type === "ok") return reading(others, null);
      return reading([...others, key], nanos(event.time + PATIENCE));
    },
  };
  return self;
}
