/** Leaves out of an impossible history all that does not matter, down to a least impossible one. */
import { INFO, type Table } from "../columns.ts";
import { type Dropping, droppingOf } from "./dropping.ts";
import type { Impossible, Judge } from "./judge.ts";
import { restrict } from "./sub-history.ts";

export interface Core {
  /** Impossible by itself. */
  readonly table: Table;
  readonly violation: Impossible;
}

export interface LeastCore extends Core {
  /** Each row was tried by itself at the end, and each of those questions was answered. */
  readonly least: boolean;
}

/**
 * Two ways to make a history say less, each of which keeps an order if there was one; so when the
 * result is impossible, the whole history is. *Dropping* removes operations, see dropping.ts.
 * *Weakening* forgets an operation's answer: it may now have happened at any time after its call,
 * or never. An order of the history is an order of the weakened one as it stands, because what a
 * model allows an info includes what it allows any answer.
 *
 * First the operations that broke the rule are tried with what they require; else halves, quarters
 * and so on are left out as long as the rest is impossible. At the end no operation can be dropped
 * with what has to go with it, and none weakened; that is what "least" means here.
 */
export function reduce(table: Table, violation: Impossible, judge: Judge): LeastCore {
  let core = byEvidence({ table, violation }, judge);
  for (;;) {
    const before = weight(core.table);
    const dropped = inHalves(core, judge, drop);
    const weakened = inHalves(dropped, judge, weaken);
    core = weakened;
    if (weight(core.table) < before && !judge.stopped()) continue;
    return { ...core, least: dropped.least && weakened.least && !judge.stopped() };
  }
}

/** Goes down with every operation dropped or weakened. */
const weight = ({ columns }: Table): number =>
  columns.outcome.reduce((sum, outcome) => sum + (outcome === INFO ? 1 : 2), 0);

function byEvidence(core: Core, judge: Judge): Core {
  const ids = new Set(core.violation.evidence.operations);
  const rows = [...core.table.ids.keys()].filter((row) => ids.has(core.table.ids[row]!));
  if (rows.length === 0) return core;
  const dropping = droppingOf(core.table, judge.model);
  const kept = dropping.requiredBy(rows);
  const dropped = new Set([...core.table.ids.keys()].filter((row) => !kept.has(row)));
  return without(core, dropped, dropping, judge) ?? core;
}

type Attempt = (core: Core, rows: readonly number[], judge: Judge) => Core | undefined;

/** Tries all rows at once, halves, quarters, and at last each by itself. */
function inHalves(start: Core, judge: Judge, attempt: Attempt): LeastCore {
  let core = start;
  let size = core.table.columns.count;
  let doubts = judge.doubts;
  while (size > 1 && !judge.stopped()) {
    size = Math.ceil(size / 2);
    doubts = judge.doubts;
    // From the end: what came last is seldom what others depend on.
    for (let to = core.table.columns.count; to > 0 && !judge.stopped(); to -= size) {
      const end = Math.min(to, core.table.columns.count);
      const rows = Array.from({ length: Math.min(size, end) }, (_, i) => end - 1 - i);
      core = attempt(core, rows, judge) ?? core;
    }
  }
  const { table, violation } = core;
  return { table, violation, least: judge.doubts === doubts };
}

function drop(core: Core, rows: readonly number[], judge: Judge): Core | undefined {
  const dropping = droppingOf(core.table, judge.model);
  const dropped = dropping.with(rows);
  if (dropped === undefined || dropped.size >= core.table.columns.count) return undefined;
  return without(core, dropped, dropping, judge);
}

/** The history without these rows if it is still impossible, and is smaller indeed. */
function without(
  { table }: Core,
  dropped: ReadonlySet<number>,
  dropping: Dropping,
  judge: Judge,
): Core | undefined {
  if (dropped.size === 0) return undefined;
  const smaller = restrict(table, judge.model, {
    roleOf: (row) => (dropped.has(row) ? "dropped" : "kept"),
    forgotten: dropping.forgotten(dropped),
  });
  const violation = judge.impossible(smaller);
  return violation === undefined ? undefined : { table: smaller, violation };
}

function weaken(core: Core, rows: readonly number[], judge: Judge): Core | undefined {
  const { outcome } = core.table.columns;
  const chosen = new Set(rows.filter((row) => outcome[row] !== INFO));
  if (chosen.size === 0) return undefined;
  const table = restrict(core.table, judge.model, {
    roleOf: (row) => (chosen.has(row) ? "possible" : "kept"),
  });
  const violation = judge.impossible(table);
  return violation === undefined ? undefined : { table, violation };
}
