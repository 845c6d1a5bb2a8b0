/** The workloads in virtual time, against worlds of which it is known what is wrong with them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLimit } from "#core/generator/pace.ts";
import { clients } from "#core/generator/route.ts";
import { operationsOf, type History, type Operation } from "#core/history.ts";
import type { Dispatch } from "#core/interpreter/interpreter.ts";
import { pretend } from "#core/interpreter/virtual.ts";
import type { Outcome } from "#core/operation.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Workload } from "#core/ports/workload.ts";
import { seedOf } from "#core/seed.ts";
import { millis, nanos } from "#core/units.ts";
import type { Verdict } from "#core/verdict.ts";
import { byKey } from "#checkers/spans.ts";
import { workloads } from "./registry.ts";

const { register, set } = workloads;
type World = (dispatch: Dispatch) => Outcome;

/** Operations of a workload on a world, each lasting between 1 and 20 ms. */
function run(workload: Workload, world: World, seed = "1", seconds = 5): History {
  const generator = workload.generator(seedOf(seed), { threads: 10 });
  const dice = seedOf(seed).child("latency").open();
  return pretend(clients(timeLimit(millis(seconds * 1000), generator)), {
    concurrency: 10,
    nodes: 5,
    answer: (dispatch) => ({ after: millis(1 + dice.int(20)), outcome: world(dispatch) }),
  });
}

const lost = (code: string): Outcome => ({ type: "info", error: { code, message: "" } });
const no: Outcome = { type: "fail", error: { code: "precondition-failed", message: "" } };

/** Registers and sets that act at once, and now and then forget to say so. */
function honest(seed = "1"): World {
  const values = new Map<string, number | null>();
  const sets = new Map<string, number[]>();
  const dice = seedOf(seed).child("world").open();
  return ({ op: { f, key, value } }) => {
    const unlucky = dice.chance(30);
    if (f === "cas") {
      const [from, to] = value as [number, number];
      if (values.get(key) !== from) return unlucky ? lost("timeout") : no;
      values.set(key, to);
    }
    if (f === "write") values.set(key, value as number);
    if (f === "add") sets.set(key, [...(sets.get(key) ?? []), value as number]);
    if (unlucky) return lost("timeout");
    if (f !== "read") return { type: "ok", value };
    const nothing = key.startsWith("s") ? [] : null;
    return { type: "ok", value: sets.get(key) ?? values.get(key) ?? nothing };
  };
}

const judge = (workload: Workload, history: History): readonly Verdict[] =>
  workload.checkers.map((checker) =>
    checker.check(history, { plan: planOf({ nodes: [] }), shouldStop: () => false }),
  );
const asked = (history: History, f: string): readonly Operation[] =>
  operationsOf(history).filter((operation) => operation.f === f);

test("registers: written values are unique over the run, whoever's process was replaced", () => {
  const operations = operationsOf(run(register, honest()));
  assert.ok(new Set(operations.map(({ process }) => process)).size > 10, "some were replaced");
  const values = operations.flatMap(({ f, value }) =>
    f === "write" ? [value] : f === "cas" ? [(value as [number, number])[1]] : [],
  );
  assert.ok(values.length > 500);
  assert.equal(new Set(values).size, values.length);
});

test("registers: most compare-and-sets succeed under contention, some fail", () => {
  const cas = asked(run(register, honest()), "cas");
  const ok = cas.filter(({ outcome }) => outcome.type === "ok").length;
  const share = ok / cas.length;
  assert.ok(share > 0.2 && share < 0.95, `${ok} of ${cas.length}`);
  assert.ok(cas.every(({ value }) => (value as number[])[0] !== (value as number[])[1]));
});

test("keys: several at once, each asked by all nodes, each for a limited while", () => {
  for (const workload of [register, set]) {
    const keys = byKey(operationsOf(run(workload, honest(), "2", 10)));
    assert.ok(keys.size > 20, `${keys.size} keys`);
    const finished = [...keys.values()].filter((operations) => operations.length >= 150);
    for (const operations of finished) {
      assert.ok(operations.length <= 200);
      assert.equal(new Set(operations.map(({ node }) => node)).size, 5);
    }
    const first = operationsOf(run(workload, honest(), "2", 10)).slice(0, 100);
    assert.equal(new Set(first.map(({ key }) => key)).size, 4);
  }
});

test("the longer the run, the longer the keys: final reads stay few", () => {
  const operations = operationsOf(run(register, honest(), "1", 60));
  const keys = byKey(operations);
  assert.ok(operations.length > 40_000 && keys.size < 180, `${keys.size} keys`);
  assert.equal(keys.get("k70")?.length, 400);
});

