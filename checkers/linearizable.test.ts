/** Registers and sets, key by key: what no order explains is a violation, what may be is none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyOf } from "#core/history.dialect.ts";
import { planOf } from "#core/plan.fixture.ts";
import { seedOf } from "#core/seed.ts";
import type { Verdict } from "#core/verdict.ts";
import { linearizable } from "./linearizable.ts";

const judge = (model: "cas-register" | "set", text: string, shouldStop = () => false): Verdict =>
  linearizable(model).check(historyOf(text), { plan: planOf(), shouldStop });
const register = (text: string): Verdict["valid"] => judge("cas-register", text).valid;

test("a read sees the last write, or one that is concurrent", () => {
  assert.equal(register("0-10 p1 write x 1 \n 20-30 p2 read x -> 1"), true);
  assert.equal(register("0-10 p1 write x 1 \n 5-30 p2 read x -> null"), true);
  assert.equal(register("0-10 p1 write x 1 \n 20-30 p2 read x -> null"), false);
});

test("keys are apart", () => {
  assert.equal(register("0-10 p1 write x 1 \n 20-30 p2 read y -> null"), true);
});

test("an info write may have happened, may happen later, and need not happen", () => {
  const write = "0-10 p1 write x 1 ?timeout";
  assert.equal(register(`${write} \n 20-30 p2 read x -> 1`), true);
  assert.equal(register(`${write} \n 20-30 p2 read x -> null`), true);
  assert.equal(register(`${write} \n 20-30 p2 read x -> null \n 40-50 p2 read x -> 1`), true);
  assert.equal(register(`${write} \n 20-30 p2 read x -> 1 \n 40-50 p2 read x -> null`), false);
});

test("a refused write did not happen: whoever reads it has a violation", () => {
  assert.equal(register("0-10 p1 write x 1 !refused \n 20-30 p2 read x -> 1"), false);
});

test("an acknowledged compare-and-set saw its first value", () => {
  assert.equal(register("0-10 p1 write x 1 \n 20-30 p2 cas x [1,2] \n 40-50 p3 read x -> 2"), true);
  assert.equal(register("0-10 p1 write x 1 \n 20-30 p2 cas x [3,4]"), false);
  assert.equal(register("0-10 p1 write x 1 \n 20-30 p2 cas x [1,2] !precondition-failed"), true);
});

test("a set: a read that began after an add was acknowledged has to see it", () => {
  const add = "0-10 p1 add s 1";
  assert.equal(judge("set", `${add} \n 5-30 p2 read s -> []`).valid, true);
  assert.equal(judge("set", `${add} \n 20-30 p2 read s -> [1]`).valid, true);
  assert.equal(judge("set", `${add} \n 20-30 p2 read s -> []`).valid, false);
});

test("a violation is explained by its operations, with their events, process, node and time", () => {
  const verdict = judge(
    "cas-register",
    "0-10 p1@n1 write x 1 \n 20-30 p2@n3 read x -> null \n 0-10 p5 write y 1",
  );
  assert.ok(verdict.valid === false);
  const [anomaly] = verdict.anomalies;
  assert.match(anomaly.explanation, /^Key x: .*process 2's read of x, answered null on n3 \(#4, /);
  assert.ok(anomaly.operations.includes(4));
  assert.deepEqual((anomaly.evidence as { key: string }).key, "x");
});

test("every key that is violated is named", () => {
  const bad = (key: string): string => `0-10 p1 write ${key} 1 \n 20-30 p1 read ${key} -> 7`;
  const verdict = judge("cas-register", `${bad("x")} \n ${bad("y").replaceAll("p1", "p2")}`);
  assert.ok(verdict.valid === false);
  assert.equal(verdict.anomalies.length, 2);
});

test("stopped: unknown, with how far it got", () => {
  const verdict = judge("cas-register", "0-10 p1 write x 1", () => true);
  assert.ok(verdict.valid === "unknown");
  assert.equal(verdict.reason, "out-of-time");
  assert.match(verdict.message, /1 of 1 key undecided; x: not begun/);
});

test("an answer that no register can give is nobody's crash", () => {
  const verdict = judge("set", `0-10 p2 read s -> {"no":1}`);
  assert.ok(verdict.valid === "unknown");
  assert.equal(verdict.reason, "assumption-broken");
});

/** A correct register, its operations at random moments within their intervals. */
function correctRun(label: string): string {
  const dice = seedOf("correct").child(label).open();
  const moments = Array.from({ length: 40 }, (_, i) => ({ at: 10 + i * 3, width: dice.int(10) }));
  let value: number | null = null;
  const busy = new Map<number, number>();
  const lines = moments.map(({ at, width }, i) => {
    const from = at - 1 - dice.int(8);
    const process = [1, 2, 3, 4, 5, 6, 7, 8].find((p) => (busy.get(p) ?? -1) < from) ?? i + 10;
    busy.set(process, at + 1 + width);
    const head = `${from}-${at + 1 + width} p${process}`;
    const lost = dice.chance(150);
    if (dice.chance(500)) return `${head} read x -> ${JSON.stringify(value)}`;
    if (!lost || dice.chance(500)) value = i;
    return `${head} write x ${i}${lost ? " ?timeout" : ""}`;
  });
  return lines.join("\n");
}

test("a correct register is never accused, whatever got lost", () => {
  for (let run = 0; run < 100; run++) assert.equal(register(correctRun(String(run))), true);
});
