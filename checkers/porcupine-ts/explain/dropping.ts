/** Which operations a proof of impossibility may leave out, and what has to go with each of them. */
import { FAIL, NONE, OPEN, type Table } from "../columns.ts";
import type { Model } from "../model.ts";
import { callAt } from "./sub-history.ts";

/*
 * To leave operations D out of a history H is sound if an order of H gives an order of H without D:
 * then, when there is none for the rest, there is none for H. Proofs, given an order of H:
 *
 * - Observers (any model). What never changes the state, where its answer is legal, can be removed:
 *   every other operation finds the state that it found before.
 *
 * - Registers (read, write, cas). D may hold writes and cas if none of them, w, can be the last to
 *   make a value before an operation y that stays and cares: then the last maker before y stays,
 *   and y finds the state it found before. What cares about w, which makes v: the reads of v and
 *   the cas from v, and the refused cas from another value. (A refused cas from v saw another value
 *   than w's, so w was not last; a write cares about nothing; whoever finds another value than v
 *   did not find w's.) w cannot be last before y if some q with an answer makes a value, was called
 *   after w returned, and returned before y was called: q is between them in every order. For reads
 *   and cas from v, q is only taken from the makers of v: the last write that could have been read
 *   is a part of the story. A refused cas may also have returned before w was called.
 *
 * - Sets. The set is a product of its elements: D may hold all operations on an element, if it is
 *   struck from the answers of whole-set reads. The same order restricted to the others is legal.
 *
 * - Queues, stacks, bags, priority queues. D may hold all operations on an element: take it out of
 *   every state in the order. The elements that stay keep their order, so each is still first, last
 *   or smallest when it is taken; what was empty still is; and an info that took such an element
 *   now has not happened.
 *
 * Everything else is never left out, only weakened: see reduce.ts.
 */

export interface Dropping {
  /** All rows that go when these go; undefined if one of them must not go. */
  with(rows: readonly number[]): ReadonlySet<number> | undefined;
  /** All rows that must stay when these stay. */
  requiredBy(rows: readonly number[]): ReadonlySet<number>;
  /** Elements that are struck from whole-set answers when these rows go. */
  forgotten(dropped: ReadonlySet<number>): ReadonlySet<number>;
}

const CONTAINERS: readonly string[] = ["queue", "bag", "stack", "priority-queue"];

export function droppingOf(table: Table, model: Model): Dropping {
  const { columns } = table;
  const observes = (row: number): boolean =>
    columns.outcome[row] === FAIL || model.effect(callAt(table, row, model)) === "observes";
  if (model.family === "register") return byNeed(table, observes);
  if (model.family === "set") return byElement(table, observes, SET_READ);
  if (CONTAINERS.includes(model.family)) return byElement(table, observes, NONE);
  return observersOnly(columns.count, observes);
}

const REGISTER_READ = 0;
const REGISTER_CAS = 2;
const SET_READ = 0;

/** Registers: see above. */
function byNeed(table: Table, observes: (row: number) => boolean): Dropping {
  const register = new RegisterRows(table);
  return {
    with: (rows) => closure(rows, (row) => (observes(row) ? [] : register.careAbout(row))),
    requiredBy: (rows) => closure(rows, (row) => register.makersFor(row)),
    forgotten: () => new Set(),
  };
}

/** Who makes which value, and who finds it or its absence. */
class RegisterRows {
  readonly #columns: Table["columns"];
  readonly #makers: readonly number[][];
  readonly #needers: readonly number[][];
  readonly #allMakers: number[] = [];
  readonly #refused: number[] = [];

  constructor({ columns }: Table) {
    this.#columns = columns;
    this.#makers = lists(columns.valueCount);
    this.#needers = lists(columns.valueCount);
    for (let row = 0; row < columns.count; row++) {
      if (columns.outcome[row] === FAIL) {
        this.#refused.push(row);
        continue;
      }
      this.#needers[this.#needed(row)]?.push(row);
      const made = this.#made(row);
      if (made === NONE) continue;
      this.#makers[made]?.push(row);
      this.#allMakers.push(row);
    }
  }

  makersFor(row: number): readonly number[] {
    return this.#makers[this.#needed(row)] ?? [];
  }

  /** The operations for which this maker may have been the last one. */
  careAbout(maker: number): readonly number[] {
    const { a, invoked, returned } = this.#columns;
    const value = this.#made(maker);
    const sameUntil = this.#firstEnd(this.#makers[value] ?? [], maker);
    const readers = (this.#needers[value] ?? []).filter((y) => invoked[y]! < sameUntil);
    if (this.#refused.length === 0) return readers;
    const anyUntil = this.#firstEnd(this.#allMakers, maker);
    const refused = this.#refused.filter(
      (y) => a[y] !== value && invoked[y]! < anyUntil && returned[y]! > invoked[maker]!,
    );
    return [...readers, ...refused];
  }

  /** When the first of those that were called after this one returned had itself returned. */
  #firstEnd(makers: readonly number[], maker: number): number {
    const { invoked, returned } = this.#columns;
    let end = OPEN;
    for (const q of makers) if (invoked[q]! > returned[maker]!) end = Math.min(end, returned[q]!);
    return end;
  }

  #made(row: number): number {
    const { word, a, b } = this.#columns;
    return word[row] === REGISTER_READ ? NONE : word[row] === REGISTER_CAS ? b[row]! : a[row]!;
  }

  #needed(row: number): number {
    const { word, a } = this.#columns;
    return word[row] === REGISTER_READ || word[row] === REGISTER_CAS ? a[row]! : NONE;
  }
}

/** Sets and containers: all rows of an element stay or go together, single observers may go. */
function byElement(
  { columns }: Table,
  observes: (row: number) => boolean,
  wholeRead: number,
): Dropping {
  const { word, a, items, count } = columns;
  const rowsOf = lists(columns.valueCount);
  const elementOf = (row: number): number => (word[row] === wholeRead ? NONE : a[row]!);
  for (let row = 0; row < count; row++) rowsOf[elementOf(row)]?.push(row);
  return {
    with(rows) {
      // What names no element and observes nothing is an info that took something unknown.
      if (rows.some((row) => elementOf(row) === NONE && !observes(row))) return undefined;
      return closure(rows, (row) => (observes(row) ? [] : (rowsOf[elementOf(row)] ?? [])));
    },
    requiredBy(rows) {
      const seen = (row: number): readonly number[] =>
        word[row] === wholeRead ? [...items.subarray(a[row]!, columns.b[row]!)] : [elementOf(row)];
      const unknown = Array.from({ length: count }, (_, row) => row).filter(
        (row) => elementOf(row) === NONE && !observes(row),
      );
      return closure([...rows, ...unknown], (row) =>
        seen(row).flatMap((each) => rowsOf[each] ?? []),
      );
    },
    forgotten: (dropped) => new Set([...dropped].filter((row) => !observes(row)).map(elementOf)),
  };
}

function observersOnly(count: number, observes: (row: number) => boolean): Dropping {
  const rest = Array.from({ length: count }, (_, row) => row).filter((row) => !observes(row));
  return {
    with: (rows) => (rows.every(observes) ? new Set(rows) : undefined),
    requiredBy: (rows) => new Set([...rest, ...rows]),
    forgotten: () => new Set(),
  };
}

function closure(
  rows: readonly number[],
  next: (row: number) => readonly number[],
): ReadonlySet<number> {
  const reached = new Set(rows);
  for (const row of reached) for (const other of next(row)) reached.add(other);
  return reached;
}

const lists = (count: number): number[][] => Array.from({ length: count }, () => []);
