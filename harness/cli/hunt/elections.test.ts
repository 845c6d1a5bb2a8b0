/** Who leads when is recorded as it happens, and judged wherever nodes tell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event, History } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import { scriptOf } from "#core/script.ts";
import { nodeId } from "#core/units.ts";
import { huntedOf } from "../commands/hunt.ts";
import { checkersOf } from "../judges.ts";
import { simulate } from "../parts.ts";
import { failureOf } from "./failing.ts";
import { storyOf } from "./story.ts";
import { judgeHere, tryOut, type Hunted } from "./trial.ts";

const plan = planOf({
  environment: "simulated",
  tellsLeaders: true,
  nodes: ["n1", "n2", "n3", "n4", "n5"].map(nodeId),
  nemesis: ["kill"],
  nemesisIntervalMs: 500,
  rate: 20,
  timeLimitMs: 8000,
});

const claimsOf = (history: History): readonly Event[] => history.filter(({ f }) => f === "leads");

test("the first leader is in the history before the first operation, then each that follows", () => {
  const history = simulate(plan);
  const claims = claimsOf(history);
  const [first] = claims;
  assert.ok(first !== undefined && claims.length >= 2, `${claims.length} leaders`);
  const began = history.findIndex(({ f, value }) => f === "phase" && value === "faults");
  assert.ok(first.index < began && first.time < (history[began]?.time ?? 0));
  assert.ok(history.every(({ index }, i) => index === i));
  const terms = claims.map(({ value }) => Number(value));
  assert.deepEqual(
    terms,
    terms.toSorted((a, b) => a - b),
    "each killed leader has a successor in a later term",
  );
  assert.ok(
    storyOf(history).some((line) => line.endsWith(`${first.node} leads, term ${terms[0]}`)),
  );
  assert.deepEqual(judgeHere(plan, history)["election-safety"], {
    valid: true,
    details: { terms: new Set(terms).size },
  });
});

test("the same leaders, were they all of one term, are too many", () => {
  const history = simulate(plan);
  const copied = history.map((event) => (event.f === "leads" ? { ...event, value: 1 } : event));
  assert.equal(judgeHere(plan, copied)["election-safety"]?.valid, false);
});

test("nodes that tell nothing are not judged by it", () => {
  const judges = (tellsLeaders: boolean): readonly string[] =>
    checkersOf({ ...plan, tellsLeaders }).map(({ name }) => name);
  assert.ok(judges(true).includes("election-safety"));
  assert.ok(!judges(false).includes("election-safety"));
});

const hunting = async (system: string, bug: readonly string[]): Promise<Hunted> => {
  const limits = { seeds: "30", from: "1", timeLimit: "15s", keep: "0", out: "store" };
  return await huntedOf(system, { ...limits, bug, all: false, json: true });
};

test("systems with leaders tell of them, systems without are not asked", async () => {
  for (const system of ["raft", "paxos", "primary-backup", "sequencer"]) {
    const { verdicts } = tryOut(await hunting(system, []), "3");
    assert.equal(verdicts["election-safety"]?.valid, true, system);
  }
  const { verdicts } = tryOut(await hunting("abd", []), "3");
  assert.equal(verdicts["election-safety"], undefined);
});

test("ballots that collide are two leaders in one ballot, shown by the second, within 30 seeds", async () => {
  const hunted = await hunting("paxos", ["ballots-collide"]);
  const reason = { checker: "election-safety", anomaly: "two-leaders" };
  for (let seed = 1; seed <= 30; seed++) {
    const { plan: full, history, verdicts } = tryOut(hunted, String(seed));
    if (verdicts["election-safety"]?.valid !== false) continue;
    const whole = { plan: full, script: scriptOf(history, full) };
    const failure = failureOf(whole, reason, () => false);
    if (failure === null) continue;
    return assert.notEqual(failure.shownBy, null, "it is known when it showed");
  }
  assert.fail("not found");
});
