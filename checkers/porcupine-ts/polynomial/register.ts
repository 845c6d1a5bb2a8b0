/** Register with reads, writes and compare-and-set, every value written once: linear time. */
import { NONE, OPEN, type Columns } from "../columns.ts";
import type { Violation } from "../answer.ts";
import { CAS } from "../models/register.ts";
import { cycleViolation, clashViolation, orderViolation } from "./chain-evidence.ts";
import { chainsOf, type Chains, type Zones } from "./chains.ts";
import { judgeRefusals } from "./refusals.ts";
import { rowReturnedAt } from "./rows.ts";
import { BEAT, VALID, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * Decides a history of READ a, WRITE a and CAS a → b. O(n) in time and memory, no sorting.
 *
 * Let F be the first return and S the last call over a chain's operations. If F < S the chain is
 * current at least from F to S (a forward zone); else all its operations overlap in [S, F] (a
 * backward zone). The history is linearizable if and only if
 *  (1) inside each chain no operation returns before one of an earlier value is called,
 *  (2) no two forward zones overlap, and (3) no backward zone lies inside a forward zone.
 *
 * Necessary: (1) the chain's order is forced. (2) The operation that returns first stands before F
 * and the one called last after S, and the chain is current between them; only one is at a time.
 * (3) The inner chain has a point after its S, which is after the outer F, and one before its own
 * F, before the outer S; being contiguous it would stand in the middle of the outer chain.
 * Sufficient: of a forward chain place each operation at the latest of F, its own call and the
 * calls of all earlier values' operations; that is at most S, and by (1) not after its return. A
 * backward chain has by (2) and (3) a point of [S, F] outside all forward zones, and there it goes
 * as a whole, in chain order. So chains stand apart, each in its own stretch: a legal order.
 *
 * The initial value is a write that was called and returned before everything else. After
 * Gibbons and Korach, "Testing shared memories" (SIAM J. Comput. 1997); chains are ours.
 */
export function judgeRegister(history: Columns, pulse: Pulse): Ruling {
  const chains = chainsOf(history, pulse);
  if ("valid" in chains) return chains;
  pulse();
  const zones = chains.hasCas
    ? chainZones(history, chains, pulse)
    : valueZones(history, chains, pulse);
  if ("valid" in zones) return zones;
  pulse();
  const clash = findClash(history, zones, pulse);
  if (clash !== undefined) return clashViolation(history, chains, zones, clash);
  return chains.refusals.length === 0 ? VALID : judgeRefusals(history, chains, zones, pulse);
}

/** Without compare-and-set each value is a chain of its own; its reads' bounds become its zone. */
function valueZones(history: Columns, chains: Chains, pulse: Pulse): Zones | Violation {
  const { invoked, returned } = history;
  const { valueCount, producer, current, firstReturn: first, lastCall: last } = chains;
  first[0] = -1;
  for (let value = 1; value < valueCount; value++) {
    if ((value & BEAT) === 0) pulse();
    const maker = producer[value]!;
    if (maker === NONE || current[value] === 0) {
      last[value] = -2;
      continue;
    }
    if (first[value]! < invoked[maker]!) {
      const read = rowReturnedAt(history, first[value]!);
      return earlyRead(read, maker);
    }
    if (returned[maker]! < first[value]!) first[value] = returned[maker]!;
    if (invoked[maker]! > last[value]!) last[value] = invoked[maker]!;
  }
  return { first, last };
}

function earlyRead(read: number, maker: number): Violation {
  return violation("early-read", "A read answered a value before it was written.", [read, maker]);
}

function chainZones(history: Columns, chains: Chains, pulse: Pulse): Zones | Violation {
  const { word } = history;
  const { valueCount, producer, current } = chains;
  const first = new Int32Array(valueCount);
  const last = new Int32Array(valueCount).fill(-2);
  let live = 0;
  let placed = 0;
  for (let value = 0; value < valueCount; value++) live += current[value]!;
  for (let root = 0; root < valueCount; root++) {
    if ((root & BEAT) === 0) pulse();
    const maker = producer[root]!;
    if (current[root] === 0 || (maker === NONE ? root !== 0 : word[maker] === CAS)) continue;
    const length = walkChain(history, chains, root, first, last);
    if (length < 0) return orderViolation(history, chains, root);
    placed += length;
  }
  return placed === live ? { first, last } : cycleViolation(history, chains);
}

/** Follows one chain, leaving its zone in the tables; its length in values, or -1 if (1) fails. */
function walkChain(
  { invoked, returned, b }: Columns,
  { producer, successor, firstReturn, lastCall }: Chains,
  root: number,
  first: Int32Array,
  last: Int32Array,
): number {
  let earliest = root === 0 ? -1 : OPEN;
  let latest = -1;
  let length = 0;
  for (let value = root; ;) {
    length++;
    const maker = producer[value]!;
    if (maker !== NONE) {
      if (returned[maker]! < latest) return -1;
      if (returned[maker]! < earliest) earliest = returned[maker]!;
      if (invoked[maker]! > latest) latest = invoked[maker]!;
    }
    if (firstReturn[value]! < latest) return -1;
    if (firstReturn[value]! < earliest) earliest = firstReturn[value]!;
    if (lastCall[value]! > latest) latest = lastCall[value]!;
    const next = successor[value]!;
    if (next === NONE) break;
    value = b[next]!;
  }
  first[root] = earliest;
  last[root] = latest;
  return length;
}

/**
 * Looks for zones that break (2) or (3), without sorting: a table by event position says where the
 * forward zone that starts there ends; one sweep turns it into "the forward zone that covers this
 * position ends at". Returns where the inner zone's first return and the outer one's last call are.
 */
function findClash(
  history: Columns,
  { first, last }: Zones,
  pulse: Pulse,
): readonly [number, number] | undefined {
  const size = 2 * history.count + 2;
  // Shifted by one, since the initial value's zone starts at -1; 0 means "none".
  const end = new Int32Array(size);
  for (let root = 0; root < first.length; root++) {
    if ((root & BEAT) === 0) pulse();
    if (first[root]! < last[root]!) end[first[root]! + 1] = last[root]! + 1;
  }
  let open = 0;
  for (let at = 0; at < size; at++) {
    if ((at & BEAT) === 0) pulse();
    const starts = end[at]!;
    if (starts > 0) {
      if (at < open) return [at - 1, open - 1];
      open = starts;
    }
    end[at] = at < open ? open : 0;
  }
  for (let root = 0; root < first.length; root++) {
    const from = last[root]!;
    const until = first[root]!;
    if (from >= -1 && until > from && until < end[from + 1]! - 1)
      return [until, end[from + 1]! - 1];
  }
  return undefined;
}
