/** The reads at the end where replicas need time to agree: round after round until they do. */
import { rest } from "#core/generator/basic.ts";
import { sequence } from "#core/generator/combine.ts";
import { withRest, type Generator, type Thread } from "#core/generator/generator.ts";
import { millis, type Nanos } from "#core/units.ts";
import { QUIET, canonical } from "#checkers/settled.ts";
import { finalReads } from "./final-reads.ts";

/** In each round all nodes read each key; those on which they agree are done with. */
export const settledReads = (keys: readonly string[]): Generator => roundAfter(QUIET, keys);

const PAUSE: Nanos = millis(500);

/** What each thread, hence each node, was answered in this round. */
type Answers = ReadonlyMap<string, ReadonlyMap<Thread, string>>;

const roundAfter = (wait: Nanos, keys: readonly string[]): Generator =>
  reading(keys, sequence(rest(wait), finalReads(keys)), new Map());

function reading(keys: readonly string[], inner: Generator, answers: Answers): Generator {
  const self: Generator = {
    next(context) {
      if (keys.length === 0) return { kind: "done" };
      const step = inner.next(context);
      if (step.kind !== "done") return withRest(step, (later) => reading(keys, later, answers));
      const differ = keys.filter((key) => new Set(answers.get(key)?.values()).size > 1);
      return differ.length === 0 ? step : roundAfter(PAUSE, differ).next(context);
    },
    observe(event, thread) {
      const seen = inner.observe(event, thread);
      if (event.type !== "ok") return seen === inner ? self : reading(keys, seen, answers);
      const { key = "", value } = event;
      const heard = new Map(answers.get(key)).set(thread, canonical(value));
      return reading(keys, seen, new Map(answers).set(key, heard));
    },
  };
  return self;
}
