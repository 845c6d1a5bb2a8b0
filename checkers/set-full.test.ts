/** Elements of a set, followed one by one: lost, stale, duplicated, or nobody knows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SetFigures, SetKeyFigures } from "#core/evidence.ts";
import { historyOf } from "#core/history.dialect.ts";
import { planOf } from "#core/plan.fixture.ts";
import { seedOf } from "#core/seed.ts";
import { nodeId } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import { linearizable } from "./linearizable.ts";
import { setFull } from "./set-full.ts";

const plan = planOf({ nodes: ["n1", "n2"].map(nodeId) });
const judge = (text: string, shouldStop = () => false): Verdict =>
  setFull.check(historyOf(text), { plan, shouldStop });
const figures = (verdict: Verdict): SetKeyFigures =>
  (verdict.details as SetFigures).keys[0] ?? assert.fail("no key");
const names = (verdict: Verdict): readonly string[] =>
  verdict.valid === false ? verdict.anomalies.map(({ name }) => name) : [];

/** The fault phase, then final reads with these answers on the two nodes. */
const run = (faults: string, n1: string, n2: string): string => `
  0 phase faults
  ${faults}
  1000 phase heal
  1100 phase recovery
  1200-1210 p11@n1 read s ${n1}
  1220-1230 p12@n2 read s ${n2}
  1300 phase done
`;

test("what was acknowledged and is in every final read is stable: valid", () => {
  const verdict = judge(run("10-20 p1 add s 1 \n 30-40 p1 add s 2", "-> [1,2]", "-> [2,1]"));
  assert.equal(verdict.valid, true);
  const { attempted, acknowledged, stable, lost, finalReads } = figures(verdict);
  assert.deepEqual([attempted, acknowledged, stable, lost], [2, 2, 2, []]);
  assert.deepEqual(
    finalReads.map(({ node, read }) => [node, read?.elements]),
    [
      ["n1", 2],
      ["n2", 2],
    ],
  );
});

test("acknowledged and in no final read: lost, explained", () => {
  const verdict = judge(
    run("10-20 p1 add s 1 \n 30-40 p1 add s 2 \n 50-60 p2 read s -> [1,2]", "-> [1]", "-> [1]"),
  );
  assert.deepEqual(names(verdict), ["lost-element"]);
  assert.deepEqual([figures(verdict).lost, figures(verdict).lostAfterMs?.max], [[2], 10]);
  const [anomaly] = verdict.valid === false ? verdict.anomalies : [];
  assert.match(anomaly?.explanation ?? "", /^Set s lost 1 element: 2\. 2 was known since 0\.040 s/);
});

test("missing at one node only is a stale read there, not a loss", () => {
  const verdict = judge(run("10-20 p1 add s 1", "-> [1]", "-> []"));
  assert.deepEqual(names(verdict), ["stale-read"]);
  assert.deepEqual([figures(verdict).lost, figures(verdict).stale], [[], [1]]);
});

test("a read that began before the add was acknowledged may miss it", () => {
  const text = run("10-50 p1 add s 1 \n 20-60 p2 read s -> []", "-> [1]", "-> [1]");
  assert.equal(judge(text).valid, true);
});

test("a read that began after it and missed it is stale, though the element came later", () => {
  const verdict = judge(run("10-20 p1 add s 1 \n 70-80 p2 read s -> []", "-> [1]", "-> [1]"));
  assert.deepEqual(names(verdict), ["stale-read"]);
  assert.equal(figures(verdict).staleForMs?.max, 50);
});

test("one read that saw it obliges all that begin later, even without acknowledgement", () => {
  const seen = "10-20 p1 add s 1 ?timeout \n 30-40 p2 read s -> [1]";
  assert.deepEqual(names(judge(run(seen, "-> []", "-> []"))), ["lost-element"]);
  assert.equal(figures(judge(run(seen, "-> [1]", "-> [1]"))).recovered, 1);
});

