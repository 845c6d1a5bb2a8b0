/** A failure of the real thing becomes small, stays the same failure, and goes with its bug. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { History } from "#core/history.ts";
import { scriptOf } from "#core/script.ts";
import { caseOf, sizeOf } from "#core/shrink/case.ts";
import { huntedOf } from "../commands/hunt.ts";
import { shrinkFor } from "../commands/shrink.ts";
import { simulate } from "../parts.ts";
import { failsFor, reasonOf } from "./reason.ts";
import { judgeHere, tryOut, type Trial } from "./trial.ts";

async function firstFailure(bug: string): Promise<Trial> {
  const limits = { seeds: "40", from: "1", timeLimit: "10s", keep: "0" };
  const options = { ...limits, bug: [bug], all: false, out: "store", json: true };
  const hunted = await huntedOf("raft", options);
  for (let seed = 1; seed <= 40; seed++) {
    const trial = tryOut(hunted, String(seed));
    if (trial.outcome.kind === "violated") return trial;
  }
  throw new Error(`${bug} was not found`);
}

for (const [nemesis, seeds] of [
  // Moves of the nemesis at one moment, and a phase that lasts longer than what is asked in it.
  ["figure-8", ["4", "8"]],
  ["pause,clock", ["3", "5"]],
] as const)
  test(`the script of a run asks for the same run again, to its last answer: ${nemesis}`, async () => {
    const limits = { seeds: "1", from: "1", timeLimit: "4s", keep: "0", nemesis, out: "store" };
    const hunted = await huntedOf("raft", { ...limits, bug: [], all: false, json: true });
    for (const seed of seeds) {
      const { plan, history } = tryOut(hunted, seed);
      const { plan: scripted, script } = caseOf(plan, scriptOf(history, plan));
      assert.deepEqual(answersIn(simulate(scripted, script)), answersIn(history));
    }
  });

/** What clients asked and heard, when, and of whom; who they were is left out. */
const answersIn = (history: History): readonly object[] =>
  history.flatMap(({ process, time, type, f, key, value, node }) =>
    typeof process === "number" ? [{ time, type, f, key, value, node }] : [],
  );

for (const bug of ["early-ack", "no-persist"])
  test(`a failure of ${bug}`, async () => {
    const { plan, history, verdicts } = await firstFailure(bug);
    const reason = reasonOf(verdicts);
    assert.ok(reason !== null);
    const whole = { plan, script: scriptOf(history, plan) };
    const small = shrinkFor(
      whole,
      reason,
      () => false,
      () => {},
    );
    assert.ok(small !== null);
    const { faults, operations } = sizeOf(small);
    assert.ok(faults <= 3 && operations <= 12, `${faults} faults, ${operations} operations`);
    const again = judgeHere(small.plan, simulate(small.plan, small.script));
    assert.ok(failsFor(reason, again), "for the same reason");
    const mended = { ...small.plan, bugs: [] };
    assert.equal(reasonOf(judgeHere(mended, simulate(mended, small.script))), null);
  });
