/** Turns operations into a table: checks them, interns their values, numbers their events. */
import { FAIL, INFO, OK, OPEN, type Table } from "./columns.ts";
import { BadHistory } from "./errors.ts";
import { makeInterner, type Interner } from "./interner.ts";
import type { Call, Cells, Model } from "./model.ts";
import type { Operation } from "./operation.ts";

export type Failures = "ignore" | "observe";

const OUTCOMES = { ok: OK, info: INFO, fail: FAIL } as const;

/** Rows between two looks at the clock, at most a millisecond. */
const BETWEEN_LOOKS = 1024;

/** Throws BadHistory where an operation makes no sense; gives "stopped" where it was told to stop. */
export function encode(
  operations: readonly Operation[],
  model: Model,
  failures: Failures,
  shouldStop: () => boolean,
): Table | "stopped" {
  const interner = makeInterner(model.zero);
  const writer = new TableWriter(operations.length, interner);
  for (const [i, operation] of inOrderOfCalls(operations).entries()) {
    if (i % BETWEEN_LOOKS === 0 && shouldStop()) return "stopped";
    writer.time(operation);
    const cells = cellsOf(operation, model, failures, interner);
    if (cells !== "silent") writer.write(operation, cells);
  }
  return writer.finish();
}

function inOrderOfCalls(operations: readonly Operation[]): readonly Operation[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const { invoked } of operations) {
    if (invoked < last) return operations.toSorted((x, y) => x.invoked - y.invoked);
    last = invoked;
  }
  return operations;
}

/**
 * Says nothing: a refusal that is ignored; an observation without its answer, since it neither
 * changes the object nor tells what it saw.
 */
function cellsOf(
  operation: Operation,
  model: Model,
  failures: Failures,
  interner: Interner,
): Cells | "silent" {
  const call = callOfOperation(operation);
  const encoded = model.encode(call, interner);
  if (encoded === "silent") return encoded;
  if ("problem" in encoded) throw new BadHistory(encoded.problem, { operation: operation.id });
  if (operation.outcome === "fail" && failures === "ignore") return "silent";
  return operation.outcome === "info" && model.effect(call) === "observes" ? "silent" : encoded;
}

export function callOfOperation(operation: Operation): Call {
  const { process, word, input } = operation;
  if (operation.outcome === "ok")
    return { process, word, input, outcome: "ok", output: operation.output };
  return { process, word, input, outcome: operation.outcome };
}

/** Columns that fill up, and the operations that are open, the next to return on top. */
class TableWriter {
  private count = 0;
  private position = 0;
  private readonly interner: Interner;
  private readonly word: Uint8Array;
  private readonly outcome: Uint8Array;
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  private readonly invoked: Int32Array;
  private readonly returned: Int32Array;
  private readonly key: Int32Array;
  private readonly ids: Float64Array;
  private readonly keys = new Map<string | number | null, number>();
  private readonly busyUntil = new Map<number | string, number>();
  private readonly open = new Heap();

  constructor(rows: number, interner: Interner) {
    this.interner = interner;
    this.word = new Uint8Array(rows);
    this.outcome = new Uint8Array(rows);
    this.a = new Int32Array(rows);
    this.b = new Int32Array(rows);
    this.invoked = new Int32Array(rows);
    this.returned = new Int32Array(rows);
    this.key = new Int32Array(rows);
    this.ids = new Float64Array(rows);
  }

  /** A process may start anew after an operation whose answer never came: that one stays open. */
  time(operation: Operation): void {
    const { id, process, invoked } = operation;
    const returned = operation.outcome === "info" ? invoked : operation.returned;
    const at = { operation: id };
    if (!Number.isFinite(invoked) || !Number.isFinite(returned))
      throw new BadHistory("the times of call and return must be finite numbers", at);
    if (returned < invoked)
      throw new BadHistory(`returns at ${returned}, before its call at ${invoked}`, at);
    const busy = this.busyUntil.get(process);
    if (busy !== undefined && busy > invoked) {
      const problem = `process ${process} calls at ${invoked}, but its last operation is open until ${busy}`;
      throw new BadHistory(problem, at);
    }
    this.busyUntil.set(process, returned);
  }

  write(operation: Operation, cells: Cells): void {
    this.returnUntil(operation.invoked);
    const row = this.count++;
    this.word[row] = cells.word;
    this.a[row] = cells.a;
    this.b[row] = cells.b;
    this.outcome[row] = OUTCOMES[cells.outcome];
    this.ids[row] = operation.id;
    this.key[row] = this.keyNumber(operation.key);
    this.invoked[row] = this.position++;
    this.returned[row] = OPEN;
    if (operation.outcome !== "info") this.open.push(operation.returned, row);
  }

  finish(): Table {
    this.returnUntil(Number.POSITIVE_INFINITY);
    const n = this.count;
    return {
      columns: {
        count: n,
        word: this.word.subarray(0, n),
        a: this.a.subarray(0, n),
        b: this.b.subarray(0, n),
        invoked: this.invoked.subarray(0, n),
        returned: this.returned.subarray(0, n),
        outcome: this.outcome.subarray(0, n),
        valueCount: this.interner.values.length,
        items: this.interner.items(),
      },
      key: this.key.subarray(0, n),
      keys: [...this.keys.keys()],
      ids: this.ids.subarray(0, n),
      values: this.interner.values,
    };
  }

  /** Returns before, not at, the given time: at equal times calls come first. */
  private returnUntil(time: number): void {
    while (this.open.size > 0 && this.open.least() < time)
      this.returned[this.open.pop()] = this.position++;
  }

  private keyNumber(key: string | number | null): number {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const next = this.keys.size;
    this.keys.set(key, next);
    return next;
  }
}

/** A binary heap of rows by time; it holds only as many rows as operations are open at once. */
class Heap {
  size = 0;
  private readonly times: number[] = [];
  private readonly rows: number[] = [];

  least(): number {
    return this.times[0] ?? Number.POSITIVE_INFINITY;
  }

  push(time: number, row: number): void {
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.timeAt(parent) <= time) break;
      this.move(parent, at);
      at = parent;
    }
    this.times[at] = time;
    this.rows[at] = row;
  }

  pop(): number {
    const top = this.rows[0] ?? 0;
    const last = --this.size;
    const time = this.timeAt(last);
    const row = this.rows[last] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.timeAt(child + 1) < this.timeAt(child)) child++;
      if (this.timeAt(child) >= time) break;
      this.move(child, at);
      at = child;
    }
    this.times[at] = time;
    this.rows[at] = row;
    return top;
  }

  private timeAt(at: number): number {
    return this.times[at] ?? 0;
  }

  private move(from: number, to: number): void {
    this.times[to] = this.timeAt(from);
    this.rows[to] = this.rows[from] ?? 0;
  }
}
