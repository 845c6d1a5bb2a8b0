/** How far one can get: the longest legal orders of a small impossible history, and what stops each. */
import { INFO, OPEN, type Table } from "../columns.ts";
import type { Call, Model } from "../model.ts";
import { callAt } from "./sub-history.ts";

/** Why an operation cannot be the next one of an order. */
export type Hindrance =
  /** Its answer is not the one that it would get now. */
  | { readonly kind: "answer"; readonly id: number }
  /** It was called after another one had returned, which has no place yet. */
  | { readonly kind: "time"; readonly id: number; readonly waitsFor: number };

export interface PartialOrder {
  readonly ids: readonly number[];
  /** The states after each operation of the order; after none of them for an empty order. */
  readonly states: readonly unknown[];
  /** Each operation with an answer that has no place in the order. */
  readonly hindrances: readonly Hindrance[];
}

/** Beyond these a core is shown without its orders; cores are small, so neither is met as a rule. */
const OPERATIONS_MAX = 30;
const NODES_MAX = 50_000;

/**
 * For each operation the longest order that has a place for it, longest orders first, each order
 * once. Exhaustive but for the bound: what was visited is known by its operations and its state.
 */
export function longestOrders(table: Table, model: Model): readonly PartialOrder[] {
  const { count, outcome } = table.columns;
  if (count > OPERATIONS_MAX) return [];
  const search = new Orders(table, model);
  search.visit(0, model.initial);
  const distinct = new Map<string, PartialOrder>();
  for (let row = 0; row < count; row++) {
    const found = search.longest[row];
    if (found !== undefined && outcome[row] !== INFO) distinct.set(found.ids.join(), found);
  }
  if (distinct.size === 0) distinct.set("", search.describe(0, model.initial));
  return [...distinct.values()].toSorted((x, y) => y.ids.length - x.ids.length);
}

class Orders {
  readonly longest: (PartialOrder | undefined)[] = [];
  readonly #table: Table;
  readonly #model: Model;
  readonly #calls: readonly Call[];
  readonly #path: number[] = [];
  readonly #states: unknown[] = [];
  readonly #visited = new Set<string>();

  constructor(table: Table, model: Model) {
    this.#table = table;
    this.#model = model;
    this.#calls = Array.from(table.ids, (_, row) => callAt(table, row, model));
  }

  visit(placed: number, state: unknown): void {
    const name = `${placed}|${this.#model.identify(state)}`;
    if (this.#visited.has(name) || this.#visited.size > NODES_MAX) return;
    this.#visited.add(name);
    let stuck = true;
    for (const [row, call] of this.#calls.entries()) {
      if ((placed & (1 << row)) !== 0 || this.#waitsFor(placed, row) !== undefined) continue;
      for (const next of this.#model.step(state, call)) {
        // An info that changes nothing here may as well not have happened.
        if (call.outcome === "info" && this.#same(state, next)) continue;
        stuck = false;
        this.#path.push(row);
        this.#states.push(next);
        this.visit(placed | (1 << row), next);
        this.#path.pop();
        this.#states.pop();
      }
    }
    if (stuck) this.#note(placed, state);
  }

  describe(placed: number, state: unknown): PartialOrder {
    const { ids } = this.#table;
    const hindrances: Hindrance[] = [];
    for (const [row, call] of this.#calls.entries()) {
      if ((placed & (1 << row)) !== 0 || call.outcome === "info") continue;
      const id = ids[row]!;
      const other = this.#waitsFor(placed, row);
      if (other !== undefined) hindrances.push({ kind: "time", id, waitsFor: ids[other]! });
      else if (this.#model.step(state, call).length === 0) hindrances.push({ kind: "answer", id });
    }
    return { ids: this.#path.map((row) => ids[row]!), states: [...this.#states], hindrances };
  }

  #note(placed: number, state: unknown): void {
    let order: PartialOrder | undefined;
    for (const row of this.#path) {
      const known = this.longest[row];
      if (known !== undefined && known.ids.length >= this.#path.length) continue;
      order ??= this.describe(placed, state);
      this.longest[row] = order;
    }
  }

  /** A row that had returned before this one was called and has no place yet. */
  #waitsFor(placed: number, row: number): number | undefined {
    const { invoked, returned } = this.#table.columns;
    for (let other = 0; other < this.#calls.length; other++)
      if (
        (placed & (1 << other)) === 0 &&
        returned[other]! < invoked[row]! &&
        returned[other] !== OPEN
      )
        return other;
    return undefined;
  }

  #same(state: unknown, next: unknown): boolean {
    return this.#model.identify(state) === this.#model.identify(next);
  }
}
