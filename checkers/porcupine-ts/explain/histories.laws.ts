/** Random histories that are linearizable by construction, and the same with one answer changed. */
import { callOfOperation } from "../encode.ts";
import { makeInterner } from "../interner.ts";
import type { Call, Model } from "../model.ts";
import { type ModelName, models } from "../models/models.ts";
import type { Operation } from "../operation.ts";

export interface Dice {
  int(sides: number): number;
}

/** The same throws for the same text. */
export function diceOf(text: string): Dice {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return {
    int(sides) {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return ((mixed ^ (mixed >>> 15)) >>> 0) % sides;
    },
  };
}

type Ask = readonly [word: string, input: unknown];

/** What can be asked, with small values, so that they repeat. */
const ASKS: Readonly<Partial<Record<ModelName, (dice: Dice) => Ask>>> = {
  register: (dice) => (dice.int(2) === 0 ? ["read", null] : ["write", dice.int(3)]),
  "cas-register": (dice) =>
    [
      ["read", null] as const,
      ["write", dice.int(3)] as const,
      ["cas", [dice.int(3), dice.int(3)]] as const,
    ][dice.int(3)]!,
  set: (dice) =>
    [
      ["add", dice.int(3)] as const,
      ["remove", dice.int(3)] as const,
      ["contains", dice.int(3)] as const,
      ["read", null] as const,
    ][dice.int(4)]!,
  queue: (dice) => (dice.int(2) === 0 ? ["enqueue", dice.int(4)] : ["dequeue", null]),
  "unordered-queue": (dice) => (dice.int(2) === 0 ? ["enqueue", dice.int(4)] : ["dequeue", null]),
  stack: (dice) => (dice.int(2) === 0 ? ["push", dice.int(4)] : ["pop", null]),
  "priority-queue": (dice) => (dice.int(2) === 0 ? ["insert", dice.int(4)] : ["extract-min", null]),
  counter: (dice) => (dice.int(2) === 0 ? ["add", 1 + dice.int(2)] : ["read", null]),
  mutex: (dice) => (dice.int(2) === 0 ? ["acquire", null] : ["release", null]),
  "append-string": (dice) =>
    [["get", null] as const, ["append", "abc"[dice.int(3)]] as const, ["put", "d"] as const][
      dice.int(3)
    ]!,
  "append-list": (dice) => (dice.int(2) === 0 ? ["read", null] : ["append", dice.int(4)]),
};

interface Pending {
  readonly id: number;
  readonly process: number;
  readonly word: string;
  readonly input: unknown;
  readonly invoked: number;
  ending: (Pick<Operation & { outcome: "ok" }, "output"> & { outcome: "ok" | "fail" }) | undefined;
}

/** At random times operations begin, take effect, and return; some effects or answers are lost. */
export function validHistory(name: ModelName, dice: Dice, size: number): readonly Operation[] {
  const model = models[name]();
  const ask = ASKS[name];
  if (ask === undefined) throw new Error(`nothing is asked of ${name}`);
  let state = model.initial;
  const open: Pending[] = [];
  const done: Operation[] = [];
  let begun = 0;
  for (let time = 0; begun < size || open.length > 0; time++) {
    if (begun < size && open.length < 4 && dice.int(2) === 0) {
      const [word, input] = ask(dice);
      open.push({ id: begun, process: begun++, word, input, invoked: time, ending: undefined });
    } else if (open.length > 0) {
      const at = dice.int(open.length);
      const pending = open[at]!;
      if (pending.ending === undefined && dice.int(8) !== 0) {
        const call = { process: pending.process, word: pending.word, input: pending.input };
        const ways = outcomes(model, state, call).flatMap((each) =>
          model.step(state, each).map((next) => ({ each, next })),
        );
        const way = ways[dice.int(Math.max(1, ways.length))];
        if (way === undefined) continue;
        state = way.next;
        pending.ending = {
          outcome: way.each.outcome === "fail" ? "fail" : "ok",
          output: way.each.outcome === "ok" ? way.each.output : null,
        };
      } else {
        open.splice(at, 1);
        const { id, process, word, input, invoked, ending } = pending;
        const request = { id, process, key: null, word, input, invoked };
        if (ending === undefined || dice.int(8) === 0) done.push({ ...request, outcome: "info" });
        else if (ending.outcome === "fail")
          done.push({ ...request, outcome: "fail", returned: time });
        else done.push({ ...request, outcome: "ok", output: ending.output, returned: time });
      }
    }
    // What can neither happen nor be refused now, and stays so, never gets an answer.
    if (time > 100 * size) {
      for (const { id, process, word, input, invoked } of open.splice(0))
        done.push({ id, process, key: null, word, input, invoked, outcome: "info" });
      begun = size;
    }
  }
  return done;
}

/** Each answer that the model takes for a call, out of a small world's, and a refusal. */
function outcomes(
  model: Model,
  state: unknown,
  call: Pick<Call, "process" | "word" | "input">,
): readonly Call[] {
  const elements = state instanceof Map ? [...state.values()] : Array.isArray(state) ? state : [];
  const answers = [null, true, false, 0, 1, 2, 3, state, elements, ...elements];
  return [
    ...answers.map((output): Call => Object.assign({ outcome: "ok", output } as const, call)),
    { ...call, outcome: "fail" as const },
  ].filter((each) => {
    const encoded = model.encode(each, makeInterner(model.zero));
    return encoded === "silent" || !("problem" in encoded);
  });
}

/** With one answer replaced by that of another operation of its word, or a refusal by success. */
export function withWrongAnswer(
  history: readonly Operation[],
  name: ModelName,
  dice: Dice,
): readonly Operation[] {
  const model = models[name]();
  const at = dice.int(Math.max(1, history.length));
  const victim = history[at];
  if (victim === undefined || victim.outcome === "info") return history;
  const others = history.filter((each) => each.outcome === "ok" && each.word === victim.word);
  const other = others[dice.int(Math.max(1, others.length))];
  const output = other?.outcome === "ok" ? other.output : null;
  const { id, process, key, word, input, invoked, returned } = victim;
  const wrong: Operation = {
    id,
    process,
    key,
    word,
    input,
    invoked,
    outcome: "ok",
    output,
    returned,
  };
  const encoded = model.encode(callOfOperation(wrong), makeInterner(model.zero));
  return encoded !== "silent" && "problem" in encoded ? history : history.with(at, wrong);
}
