/** No vacuous pass: whatever a run did not show makes it unknown, never false. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AssumptionFigures } from "#core/evidence.ts";
import { historyOf } from "#core/history.dialect.ts";
import type { Plan } from "#core/plan.ts";
import { planOf } from "#core/plan.fixture.ts";
import { nodeId } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import { assumptions } from "./assumptions.ts";

const checker = assumptions({ faults: { write: 2, read: 1 }, recovery: { read: 1 } });
const judge = (text: string, special: Partial<Plan> = {}): Verdict => {
  const nodes = ["n1", "n2"].map(nodeId);
  const plan = planOf({ nodes, nemesis: ["kill"], ...special });
  return checker.check(historyOf(text), { plan, shouldStop: () => false });
};
const broken = (verdict: Verdict): readonly string[] => {
  const { assumptions } = verdict.details as AssumptionFigures;
  return assumptions.filter(({ holds }) => !holds).map(({ name }) => name);
};

const GOOD = `
  0 phase faults
  10-20 p1@n1 write x 1
  20-30 p1@n1 write x 2
  30-40 p2@n2 read x -> 2
  100-200 kill f1 n1 proven
  110-120 p2@n2 write x 3 ?timeout
  300 phase heal
  310 phase recovery
  320-330 p11@n1 read x -> 2
  320-330 p12@n2 read x -> 2
  400 phase done
`;
const without = (line: string): string => {
  assert.ok(GOOD.includes(line), line);
  return GOOD.replace(line, "");
};

test("a run that showed everything: valid, with each assumption in a sentence", () => {
  const verdict = judge(GOOD);
  assert.equal(verdict.valid, true);
  const { assumptions } = verdict.details as AssumptionFigures;
  assert.deepEqual(
    assumptions.map(({ name }) => name),
    [
      "complete",
      "no-deaths",
      "enough-in-faults",
      "enough-in-recovery",
      "after-heal",
      "final-reads",
      "fault-kill",
    ],
  );
  assert.equal(assumptions.at(-1)?.sentence, "Of 1 kill: 1 proven.");
});

test("a total outage during the fault is legitimate", () => {
  assert.equal(judge(GOOD).valid, true, "nothing was acknowledged between 100 and 310");
});

test("cut off: unknown, and where", () => {
  const verdict = judge("0 phase faults \n 10-20 p1@n1 write x 1");
  assert.ok(verdict.valid === "unknown");
  assert.equal(verdict.reason, "cut-off");
  assert.match(verdict.message, /^The run was cut off in its phase "faults"\./);
  assert.equal(judge(without("400 phase done")).valid, "unknown");
});

test("a node that died by itself", () => {
  const verdict = judge(`${GOOD} \n 50 died n2`);
  assert.deepEqual(broken(verdict), ["no-deaths"]);
  assert.match(verdict.valid === "unknown" ? verdict.message : "", /n2 at 0\.050 s/);
});

test("too few of one word; operations of another phase do not count", () => {
  const verdict = judge(without("20-30 p1@n1 write x 2"));
  assert.deepEqual(broken(verdict), ["enough-in-faults"]);
  assert.match(verdict.valid === "unknown" ? verdict.message : "", /: write 1 \(at least 2\)\./);
  const early = judge(GOOD.replace("0 phase faults", "25 phase faults"));
  assert.deepEqual(broken(early), ["enough-in-faults"]);
});

test("no ok final read of a key on a node", () => {
  const verdict = judge(without("320-330 p12@n2 read x -> 2"));
  assert.deepEqual(broken(verdict), ["final-reads"]);
  assert.match(verdict.valid === "unknown" ? verdict.message : "", /x on n2\./);
  assert.deepEqual(broken(judge(`${GOOD} \n 40-50 p3@n1 write y 9`)), ["final-reads"]);
});

test("nothing acknowledged after the heal", () => {
  const dead = GOOD.replaceAll("320-330", "320-").replaceAll(/(p1[12]@n. read x) -> 2/g, "$1");
  assert.deepEqual(broken(judge(dead)), ["enough-in-recovery", "after-heal", "final-reads"]);
});

test("a fault that was asked for: absent, unproven, applied", () => {
  assert.deepEqual(broken(judge(GOOD, { nemesis: ["kill", "pause"] })), ["fault-pause"]);
  assert.deepEqual(broken(judge(GOOD.replace("proven", "unproven"))), ["fault-kill"]);
  const applied = judge(GOOD.replace("proven", "applied"));
  assert.equal(applied.valid, true);
});

test("no faults asked for, none needed", () => {
  const calm = without("100-200 kill f1 n1 proven");
  assert.equal(judge(calm, { nemesis: [] }).valid, true);
});
