/** Many small objects instead of one large: a generator a key, one key or several at a time. */
import { sequence } from "./combine.ts";
import { sooner, withRest, type Generator, type Step, type Thread } from "./generator.ts";
import { restrict } from "./route.ts";

/** Puts every operation of the inner generator on this key. */
export function onKey(key: string, inner: Generator): Generator {
  return {
    next: (context) => {
      const step = withRest(inner.next(context), (rest) => onKey(key, rest));
      return step.kind === "op" ? { ...step, op: { ...step.op, key } } : step;
    },
    observe(event, thread) {
      if ((event.key ?? "") !== key) return this;
      const seen = inner.observe(event, thread);
      return seen === inner ? this : onKey(key, seen);
    },
  };
}

/** One key after another, each until its generator ends. */
export const sequentialKeys = (
  keys: readonly string[],
  make: (key: string) => Generator,
): Generator => sequence(...keys.map((key) => onKey(key, make(key))));

/**
 * Groups of `size` client threads, each on a key of its own; a group whose generator ends takes the
 * next key. Threads beyond the last whole group are never used. `keyAt` gives null when no key is
 * left.
 */
export function concurrentKeys(
  size: number,
  keyAt: (index: number) => string | null,
  make: (key: string) => Generator,
): Generator {
  return grouped({ size, start: (i) => startKey(keyAt, make, i) }, [], 0);
}

interface Groups {
  readonly size: number;
  /** The generator of the i-th key, null when there are no more. */
  readonly start: (index: number) => Generator | null;
}

const startKey = (
  keyAt: (index: number) => string | null,
  make: (key: string) => Generator,
  index: number,
): Generator | null => {
  const key = keyAt(index);
  return key === null ? null : onKey(key, make(key));
};

/** `active` holds the generator of each group so far seen, `used` counts the keys handed out. */
function grouped(groups: Groups, active: readonly Generator[], used: number): Generator {
  const groupOf = (thread: Thread): number =>
    thread === "nemesis" ? -1 : Math.floor(thread / groups.size);
  return {
    next: (context) => {
      const count = Math.floor(context.threads.filter((t) => t !== "nemesis").length / groups.size);
      const now = [...active];
      let taken = used;
      let best: Step = { kind: "done" };
      for (const group of new Set([...context.free.map(groupOf), ...Array(count).keys()])) {
        if (group < 0 || group >= count) continue;
        const mine = restrict(context, (thread) => groupOf(thread) === group);
        let step: Step = now[group]?.next(mine) ?? { kind: "done" };
        for (let key; step.kind === "done" && (key = groups.start(taken)) !== null; taken++) {
          now[group] = key;
          step = key.next(mine);
        }
        const [soFar, handed] = [[...now], taken];
        const rested = withRest(step, (rest) => grouped(groups, soFar.with(group, rest), handed));
        if (rested.kind === "op" && rested.at <= context.now) return rested;
        best = sooner(best, rested);
      }
      return best;
    },
    observe(event, thread) {
      const group = groupOf(thread);
      const before = active[group];
      const seen = before?.observe(event, thread);
      if (seen === undefined || seen === before) return this;
      return grouped(groups, active.with(group, seen), used);
    },
  };
}
