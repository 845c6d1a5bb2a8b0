/** Things that elements are put into and taken out of again: queue, bag, stack and priority queue. */
import { NONE, OPEN } from "../columns.ts";
import type { Interner } from "../interner.ts";
import type { Call, Cells, Effect, Encoded, Family, Model } from "../model.ts";
import {
  badInput,
  badOutput,
  callOf,
  cells,
  isElement,
  isInteger,
  same,
  unknownWord,
  valueAt,
} from "./cells.ts";
import { tableMachine } from "./table-machine.ts";

/*
 * Cells of the families "queue", "bag", "stack" and "priority-queue":
 *
 * | code | words                      | a                             | b         | outcomes |
 * | ---- | -------------------------- | ----------------------------- | --------- | -------- |
 * | 0    | enqueue, push, insert      | element                       | priority  | ok, info |
 * | 1    | dequeue, pop, extract-min  | element, 0 empty, NONE unknown| priority  | ok, info |
 *
 * Elements are numbered from 1: number 0 is null, the answer of an empty container. Refused, when
 * failures are observed, taking says "empty" and putting says nothing. The priority is NONE but in
 * the priority queue, whose elements are integers (their own priority) or pairs [priority, item];
 * the smallest goes first, and of equal priorities any.
 */
export const PUT = 0;
export const TAKE = 1;

interface Container {
  readonly name: string;
  readonly family: Family;
  readonly words: readonly [put: string, take: string];
  /** Indexes of the elements that could be taken next, none from an empty state. */
  next(state: readonly unknown[]): readonly number[];
  /** Whether only the elements matter and not the order in which they were put. */
  readonly unordered: boolean;
  priorityOf(element: unknown): number | undefined;
}

/** First in, first out. */
export const queue = (): Model =>
  makeContainer({
    name: "queue",
    family: "queue",
    words: ["enqueue", "dequeue"],
    next: (state) => (state.length === 0 ? [] : [0]),
    unordered: false,
    priorityOf: () => NONE,
  });

/** A queue that may hand its elements out in any order. */
export const unorderedQueue = (): Model =>
  makeContainer({
    name: "unordered-queue",
    family: "bag",
    words: ["enqueue", "dequeue"],
    next: (state) => state.map((_, i) => i),
    unordered: true,
    priorityOf: () => NONE,
  });

/** Last in, first out. */
export const stack = (): Model =>
  makeContainer({
    name: "stack",
    family: "stack",
    words: ["push", "pop"],
    next: (state) => (state.length === 0 ? [] : [state.length - 1]),
    unordered: false,
    priorityOf: () => NONE,
  });

/** The smallest first. */
export const priorityQueue = (): Model =>
  makeContainer({
    name: "priority-queue",
    family: "priority-queue",
    words: ["insert", "extract-min"],
    next: (state) => {
      const least = state.reduce<number>((x, y) => Math.min(x, priority(y) ?? 0), OPEN);
      return state.flatMap((element, i) => (priority(element) === least ? [i] : []));
    },
    unordered: true,
    priorityOf: priority,
  });

function priority(element: unknown): number | undefined {
  const first: unknown = Array.isArray(element) && element.length === 2 ? element[0] : element;
  return isInteger(first) ? first : undefined;
}

function makeContainer(kind: Container): Model {
  const model: Model<readonly unknown[]> = {
    name: kind.name,
    family: kind.family,
    words: kind.words,
    initial: [],
    zero: null,
    cells: [
      ["value", "integer"],
      ["value", "integer"],
    ],
    step: (state, call) => step(kind, state, call),
    identify: (state) => {
      const names = state.map((element) => JSON.stringify(element));
      return (kind.unordered ? names.toSorted() : names).join();
    },
    effect: (call) => effect(kind, call),
    encode: (call, interner) => encode(kind, call, interner),
    decode: (row, values) => decode(kind, row, values),
    compile: (columns, values, pulse) => tableMachine(model as Model, columns, values, pulse),
  };
  return model as Model;
}

function step(
  kind: Container,
  state: readonly unknown[],
  call: Call,
): readonly (readonly unknown[])[] {
  if (call.word === kind.words[PUT])
    return call.outcome === "fail" ? [state] : [[...state, call.input]];
  const next = kind.next(state);
  if (call.outcome === "fail" || (call.outcome === "ok" && isEmpty(call.output)))
    return next.length === 0 ? [state] : [];
  if (call.outcome === "info")
    return next.length === 0 ? [state] : next.map((i) => state.toSpliced(i, 1));
  // Equal elements are interchangeable: the first will do.
  const taken = next.find((i) => same(state[i], call.output));
  return taken === undefined ? [] : [state.toSpliced(taken, 1)];
}

const isEmpty = (output: unknown): boolean => output === null || output === undefined;

function effect(kind: Container, call: Call): Effect {
  if (call.outcome === "fail") return "observes";
  const sawEmpty = call.word === kind.words[TAKE] && call.outcome === "ok" && isEmpty(call.output);
  return sawEmpty ? "observes" : "changes";
}

function encode(kind: Container, call: Call, interner: Interner): Encoded {
  const takes = kind.family === "priority-queue" ? "an integer or [priority, item]" : "an element";
  if (call.word === kind.words[PUT]) {
    const priority = kind.priorityOf(call.input);
    if (!isElement(call.input) || priority === undefined) return badInput(call, takes);
    if (call.outcome === "fail") return "silent";
    return cells(PUT, interner.numberOf(call.input), priority, call.outcome);
  }
  if (call.word !== kind.words[TAKE]) return unknownWord(call.word, kind.words);
  if (call.outcome === "info") return cells(TAKE, NONE, NONE, "info");
  if (call.outcome === "fail" || isEmpty(call.output)) return cells(TAKE, 0, NONE);
  const priority = kind.priorityOf(call.output);
  if (!isElement(call.output) || priority === undefined) return badOutput(call, takes);
  return cells(TAKE, interner.numberOf(call.output), priority);
}

function decode(kind: Container, row: Cells, values: readonly unknown[]): Call {
  const element = valueAt(values, row.a);
  if (row.word === PUT) return callOf(row, kind.words[PUT], element, null);
  return callOf(row, kind.words[TAKE], null, element);
}
