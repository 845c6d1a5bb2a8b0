/** The values of a register, each made by one operation, linked into chains by compare-and-set. */
import type { Violation } from "../answer.ts";
import { FAIL, NONE, OK, OPEN, type Columns } from "../columns.ts";
import { CAS, READ, WRITE } from "../models/register.ts";
import { rowReturnedAt } from "./rows.ts";
import { BEAT, notApplicable, violation, type Pulse, type Ruling } from "./ruling.ts";

/**
 * What is known of each value. A chain is a written value (or the initial one) with all that
 * effective compare-and-sets made of it, one after the other: CAS(u → v) can only stand directly
 * between u and v, so a chain is contiguous in every legal order.
 */
export interface Chains {
  readonly valueCount: number;
  /** The row that makes the value, or NONE: the initial value, or nobody. */
  readonly producer: Int32Array;
  /** 1 if the value certainly was current at some time. */
  readonly current: Uint8Array;
  /** The effective compare-and-set that replaced the value, or NONE. */
  readonly successor: Int32Array;
  /** Over the reads of the value: the first return, OPEN if there is none. */
  readonly firstReturn: Int32Array;
  /** Over the reads of the value: the last call, -1 if there is none. */
  readonly lastCall: Int32Array;
  readonly hasCas: boolean;
  /** Failed compare-and-sets, kept as the observation "the state was another". */
  readonly refusals: readonly number[];
}

/** Per chain, named by its first value: first return and last call; last call -2: no such chain. */
export interface Zones {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * Reads the history in four passes. Which `info` updates happened is settled here: one whose value
 * nobody saw is left out. That loses nothing: where it does take effect in some legal order, take
 * it out; the value before it stays until the next update, and nobody looked in between. One whose
 * value was seen has certainly happened; for a compare-and-set that means that its `from` was
 * current too, which may settle another (a work list, linear in total).
 */
export function chainsOf(history: Columns, pulse: Pulse): Chains | Ruling {
  const made = produce(history, pulse);
  if ("valid" in made) return made;
  const wrong = observe(history, made, pulse) ?? (made.hasCas ? link(history, made) : undefined);
  return wrong ?? made;
}

/** Who makes each value, and what ok updates say of it directly. */
function produce(history: Columns, pulse: Pulse): Chains | Ruling {
  const { count, word, a, b, outcome, valueCount } = history;
  const producer = new Int32Array(valueCount).fill(NONE);
  const current = new Uint8Array(valueCount);
  const refusals: number[] = [];
  let hasCas = false;
  current[0] = 1;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    const code = word[row]!;
    if (code === READ) continue;
    if (outcome[row] === FAIL) {
      if (code === CAS) refusals.push(row);
      continue;
    }
    const value = code === WRITE ? a[row]! : b[row]!;
    if (value === 0) return notApplicable("the initial value is written again");
    if (producer[value] !== NONE) return notApplicable("a value is written twice");
    producer[value] = row;
    if (code === CAS) hasCas = true;
    if (outcome[row] === OK) current[value] = 1;
  }
  const firstReturn = new Int32Array(valueCount).fill(OPEN);
  const lastCall = new Int32Array(valueCount).fill(-1);
  const successor = new Int32Array(hasCas ? valueCount : 0).fill(NONE);
  return { valueCount, producer, current, successor, firstReturn, lastCall, hasCas, refusals };
}

/** The reads. One of a value that nobody makes is wrong at once. */
function observe(history: Columns, chains: Chains, pulse: Pulse): Violation | undefined {
  const { count, word, a, invoked, returned, outcome } = history;
  const { producer, current, firstReturn, lastCall } = chains;
  for (let row = 0; row < count; row++) {
    if ((row & BEAT) === 0) pulse();
    if (word[row] !== READ || outcome[row] !== OK) continue;
    const value = a[row]!;
    if (producer[value] === NONE && value !== 0)
      return violation("phantom-value", "A read answered a value that nobody wrote.", [row]);
    if (returned[row]! < firstReturn[value]!) firstReturn[value] = returned[row]!;
    if (invoked[row]! > lastCall[value]!) lastCall[value] = invoked[row]!;
    current[value] = 1;
  }
  return undefined;
}

/** Decides which compare-and-sets took effect and hangs each one behind the value it replaced. */
function link(history: Columns, chains: Chains): Violation | undefined {
  const { word, a } = history;
  const { valueCount, producer, current, successor } = chains;
  const work: number[] = [];
  let unmade = NONE;
  let rival = NONE;
  for (let value = 1; value < valueCount; value++) if (current[value]) work.push(value);
  for (let value = work.pop(); value !== undefined; value = work.pop()) {
    const maker = producer[value]!;
    if (maker === NONE) unmade = value;
    if (maker === NONE || word[maker] !== CAS) continue;
    const from = a[maker]!;
    if (successor[from] === NONE) successor[from] = maker;
    else if (successor[from] !== maker) rival = value;
    if (current[from]) continue;
    current[from] = 1;
    work.push(from);
  }
  // Only now are all links there that the evidence needs.
  if (unmade !== NONE) return fromNowhere(history, chains, unmade);
  return rival === NONE ? undefined : lostUpdate(history, chains, rival);
}

function fromNowhere(history: Columns, chains: Chains, from: number): Violation {
  const cas = chains.successor[from]!;
  const rows = [cas, ...witnesses(history, chains, history.b[cas]!)];
  return violation("phantom-value", "A compare-and-set replaced a value that nobody wrote.", rows);
}

function lostUpdate(history: Columns, chains: Chains, rival: number): Violation {
  const { a, b } = history;
  const other = b[chains.successor[a[chains.producer[rival]!]!]!]!;
  const rows = [...witnesses(history, chains, rival), ...witnesses(history, chains, other)];
  return violation("lost-update", "Two compare-and-sets replaced the same value.", rows);
}

/** Rows that show together that the value was current: the way to the nearest `ok` operation. */
export function witnesses(history: Columns, chains: Chains, value: number): number[] {
  const { b, outcome } = history;
  const { producer, firstReturn, successor, hasCas } = chains;
  const rows: number[] = [];
  for (let at = value, steps = 0; steps < chains.valueCount; steps++) {
    const maker = producer[at]!;
    if (maker !== NONE) rows.push(maker);
    if (at === 0 || outcome[maker] === OK) break;
    if (firstReturn[at] !== OPEN) return [...rows, rowReturnedAt(history, firstReturn[at]!)];
    const next = hasCas ? successor[at]! : NONE;
    if (next === NONE) break;
    at = b[next]!;
  }
  return rows;
}
