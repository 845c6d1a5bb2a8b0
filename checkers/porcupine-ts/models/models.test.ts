/** What holds for every model: cells say all of a call, and the machine does what the model says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CASES, SEARCH_CASES } from "../oracle/cases.ts";
import { makeDice, type Dice } from "../oracle/dice.ts";
import { FAIL, INFO, type Columns } from "../columns.ts";
import { makeInterner } from "../interner.ts";
import { CHANGES, ILLEGAL, OBSERVES, OVERWRITES } from "../machine.ts";
import type { Call, Cells, Model } from "../model.ts";
import { models, type ModelName } from "./models.ts";

const WALKS = 60;

const outcomeOf = (code: number | undefined): Cells["outcome"] =>
  code === INFO ? "info" : code === FAIL ? "fail" : "ok";

function callAt(model: Model, columns: Columns, values: readonly unknown[], row: number): Call {
  const { word, a, b, outcome, items } = columns;
  const cells = { word: word[row]!, a: a[row]!, b: b[row]!, outcome: outcomeOf(outcome[row]) };
  return model.decode(cells, values, items);
}

for (const kind of [...CASES, ...SEARCH_CASES])
  test(`${kind.name}: the machine steps as the model does, and keeps what it claims`, () => {
    const dice = makeDice(7);
    for (let seed = 0; seed < WALKS; seed++) walk(kind.model, kind, seed, dice);
  });

interface Histories {
  history(seed: number): Columns;
  values(history: Columns): readonly unknown[];
}

/** The same random calls for the machine and for all states that the model can be in. */
function walk(model: Model, kind: Histories, seed: number, dice: Dice): void {
  const columns = kind.history(seed);
  const values = kind.values(columns);
  const machine = model.compile(columns, () => values);
  let state = machine.initial;
  let states: readonly unknown[] = [model.initial];
  for (let steps = 0; steps < 40 && columns.count > 0; steps++) {
    const row = dice.below(columns.count);
    const cls = machine.classOf[row]!;
    const call = callAt(model, columns, values, row);
    const next = machine.step(state, cls);
    const after = distinct(
      model,
      states.flatMap((each) => model.step(each, call)),
    );
    // A machine may give states one number that no call of this history can tell apart.
    if (model.family !== "append-string" && model.family !== "append-list")
      assert.equal(next === ILLEGAL, after.length === 0, `seed ${seed}, ${call.word}`);
    else if (next === ILLEGAL) assert.equal(after.length, 0);
    if (next === ILLEGAL) continue;
    if (machine.effect[cls] === OBSERVES && states.length === 1) assert.equal(next, state);
    assert.ok([CHANGES, OBSERVES, OVERWRITES].includes(machine.effect[cls]!));
    state = next;
    states = after.length > 0 ? after : states;
    if (after.length === 0) return;
  }
}

function distinct(model: Model, states: readonly unknown[]): readonly unknown[] {
  return [...new Map(states.map((state) => [model.identify(state), state])).values()];
}

const CALLS: Readonly<Record<ModelName, readonly (readonly [word: string, ...unknown[]])[]>> = {
  register: [
    ["read", null, 3],
    ["write", "x", null],
  ],
  "cas-register": [["cas", [1, "two"], null]],
  "multi-register": [
    ["read", null, { x: 1, y: null }],
    ["write", { x: 1 }, null],
  ],
  "key-value": [
    ["get", null, 3],
    ["put", 4, null],
    ["cas", [3, 4], null],
  ],
  "append-string": [
    ["get", null, "ab"],
    ["put", "a", null],
    ["append", "b", null],
  ],
  "append-list": [
    ["read", null, [1, 2, 1]],
    ["append", 3, null],
  ],
  set: [
    ["read", null, [1, "a"]],
    ["add", 1, true],
    ["remove", 1, false],
    ["contains", 1, true],
  ],
  counter: [
    ["read", null, -3],
    ["add", -1, null],
  ],
  queue: [
    ["enqueue", "a", null],
    ["dequeue", null, "a"],
    ["dequeue", null, null],
  ],
  "unordered-queue": [["dequeue", null, "a"]],
  stack: [
    ["push", 1, null],
    ["pop", null, null],
  ],
  "priority-queue": [
    ["insert", [1, "a"], null],
    ["insert", -7, null],
    ["extract-min", null, [1, "a"]],
  ],
  mutex: [
    ["acquire", null, null],
    ["release", null, null],
  ],
  "reentrant-lock": [["acquire", "me", null]],
  "fenced-lock": [
    ["acquire", "me", 12],
    ["release", "me", null],
  ],
  semaphore: [["acquire", 2, null]],
};

for (const [name, calls] of Object.entries(CALLS))
  test(`${name}: a call comes back from its cells`, () => {
    const model = models[name as ModelName]();
    const interner = makeInterner(model.zero);
    for (const [word, input, output] of calls) {
      const call: Call = { process: "", word, input, outcome: "ok", output };
      const cells = model.encode(call, interner);
      assert.ok(typeof cells === "object" && "a" in cells, word);
      assert.deepEqual(model.decode(cells, interner.values, interner.items()), call);
    }
  });
