/** The rows that show why a register's history is not linearizable; runs only after a violation. */
import type { Violation } from "../answer.ts";
import { NONE, type Columns } from "../columns.ts";
import { CAS } from "../models/register.ts";
import { witnesses, type Chains, type Zones } from "./chains.ts";
import { rowInvokedAt, rowReturnedAt } from "./rows.ts";
import { violation } from "./ruling.ts";

/** Two chains of which one would have to stand inside the other, found by two of their bounds. */
export function clashViolation(
  history: Columns,
  chains: Chains,
  { first, last }: Zones,
  [innerFirst, outerLast]: readonly [number, number],
): Violation {
  const inner = first.findIndex((at, root) => at === innerFirst && last[root] !== -2);
  const outer = last.findIndex((at, root) => at === outerLast && first[root]! < at);
  const because = "A value had to be current at a time when another one certainly was.";
  return violation("stale-read", because, [
    rowReturnedAt(history, first[outer]!),
    rowInvokedAt(history, last[outer]!),
    rowReturnedAt(history, first[inner]!),
    rowInvokedAt(history, last[inner]!),
    ...linksOf(history, chains, outer),
    ...linksOf(history, chains, inner),
  ]);
}

/** An operation of the chain that returned before one on an earlier value was called. */
export function orderViolation(history: Columns, chains: Chains, root: number): Violation {
  const { invoked, returned, b } = history;
  let latest = -1;
  for (let value = root; ; value = b[chains.successor[value]!]!) {
    const maker = chains.producer[value]!;
    if (maker !== NONE) {
      if (returned[maker]! < latest) return tooEarly(history, chains, root, value, maker, latest);
      latest = Math.max(latest, invoked[maker]!);
    }
    const read = rowReturnedAt(history, chains.firstReturn[value]!);
    if (read >= 0 && returned[read]! < latest)
      return tooEarly(history, chains, root, value, read, latest);
    latest = Math.max(latest, chains.lastCall[value]!);
  }
}

function tooEarly(
  history: Columns,
  chains: Chains,
  root: number,
  value: number,
  row: number,
  latest: number,
): Violation {
  const because = "An operation returned before one was called that has to precede it.";
  return violation("broken-chain", because, [
    row,
    rowInvokedAt(history, latest),
    ...linksOf(history, chains, root, value),
  ]);
}

/** Values that were current but follow from no write: compare-and-sets in a circle. */
export function cycleViolation(history: Columns, chains: Chains): Violation {
  const { a, b } = history;
  const reached = reachable(history, chains);
  const start = chains.current.findIndex((is, value) => is === 1 && reached[value] === 0);
  const rows: number[] = [];
  for (let value = start; reached[value] === 0; value = a[chains.producer[value]!]!) {
    reached[value] = 1;
    rows.push(chains.producer[value]!);
  }
  const shown = witnesses(history, chains, b[rows[0]!]!);
  const because = "Compare-and-sets follow from each other in a circle.";
  return violation("circular-chain", because, [...rows, ...shown]);
}

/** By value: 1 if a chain leads to it from a write or from the initial value. */
function reachable({ word, b }: Columns, chains: Chains): Uint8Array {
  const reached = new Uint8Array(chains.valueCount);
  for (let root = 0; root < chains.valueCount; root++) {
    const maker = chains.producer[root]!;
    const isRoot = maker === NONE ? root === 0 : word[maker] !== CAS;
    if (chains.current[root] === 0 || !isRoot) continue;
    reached[root] = 1;
    for (let next = chains.successor[root]!; next !== NONE; next = chains.successor[b[next]!]!)
      reached[b[next]!] = 1;
  }
  return reached;
}

/** The updates that make the chain's values up to `until`, and what shows that they happened. */
export function linksOf(history: Columns, chains: Chains, root: number, until = -1): number[] {
  const rows: number[] = [];
  let value = root;
  for (;;) {
    if (chains.producer[value] !== NONE) rows.push(chains.producer[value]!);
    const next = chains.hasCas ? chains.successor[value]! : NONE;
    if (next === NONE || value === until) break;
    value = history.b[next]!;
  }
  return [...rows, ...witnesses(history, chains, value)];
}
