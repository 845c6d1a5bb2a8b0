/** Verdicts, evidence and reasons of whole histories. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "./check.ts";
import { historyOf } from "./history-text.laws.ts";
import { defineModel } from "./models/custom.ts";
import { models } from "./models/models.ts";

const register = models.register();
const cas = models["cas-register"]();

test("a stale read is evidence by itself, with the write it missed", () => {
  for (const algorithms of ["all", "search"] as const) {
    const answer = check(
      historyOf(`
        p0 [1,2] write 1
        p0 [3,4] write 2
        p2 [3,9] write 3
        p1 [5,6] read -> 1
      `),
      register,
      { algorithms },
    );
    assert.ok(answer.valid === false);
    for (const id of [1, 3]) assert.ok(answer.evidence.operations.includes(id), algorithms);
    assert.match(answer.evidence.sentence, /not linearizable.*operations.*3/);
  }
});

test("the longest order of a search is legal as far as it goes", () => {
  const answer = check(
    historyOf(`
      p0 [1,6] enqueue "a"
      p1 [2,3] enqueue "b"
      p1 [4,5] dequeue -> "a"
      p1 [7,8] dequeue -> "a"
    `),
    models.queue(),
    { algorithms: "search" },
  );
  assert.ok(answer.valid === false);
  assert.deepEqual(answer.evidence.order, [0, 1, 2]);
  assert.deepEqual(answer.evidence.operations, [3]);
});

test("a write that nobody saw stands before the one that hid it", () => {
  const answer = check(
    historyOf(`
      p0 [1,8] write 1
      p1 [2,3] write 2
      p1 [4,5] read -> 2
      p1 [9,10] read -> 2
      p2 [11,20] write 5
      p3 [11,20] write 6
      p1 [12,13] read -> 5
      p1 [14,15] read -> 6
      p1 [16,17] read -> 5
    `),
    register,
    { algorithms: "search" },
  );
  assert.ok(answer.valid === false);
  assert.deepEqual(answer.evidence.order.slice(0, 4), [0, 1, 2, 3]);
});

test("keys are judged apart; the evidence is of the first that fails", () => {
  const answer = check(
    historyOf(`
      x:p0 [1,2] write 1
      y:p1 [3,4] write 1
      z:p1 [5,6] read -> 9
      y:p0 [7,8] read -> 2
    `),
    register,
  );
  assert.ok(answer.valid === false);
  assert.equal(answer.evidence.key, "y");
  assert.match(answer.evidence.sentence, /^key y: /);
});

test("refusals are evidence only where they are observed", () => {
  const history = historyOf(`
    p0 [1,2] write 1
    p0 [3,4] cas [1,2] failed
  `);
  assert.equal(check(history, cas).valid, true);
  const strict = check(history, cas, { failures: "observe" });
  assert.equal(strict.valid, false);
  assert.equal(strict.failures, "observe");
});

test("not found is absent, where refusals are observed", () => {
  const history = historyOf(`
    k:p0 [1,2] put 1
    k:p0 [3,4] get failed
  `);
  assert.equal(check(history, models["key-value"]()).valid, true);
  assert.equal(check(history, models["key-value"](), { failures: "observe" }).valid, false);
});

test("the answer says which algorithm decided", () => {
  const history = historyOf("p0 [1,2] write 1\np0 [3,4] write 1\np1 [5,6] read -> 1");
  const [decision] = check(history, register, { algorithms: "search" }).decidedBy;
  assert.deepEqual(decision, { algorithm: "search", keys: 1, operations: 3 });
});

test("whoever is told to stop answers unknown, with what is undecided", () => {
  const history = historyOf("x:p0 [1,2] write 1\ny:p0 [3,4] read -> 1");
  let looks = 0;
  const answer = check(history, register, { algorithms: "search", shouldStop: () => ++looks > 3 });
  assert.ok(answer.valid === "unknown");
  assert.equal(answer.reason, "stopped");
  assert.match(answer.sentence, /told to stop/);
});

test("an impossible key is impossible even if another could not be decided", () => {
  const wide = Array.from({ length: 14 }, (_, i) => `x:p${i} [1,90] add ${2 ** i}`);
  const history = historyOf(
    [...wide, "x:p20 [91,92] read -> 5", "y:p20 [93,94] read -> 5"].join("\n"),
  );
  const answer = check(history, models.counter(), { algorithms: "search", memoryBytes: 20_000 });
  assert.ok(answer.valid === false);
  assert.equal(answer.evidence.key, "y");
});

test("the bound on memory is a reason to say unknown", () => {
  const wide = Array.from({ length: 16 }, (_, i) => `p${i} [1,90] add ${2 ** i}`);
  const history = historyOf([...wide, "p20 [91,92] read -> 5"].join("\n"));
  const answer = check(history, models.counter(), { algorithms: "search", memoryBytes: 100_000 });
  assert.ok(answer.valid === "unknown");
  assert.equal(answer.reason, "memory");
  assert.ok(answer.undecided[0]!.placed > 0);
});

test("a set without whole reads is judged element by element", () => {
  const rounds = Array.from({ length: 40 }, (_, i) =>
    [
      `p${i} [1,90] add ${i}`,
      `p${i} [91,100] remove ${i} -> true`,
      `p${i} [101,110] add ${i}`,
    ].join("\n"),
  );
  const history = historyOf(rounds.join("\n"));
  let looks = 0;
  const shouldStop = (): boolean => ++looks > 10_000;
  assert.equal(check(history, models.set(), { algorithms: "search", shouldStop }).valid, true);
});

test("a model may choose: a register that forgets", () => {
  const forgetful = defineModel<number | null>({
    name: "forgetful-register",
    words: ["write", "read"],
    initial: null,
    step: (state, call) => {
      if (call.word === "write") return [Number(call.input), null];
      return call.outcome !== "ok" || call.output === state ? [state] : [];
    },
  });
  const told = (text: string): unknown => check(historyOf(text), forgetful).valid;
  assert.equal(told("p0 [1,2] write 1\np0 [3,4] read -> 1"), true);
  assert.equal(told("p0 [1,2] write 1\np0 [3,4] read -> null"), true);
  assert.equal(told("p0 [1,2] write 1\np0 [3,4] read -> null\np0 [5,6] read -> 1"), false);
});