test("the same seed asks the same, another one something else", () => {
  const story = (seed: string): string =>
    JSON.stringify(run(register, honest(), seed, 1).map(({ f, key, value }) => [f, key, value]));
  assert.equal(story("1"), story("1"));
  assert.notEqual(story("1"), story("2"));
});

test("few threads are one group that leaves nobody out", () => {
  for (const threads of [1, 3, 7]) {
    const generator = register.generator(seedOf("1"), { threads });
    const history = pretend(clients(timeLimit(millis(1000), generator)), {
      concurrency: threads,
      answer: () => ({ after: millis(10), outcome: { type: "ok", value: null } }),
    });
    assert.equal(new Set(operationsOf(history).map(({ process }) => process)).size, threads);
  }
});

/** What a whole run would be: phases around the faults and the final reads. */
function wholeRun(workload: Workload, world: World, seed: string): History {
  const faults = run(workload, world, seed);
  const end = nanos((faults.at(-1)?.time ?? 0) + 1);
  const keys = [...new Set(operationsOf(faults).map(({ key }) => key))];
  const reads = pretend(clients(workload.final(keys)), {
    concurrency: 5,
    nodes: 5,
    answer: (dispatch) => ({ after: millis(5), outcome: world(dispatch) }),
  });
  const later = reads.map((event) => ({
    ...event,
    time: nanos(event.time + end),
    process: typeof event.process === "number" ? event.process + 1_000_000 : event.process,
  })) as History;
  const mark = (time: number, value: string) =>
    ({ time: nanos(time), process: "harness", type: "info", f: "phase", value }) as const;
  const done = mark((later.at(-1)?.time ?? end) + 1, "done");
  const events = [mark(0, "faults"), ...faults, mark(end, "recovery"), ...later, done];
  return events.map((event, index) => ({ ...event, index })) as History;
}

test("an honest world is never accused", () => {
  for (const seed of ["1", "2", "3"]) {
    for (const workload of [register, set]) {
      const verdicts = judge(workload, wholeRun(workload, honest(seed), seed));
      for (const verdict of verdicts) assert.equal(verdict.valid, true, JSON.stringify(verdict));
    }
  }
});

test("a node that answers reads from a while ago is found out, by each checker", () => {
  for (const workload of [register, set]) {
    const world = honest();
    const old = new Map<string, Outcome>();
    const stale: World = (dispatch) => {
      const outcome = world(dispatch);
      const { key, f } = dispatch.op;
      if (f !== "read" || outcome.type !== "ok") return outcome;
      if (!old.has(key)) old.set(key, { ...outcome, value: structuredClone(outcome.value) });
      return dispatch.node === "n3" ? (old.get(key) ?? outcome) : outcome;
    };
    const verdicts = judge(workload, wholeRun(workload, stale, "1"));
    for (const verdict of verdicts) assert.equal(verdict.valid, false);
  }
});

test("a set that acknowledges before it adds, and forgets: lost elements", () => {
  const world = honest();
  const dice = seedOf("forget").open();
  const forgetful: World = (dispatch) =>
    dispatch.op.f === "add" && dice.chance(20)
      ? { type: "ok", value: dispatch.op.value }
      : world(dispatch);
  const [linear, full] = judge(set, wholeRun(set, forgetful, "1"));
  assert.equal(linear?.valid, false);
  assert.ok(full?.valid === false);
  assert.deepEqual(
    full.anomalies.map(({ name }) => name).filter((name) => name !== "lost-element"),
    [],
  );
});

test("final reads: every key by every node; what gives no answer comes again, after the others", () => {
  const failed = new Set<string>();
  const asked: string[] = [];
  const history = pretend(clients(register.final(["k0", "k1", "k2"])), {
    concurrency: 2,
    nodes: 2,
    answer: ({ op, node }) => {
      asked.push(`${node} ${op.key}`);
      const first = op.key === "k0" && node === "n2" && !failed.has(`${node}`);
      if (first) failed.add(`${node}`);
      return { after: millis(1), outcome: first ? lost("timeout") : { type: "ok", value: null } };
    },
  });
  const of = (node: string): readonly string[] => asked.filter((line) => line.startsWith(node));
  assert.deepEqual(of("n1"), ["n1 k0", "n1 k1", "n1 k2"]);
  assert.deepEqual(of("n2"), ["n2 k0", "n2 k1", "n2 k2", "n2 k0"]);
  const [, retry] = operationsOf(history).filter(({ node, key }) => node === "n2" && key === "k1");
  assert.equal(retry, undefined);
  const gap = operationsOf(history).find(({ node, key }) => node === "n2" && key === "k1");
  assert.equal((gap?.invoked ?? 0) / 1e6, 101, "a tenth of a second after the failure");
});

test("final reads of nothing are over at once", () => {
  assert.deepEqual(
    pretend(clients(set.final([])), { concurrency: 2, answer: () => assert.fail() }),
    [],
  );
});
