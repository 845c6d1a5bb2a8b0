/** Failed compare-and-sets as observations: the state was another than the expected one. */
import type { Violation } from "../answer.ts";
import { FAIL, INFO, NONE, OPEN, type Columns } from "../columns.ts";
import { CAS } from "../models/register.ts";
import { linksOf } from "./chain-evidence.ts";
import type { Chains, Zones } from "./chains.ts";
import { ChainOrder } from "./chain-order.ts";
import { rowInvokedAt, rowReturnedAt } from "./rows.ts";
import { BEAT, VALID, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * All but the refusals is in order already. Two answers are certain:
 *
 * - A refusal of u that lies within the time in which u certainly was current is wrong: from the
 *   first return of what comes with u or after it in its chain, to the last call of what comes with
 *   u or before it, the update that replaced u included.
 * - If `ChainOrder`, which changes values as late as it can but for refusals, finds an order that
 *   keeps all refusals, there is one.
 *
 * In between, other ways to set chains between each other would have to be tried: that is for the
 * search, and so are refusals whose only way out is an unanswered compare-and-set that nobody saw.
 */
export function judgeRefusals(
  history: Columns,
  chains: Chains,
  zones: Zones,
  pulse: Pulse,
): Ruling {
  const spans = spansOf(history, chains, pulse);
  for (const [i, row] of chains.refusals.entries()) {
    if ((i & BEAT) === 0) pulse();
    const value = history.a[row]!;
    if (chains.current[value] === 0) continue;
    if (history.invoked[row]! < spans.from[value]! || history.returned[row]! > spans.until[value]!)
      continue;
    return wronglyRefused(history, chains, spans, row);
  }
  return keepsRefusals(history, chains, zones, pulse)
    ? VALID
    : notApplicable("refusals may depend on how chains are set between each other");
}

/** By value: from when until when it certainly was current, if `from` is before `until`. */
interface Spans {
  readonly from: Int32Array;
  readonly until: Int32Array;
}

function spansOf(history: Columns, chains: Chains, pulse: Pulse): Spans {
  const { word, a, b, invoked, returned, outcome, count } = history;
  const { valueCount, producer, current, successor, hasCas } = chains;
  // Bounds of the operations on the value alone, its producer included.
  const from = new Int32Array(valueCount).fill(OPEN);
  const until = new Int32Array(valueCount).fill(-1);
  from[0] = -1;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (outcome[row] === FAIL) continue;
    const value = word[row] === CAS ? b[row]! : a[row]!;
    if (current[value] === 0 || (outcome[row] === INFO && producer[value] !== row)) continue;
    if (returned[row]! < from[value]!) from[value] = returned[row]!;
    if (invoked[row]! > until[value]!) until[value] = invoked[row]!;
  }
  if (!hasCas) return { from, until };
  const chain: number[] = [];
  for (let root = 0; root < valueCount; root++) {
    if ((root & BEAT) === 0) pulse();
    const maker = producer[root]!;
    if (current[root] === 0 || (maker !== NONE && word[maker] === CAS)) continue;
    chain.length = 0;
    for (let value = root; ; value = b[successor[value]!]!) {
      chain.push(value);
      if (successor[value] === NONE) break;
    }
    for (let i = 0; i + 1 < chain.length; i++) {
      const [value, next] = [chain[i]!, chain[i + 1]!];
      // The replacing update itself is called while the value still is current.
      const replaced = Math.max(until[value]!, invoked[producer[next]!]!);
      until[next] = Math.max(until[next]!, until[value]!);
      until[value] = replaced;
    }
    for (let i = chain.length - 2; i >= 0; i--)
      from[chain[i]!] = Math.min(from[chain[i]!]!, from[chain[i + 1]!]!);
  }
  return { from, until };
}

function wronglyRefused(history: Columns, chains: Chains, spans: Spans, row: number): Violation {
  const { word, a } = history;
  const value = a[row]!;
  let root = value;
  for (let maker = chains.producer[root]!; maker !== NONE && word[maker] === CAS;) {
    root = a[maker]!;
    maker = chains.producer[root]!;
  }
  const rows = [
    row,
    rowReturnedAt(history, spans.from[value]!),
    rowInvokedAt(history, spans.until[value]!),
    ...linksOf(history, chains, root),
  ];
  const because = "A compare-and-set was refused while its expected value certainly was current.";
  return violation("wrong-refusal", because, rows);
}

/** Runs over the returns; false if some refusal finds no way out. */
function keepsRefusals(history: Columns, chains: Chains, zones: Zones, pulse: Pulse): boolean {
  const { count, word, a, b, invoked, returned, outcome } = history;
  const order = new ChainOrder(history, chains, zones, pulse);
  const returningAt = new Int32Array(2 * count).fill(NONE);
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (outcome[row] !== INFO) returningAt[returned[row]!] = row;
  }
  let next = 0;
  for (let at = 0; at < 2 * count; at++) {
    if ((at & BEAT) === 0) pulse();
    const row = returningAt[at]!;
    if (row === NONE) {
      if (next === count || invoked[next] !== at) continue;
      order.called(next, at);
      next++;
    } else if (outcome[row] === FAIL) {
      if (word[row] === CAS && !order.avoid(a[row]!, invoked[row]!, at)) return false;
    } else if (!order.reach(word[row] === CAS ? b[row]! : a[row]!, at)) return false;
  }
  return true;
}
