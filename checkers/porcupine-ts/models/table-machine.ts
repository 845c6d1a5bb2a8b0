/** Any model for the search: states are numbered as they are met, steps are remembered in a table. */
import { FAIL, INFO, NONE, type Columns } from "../columns.ts";
import { CHANGES, ILLEGAL, OBSERVES, OVERWRITES, type Machine } from "../machine.ts";
import type { Call, Cells, Effect, Model, Values } from "../model.ts";
import { NEVER, type Pulse } from "../pulse.ts";
import { StepTable } from "./step-table.ts";

const EFFECTS: Readonly<Record<Effect, number>> = {
  changes: CHANGES,
  observes: OBSERVES,
  overwrites: OVERWRITES,
};

/**
 * A model that may choose among several next states becomes deterministic by the subset
 * construction: the machine's state is the set of states that the object can be in, a step goes to
 * all successors of all of them, and is illegal if there are none. An order is legal for the model
 * iff it is legal for the machine, since the choices of the model depend on nothing but the order.
 */
export function tableMachine(
  model: Model,
  columns: Columns,
  values: Values,
  pulse: Pulse = NEVER,
): Machine {
  const { classOf, calls } = classify(model, columns, values(), pulse);
  const states = new StateSets(model, calls);
  const table = new StepTable(calls.length);
  let misses = 0;
  return {
    initial: states.numberOf([states.single(model.initial)]),
    classOf,
    classCount: calls.length,
    effect: Uint8Array.from(calls, (call) => EFFECTS[model.effect(call)]),
    step: (state, cls) => {
      const known = table.get(state, cls);
      if (known !== StepTable.MISSING) return known;
      // The model's own step may be slow: a few of them are as much work as thousands of rows.
      if ((++misses & 0x1f) === 0) pulse();
      const next = states.step(state, cls);
      table.set(state, cls, next);
      return next;
    },
    sink: NONE,
    values: "none",
    lookahead: () => "none",
    stateBytes: () => table.bytes() + states.bytes(),
  };
}

/** Rows of equal cells have equal steps. */
function classify(
  model: Model,
  columns: Columns,
  values: readonly unknown[],
  pulse: Pulse,
): { classOf: Int32Array; calls: readonly Call[] } {
  const { count, word, a, b, outcome, items } = columns;
  const classOf = new Int32Array(count);
  const calls: Call[] = [];
  const known = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    if ((i & 0xff) === 0) pulse();
    const cells: Cells = {
      word: word[i] ?? 0,
      a: a[i] ?? NONE,
      b: b[i] ?? NONE,
      outcome: outcome[i] === INFO ? "info" : outcome[i] === FAIL ? "fail" : "ok",
    };
    const name = `${cells.word} ${argumentName(model, cells, items)} ${cells.outcome}`;
    let cls = known.get(name);
    if (cls === undefined) {
      cls = calls.length;
      known.set(name, cls);
      calls.push(model.decode(cells, values, items));
    }
    classOf[i] = cls;
  }
  return { classOf, calls };
}

function argumentName(model: Model, cells: Cells, items: Int32Array): string {
  if (model.cells[cells.word]?.[0] !== "items") return `${cells.a} ${cells.b}`;
  return items.subarray(cells.a, cells.b).join(",");
}

const STATES_MAX = 15_000_000;

/** The sets of the model's states that have been met, numbered; a set is a sorted list of numbers. */
class StateSets {
  private readonly model: Model;
  private readonly calls: readonly Call[];
  private readonly states: unknown[] = [];
  private readonly stateNumbers = new Map<string | number, number>();
  private readonly sets: (readonly number[])[] = [];
  private readonly setNumbers = new Map<string | number, number>();
  private nameBytes = 0;

  constructor(model: Model, calls: readonly Call[]) {
    this.model = model;
    this.calls = calls;
  }

  single(state: unknown): number {
    const name = this.model.identify(state);
    const known = this.stateNumbers.get(name);
    if (known !== undefined) return known;
    const next = this.states.length;
    this.stateNumbers.set(name, next);
    this.states.push(state);
    // The name as text, the state (of about the name's size) and the entries of map and array.
    this.nameBytes += 80 + 4 * String(name).length;
    return next;
  }

  numberOf(set: readonly number[]): number {
    const name = set.length === 1 ? (set[0] ?? 0) : set.join(",");
    const known = this.setNumbers.get(name);
    if (known !== undefined) return known;
    const next = this.sets.length;
    this.setNumbers.set(name, next);
    this.sets.push(set);
    this.nameBytes += 80 + 16 * set.length;
    return next;
  }

  step(set: number, cls: number): number {
    const call = this.calls[cls];
    if (call === undefined) return ILLEGAL;
    const next: number[] = [];
    for (const state of this.sets[set] ?? [])
      for (const after of this.model.step(this.states[state], call)) next.push(this.single(after));
    if (next.length === 0) return ILLEGAL;
    if (next.length === 1) return this.numberOf(next);
    return this.numberOf([...new Set(next)].toSorted((x, y) => x - y));
  }

  /** Without end once the maps are about to be as large as the engine lets maps be. */
  bytes(): number {
    return this.sets.length > STATES_MAX ? Number.POSITIVE_INFINITY : this.nameBytes;
  }
}
