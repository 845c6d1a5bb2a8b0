/** A register for the search: the state is the number of the value. */
import { FAIL, INFO, NONE, type Columns } from "../columns.ts";
import { CHANGES, ILLEGAL, OBSERVES, OVERWRITES, type Machine } from "../machine.ts";
import { BEAT, NEVER, type Pulse } from "../pulse.ts";
import { bytes, integers } from "../small-arrays.ts";
import { ValueLookahead } from "./value-lookahead.ts";

/** What a class does; equal rows (word, a, b, outcome) are one class. */
const SEE = 0;
const SEE_OTHER = 1;
const SET = 2;
const SWAP = 3;
/** A compare-and-set whose answer never came: it may as well have been refused. */
const TRY_SWAP = 4;

export function registerMachine(columns: Columns, pulse: Pulse = NEVER): Machine {
  // Of one value there are three kinds, of two there are two.
  const { count: rows, valueCount } = columns;
  const kinds = new KindTable(Math.min(rows, 3 * valueCount + 2 * valueCount * valueCount));
  const classOf = classify(columns, kinds, pulse);
  const { count, kind, a, b } = kinds;
  const effect = bytes(count);
  const needs = integers(count).fill(NONE);
  const from = integers(count).fill(NONE);
  const makes = integers(count).fill(NONE);
  for (let c = 0; c < count; c++) {
    if ((c & BEAT) === 0) pulse();
    const first = a[c] ?? NONE;
    const second = b[c] ?? NONE;
    const what = kind[c] ?? SEE;
    const observes = what <= SEE_OTHER || first === second;
    effect[c] = observes ? OBSERVES : what === SET ? OVERWRITES : CHANGES;
    if (what === SEE || what === SWAP) needs[c] = first;
    if (!observes) {
      from[c] = first;
      makes[c] = second;
    }
  }
  const values = { stateCount: columns.valueCount, needs, from, makes };
  return {
    initial: 0,
    classOf,
    classCount: count,
    effect,
    step: (state, c) => {
      switch (kind[c]) {
        case SEE:
          return state === a[c] ? state : ILLEGAL;
        case SEE_OTHER:
          return state === a[c] ? ILLEGAL : state;
        case SET:
          return b[c] ?? ILLEGAL;
        case SWAP:
          return state === a[c] ? (b[c] ?? ILLEGAL) : ILLEGAL;
        default:
          return state === a[c] ? (b[c] ?? ILLEGAL) : state;
      }
    },
    sink: NONE,
    values,
    lookahead: (beat) => new ValueLookahead(columns, { classOf, effect, hints: values }, beat),
    stateBytes: () => 0,
  };
}

function classify(columns: Columns, kinds: KindTable, pulse: Pulse): Int32Array {
  const { count, word, a, b, outcome } = columns;
  const classOf = integers(count);
  for (let i = 0; i < count; i++) {
    if ((i & BEAT) === 0) pulse();
    const first = a[i] ?? NONE;
    const second = b[i] ?? NONE;
    if (word[i] === 0) classOf[i] = kinds.find(SEE, first, NONE);
    else if (word[i] === 1) classOf[i] = kinds.find(SET, NONE, first);
    else if (outcome[i] === FAIL) classOf[i] = kinds.find(SEE_OTHER, first, NONE);
    else if (outcome[i] === INFO) classOf[i] = kinds.find(TRY_SWAP, first, second);
    else classOf[i] = kinds.find(SWAP, first, second);
  }
  return classOf;
}

/** A hash table of (kind, a, b), since a map of strings would cost more than the search. */
class KindTable {
  count = 0;
  readonly kind: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  private readonly slots: Int32Array;

  constructor(most: number) {
    this.kind = bytes(most);
    this.a = integers(most);
    this.b = integers(most);
    let size = 16;
    while (size < most * 2) size *= 2;
    this.slots = integers(size);
  }

  find(kind: number, a: number, b: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(kind, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const found = (slots[slot] ?? 0) - 1;
      if (found < 0) break;
      if (this.kind[found] === kind && this.a[found] === a && this.b[found] === b) return found;
      slot = (slot + 1) & mask;
    }
    const next = this.count++;
    slots[slot] = next + 1;
    this.kind[next] = kind;
    this.a[next] = a;
    this.b[next] = b;
    return next;
  }
}