test("an add without acknowledgement that nobody ever saw is no loss", () => {
  const verdict = judge(run("10-20 p1 add s 1 \n 30-40 p2 add s 2 ?timeout", "-> [1]", "-> [1]"));
  assert.equal(verdict.valid, true);
  assert.deepEqual(figures(verdict).neverRead, [2]);
});

test("without an ok final read on every node: unknown", () => {
  const verdict = judge(run("10-20 p1 add s 1", "-> [1]", "?timeout"));
  assert.ok(verdict.valid === "unknown");
  assert.equal(verdict.reason, "assumption-broken");
  assert.match(verdict.message, /^Without a final read of s on n2 /);
});

test("… and never lost, even if the other node misses it: but a read that misses is stale", () => {
  const verdict = judge(run("10-20 p1 add s 1", "-> []", "?timeout"));
  assert.deepEqual(names(verdict), ["stale-read"]);
  assert.deepEqual([figures(verdict).lost, figures(verdict).missed], [[], [1]]);
});

test("a run that was cut off in its faults has no final reads: unknown", () => {
  const verdict = judge("0 phase faults \n 10-20 p1@n1 add s 1 \n 30-40 p2@n2 read s -> [1]");
  assert.equal(verdict.valid, "unknown");
});

test("an element twice in one answer, one that nobody added, one that was refused", () => {
  const twice = run("10-20 p1 add s 1", "-> [1,1]", "-> [1]");
  assert.deepEqual(names(judge(twice)), ["duplicate-element"]);
  const ghost = run("10-20 p1 add s 1", "-> [1,7]", "-> [1,7]");
  assert.deepEqual(names(judge(ghost)), ["unexpected-element"]);
  const refused = judge(run("10-20 p1 add s 1 \n 30-40 p2 add s 2 !no", "-> [1,2]", "-> [1,2]"));
  assert.match(refused.valid === false ? refused.anomalies[0].explanation : "", /was refused\.$/);
});

test("an answer that is no set: unknown; nothing added: too little; no time: how far", () => {
  const strange = judge(run("10-20 p1 add s 1", "-> 5", "-> [1]"));
  assert.equal(strange.valid === "unknown" && strange.reason, "assumption-broken");
  const idle = judge(run("10-20 p1 read s -> []", "-> []", "-> []"));
  assert.equal(idle.valid === "unknown" && idle.reason, "too-little");
  const stopped = judge(run("10-20 p1 add s 1", "-> [1]", "-> [1]"), () => true);
  assert.equal(stopped.valid === "unknown" && stopped.reason, "out-of-time");
});

test("a foreign history without phases: its last reads are the final ones", () => {
  const text = "10-20 p1@n1 add s 1 \n 30-40 p1@n1 read s -> [1] \n 30-40 p2@n2 read s -> [1]";
  assert.equal(judge(text).valid, true);
});

/** Small and wild: three processes, four elements, answers by lot. */
function wild(label: string): string {
  const dice = seedOf("wild").child(label).open();
  const lines = Array.from({ length: 8 }, (_, i) => {
    const process = 1 + (i % 3);
    const from = Math.floor(i / 3) * 10 + dice.int(4);
    const head = `${from}-${from + 1 + dice.int(5)} p${process}@n${1 + (process % 2)}`;
    const fate = dice.chance(200) ? " ?timeout" : "";
    if (dice.chance(500)) return `${head} add s ${1 + dice.int(4)}${fate}`;
    const seen = [1, 2, 3, 4].filter(() => dice.chance(500));
    return fate === "" ? `${head} read s -> ${JSON.stringify(seen)}` : `${head} read s${fate}`;
  });
  return lines.join("\n");
}

test("whatever it calls false, no order explains: against the linearizability checker", () => {
  const context = { plan, shouldStop: () => false };
  let accused = 0;
  for (let run = 0; run < 2000; run++) {
    const history = historyOf(wild(String(run)));
    if (setFull.check(history, context).valid !== false) continue;
    accused++;
    assert.equal(linearizable("set").check(history, context).valid, false, wild(String(run)));
  }
  assert.ok(accused > 500 && accused < 2000, `${accused} of 2000`);
});
