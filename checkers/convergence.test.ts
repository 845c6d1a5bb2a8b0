/** What replicas owe in the end, and when it is too early to say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "#core/history.dialect.ts";
import { planOf } from "#core/plan.fixture.ts";
import { nodeId } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import { convergence } from "./convergence.ts";
import { counterBounds } from "./counter-bounds.ts";
import { eventualRegister } from "./eventual-register.ts";
import { eventualSet } from "./eventual-set.ts";

const plan = planOf({ nodes: ["n1", "n2"].map(nodeId) });
const context = { plan, shouldStop: () => false };
const CHECKERS = {
  set: convergence(eventualSet),
  register: convergence(eventualRegister),
  counter: counterBounds,
};

/** The fault phase, then final reads with these answers, so many ms after the heal. */
function judge(
  kind: keyof typeof CHECKERS,
  faults: string,
  [n1, n2]: readonly [string, string],
  after = 2000,
): Verdict {
  const at = 1100 + after;
  const text = `
    0 phase faults
    ${faults}
    1000 phase heal
    1100 phase recovery
    ${at}-${at + 10} p11@n1 read x ${n1}
    ${at}-${at + 20} p12@n2 read x ${n2}
    ${at + 100} phase done`;
  return CHECKERS[kind].check(historyOf(text), context);
}

const told = (verdict: Verdict): unknown =>
  verdict.valid === false
    ? verdict.anomalies.map(({ name }) => name)
    : verdict.valid === "unknown"
      ? verdict.reason
      : verdict.valid;

const ADD = "10-20 p1@n1 add x 1";
const BOTH = (answer: string): readonly [string, string] => [`-> ${answer}`, `-> ${answer}`];

test("agreed, on all that was acknowledged, in any order: valid, however stale the reads before", () => {
  const stale = `${ADD} \n 30-40 p1@n1 add x 2 \n 50-60 p2@n2 read x -> []`;
  assert.equal(told(judge("set", stale, ["-> [1,2]", "-> [2,1]"])), true);
});

test("replicas that differ ten seconds after the heal have diverged; sooner, nobody knows", () => {
  assert.deepEqual(told(judge("set", ADD, ["-> [1]", "-> []"], 10_000)), ["diverged"]);
  assert.equal(told(judge("set", ADD, ["-> [1]", "-> []"], 9000)), "too-little");
});

test("agreed without an element that was acknowledged: lost, once it had time to arrive", () => {
  assert.deepEqual(told(judge("set", ADD, BOTH("[]"))), ["lost-element"]);
  assert.equal(told(judge("set", ADD, BOTH("[]"), 1500)), "too-little");
  assert.equal(told(judge("set", "10-20 p1@n1 add x 1 ?timeout", BOTH("[]"))), true);
});

test("a replica without a final read: unknown", () => {
  assert.equal(told(judge("set", ADD, ["-> [1]", "?timeout"])), "assumption-broken");
});

test("an element that nobody added, or only in vain", () => {
  assert.deepEqual(told(judge("set", ADD, BOTH("[1,7]"))), ["unexpected-element"]);
  const refused = judge("set", `${ADD} \n 30-40 p2@n2 add x 2 !no`, BOTH("[1,2]"));
  assert.deepEqual(told(refused), ["unexpected-element"]);
});

test("a removal may have observed what began before it was over, and nothing later", () => {
  const removed = "30-40 p2@n2 remove x 1";
  for (const answer of ["[]", "[1]"])
    assert.equal(told(judge("set", `${ADD} \n ${removed}`, BOTH(answer))), true);
  const again = `${ADD} \n ${removed} \n 50-60 p1@n1 add x 1`;
  assert.deepEqual(told(judge("set", again, BOTH("[]"))), ["lost-element"]);
  const doubtful = `${ADD} \n 30-40 p2@n2 remove x 1 ?timeout \n 50-60 p1@n1 add x 1`;
  assert.equal(told(judge("set", doubtful, BOTH("[]"))), true);
});

test("a removal on the node that had acknowledged the only adds leaves nothing behind", () => {
  const here = `${ADD} \n 30-40 p2@n1 remove x 1`;
  assert.deepEqual(told(judge("set", here, BOTH("[1]"))), ["resurrected-element"]);
  assert.equal(told(judge("set", here, BOTH("[]"))), true);
  const elsewhere = `${here} \n 12-14 p3@n2 add x 1`;
  assert.equal(told(judge("set", elsewhere, BOTH("[1]"))), true);
});

test("registers: whichever write may win, but one must", () => {
  const writes = "10-20 p1@n1 write x 1 \n 30-40 p2@n2 write x 2";
  for (const value of ["1", "2"]) assert.equal(told(judge("register", writes, BOTH(value))), true);
  assert.deepEqual(told(judge("register", writes, BOTH("3"))), ["unexpected-value"]);
  assert.deepEqual(told(judge("register", writes, BOTH("null"))), ["lost-write"]);
});

const ADDS = "10-20 p1@n1 add x 5 \n 30-40 p2@n2 add x -2 \n 50-60 p1@n1 add x 3 ?timeout";

test("counters: in the end all that was acknowledged, of the rest any", () => {
  for (const value of ["3", "6"]) assert.equal(told(judge("counter", ADDS, BOTH(value))), true);
  assert.deepEqual(told(judge("counter", ADDS, BOTH("2"))), ["lost-add"]);
  assert.deepEqual(told(judge("counter", ADDS, BOTH("8"))), ["surplus-count"]);
  assert.equal(told(judge("counter", ADDS, BOTH("2"), 1000)), "too-little");
});

test("counters: a read before may miss adds, but not count what nobody had asked for", () => {
  const read = (value: number): Verdict =>
    judge("counter", `${ADDS} \n 45-48 p3@n1 read x -> ${value}`, BOTH("3"));
  for (const value of [-2, 0, 5]) assert.equal(told(read(value)), true);
  for (const value of [-3, 6]) assert.deepEqual(told(read(value)), ["impossible-count"]);
});

test("counters: nothing added, nothing agreed on", () => {
  assert.equal(told(judge("counter", "10-20 p1@n1 read x -> 0", BOTH("0"))), "too-little");
  assert.equal(told(judge("counter", ADDS, ["-> 3", "-> 4"], 10_000)), "assumption-broken");
});
