/** Changes to several things at once, for where no single one can be left out. */
import { lengthOf, type ScriptedFault } from "../script.ts";
import type { Dice } from "../seed.ts";
import { millis, nanos } from "../units.ts";
import { caseOf, since, until, withFaults, type Case } from "./case.ts";

/** Without so many operations and faults, drawn by lot: what one's absence spoils another's mends. */
export function withoutSome({ plan, script }: Case, count: number, dice: Dice): Case {
  const { operations, faults } = script;
  const order = dice.shuffle([...operations.keys(), ...[...faults.keys()].map((at) => ~at)]);
  const gone = new Set(order.slice(0, count));
  return caseOf(plan, {
    ...script,
    operations: operations.filter((_, at) => !gone.has(at)),
    faults: faults.filter((_, at) => !gone.has(~at)),
  });
}

/** One fault less, which another now lasts long enough to cover: every such pair. */
export function* merged(one: Case): Iterable<Case> {
  const { faults } = one.script;
  for (const [at, kept] of faults.entries())
    for (const gone of faults) {
      if (gone === kept) continue;
      const wide = stretched(kept, gone);
      yield withFaults(
        one,
        faults.with(at, wide).filter((fault) => fault !== gone),
      );
    }
}

/** Before and after the faults of a glimpse. */
const BEFORE_MS = [50, 200, 500] as const;
const AFTER_MS = [100, 400, 1000, 2000] as const;
const OPERATIONS = [3, 6, 9, 12] as const;
const KEYS = [1, 1, 2, 3] as const;

/** A few neighbouring faults with a few operations on few keys around them, all drawn by lot. */
export function glimpse({ plan, script }: Case, dice: Dice): Case {
  const first = dice.int(Math.max(1, script.faults.length));
  const faults = script.faults.slice(first, first + dice.pick([1, 1, 2, 3]));
  const middle = dice.span(Math.max(1, lengthOf(script)));
  const begun = Math.min(...faults.map(({ at }) => at), faults.length === 0 ? middle : Infinity);
  const ended = Math.max(...faults.map(({ until }) => until), begun);
  const from = nanos(Math.max(0, begun - millis(dice.pick(BEFORE_MS))));
  const end = nanos(ended + millis(dice.pick(AFTER_MS)));
  const near = script.operations.filter(({ at }) => from <= at && at <= end);
  const keys = new Set(
    dice.shuffle([...new Set(near.map(({ key }) => key))]).slice(0, dice.pick(KEYS)),
  );
  const eligible = near.filter(({ key }) => keys.has(key));
  const drawn = new Set(dice.shuffle(eligible).slice(0, dice.pick(OPERATIONS)));
  const operations = eligible.filter((operation) => drawn.has(operation));
  return since(until(caseOf(plan, { ...script, faults, operations }), end), from);
}

const stretched = (kept: ScriptedFault, { at, until }: ScriptedFault): ScriptedFault => ({
  ...kept,
  at: nanos(Math.min(kept.at, at)),
  until: nanos(Math.max(kept.until, until)),
});
