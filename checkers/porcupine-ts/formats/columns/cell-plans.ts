/** How a model turns a call into cells, learnt once for each shape of call, so that rows need no objects. */
import { NONE } from "../../columns.ts";
import type { Interner } from "../../interner.ts";
import type { Call, Encoded, Family, Model } from "../../model.ts";
import {
  SHAPE_INTEGER,
  SHAPE_NULL,
  SHAPE_OTHER,
  SHAPE_PAIR,
  SHAPE_STRING,
} from "./line-scanner.ts";

/** Where a cell comes from: a part of the call, interned or as it is, or always the same. */
export const FROM_INPUT = 0;
export const FROM_INPUT_2 = 1;
export const FROM_OUTPUT = 2;
export const CONSTANT = 3;

export interface CellPlan {
  readonly kind: "cells";
  readonly word: number;
  readonly outcome: "ok" | "info" | "fail";
  readonly a: number;
  readonly b: number;
  readonly constantA: number;
  readonly constantB: number;
}
/** The row says nothing, or each such call must be shown to the model. */
export type Plan = CellPlan | { readonly kind: "silent" } | { readonly kind: "ask" };

/**
 * The families whose cells, by their documented tables, treat all values alike, null apart: what
 * holds for the two calls that are tried then holds for all of their shape. A cell that depends on
 * the process, or that is an integer of the call itself, differs from every source below between
 * the two and so makes the plan "ask".
 */
const UNIFORM: readonly Family[] = ["register", "set", "queue", "bag", "stack", "append-string"];

export function planOf(
  model: Model,
  word: string,
  outcome: Call["outcome"],
  inputShape: number,
  outputShape: number,
): Plan {
  const shapes = [inputShape, outputShape];
  if (!UNIFORM.includes(model.family) || shapes.includes(SHAPE_OTHER)) return { kind: "ask" };
  const plans = PROBES.map((probe): Plan => {
    const asked = { process: probe.process, word, input: valueOf(inputShape, probe.input) };
    const call: Call =
      outcome === "ok"
        ? { ...asked, outcome, output: valueOf(outputShape, probe.output) }
        : { ...asked, outcome };
    if (isSilent(model, call)) return { kind: "silent" };
    return read(model.encode(call, new ProbeInterner(model.zero)));
  });
  const [first, second] = plans;
  const agree = JSON.stringify(first) === JSON.stringify(second);
  return first !== undefined && agree ? first : { kind: "ask" };
}

/** An observation without its answer neither changes the object nor tells what it saw. */
export const isSilent = (model: Model, call: Call): boolean =>
  call.outcome === "info" && model.effect(call) === "observes";

/** Values that no constant of a model equals by chance; marked, so that they are known again. */
const PROBES = [
  { process: 1_000_003, input: [1_000_033, 1_000_037], output: [1_000_039, 1_000_081] },
  { process: 1_000_099, input: [1_000_117, 1_000_121], output: [1_000_133, 1_000_151] },
] as const;

/** The numbers that `ProbeInterner` gives to the probes' values tell where a cell came from. */
const MARKS = [-1000, -1001, -1002] as const;

function valueOf(shape: number, [first, second]: readonly [number, number]): unknown {
  switch (shape) {
    case SHAPE_INTEGER:
      return first;
    case SHAPE_STRING:
      return `value ${first}`;
    case SHAPE_PAIR:
      return [first, second];
    case SHAPE_NULL:
    default:
      return null;
  }
}

/** Gives each part of a probe its mark; knows nothing else but the initial value. */
class ProbeInterner implements Interner {
  readonly values: readonly unknown[];

  constructor(zero: unknown) {
    this.values = [zero];
  }

  numberOf(value: unknown): number {
    if (value === this.values[0]) return 0;
    const number = typeof value === "string" ? Number(value.replace("value ", "")) : value;
    for (const { input, output } of PROBES) {
      const part = [input[0], input[1], output[0]].findIndex((each) => each === number);
      if (part >= 0) return MARKS[part] ?? UNPLANNED;
    }
    return UNPLANNED;
  }

  list(): { readonly a: number; readonly b: number } {
    return { a: UNPLANNED, b: UNPLANNED };
  }

  items(): Int32Array {
    return new Int32Array(0);
  }
}

const UNPLANNED = -2000;

function read(encoded: Encoded): Plan {
  if (encoded === "silent") return { kind: "silent" };
  if ("problem" in encoded) return { kind: "ask" };
  const [a, b] = [sourceOf(encoded.a), sourceOf(encoded.b)];
  if (a === undefined || b === undefined) return { kind: "ask" };
  return {
    kind: "cells",
    word: encoded.word,
    outcome: encoded.outcome,
    a,
    b,
    constantA: a === CONSTANT ? encoded.a : NONE,
    constantB: b === CONSTANT ? encoded.b : NONE,
  };
}

/** Undefined for a cell that no part of the call explains. */
function sourceOf(cell: number): number | undefined {
  const source = MARKS.findIndex((mark) => mark === cell);
  if (source >= 0) return source;
  return cell >= NONE && cell < 1_000_000 ? CONSTANT : undefined;
}
