/** A script says what a history shows to have been asked, and asks it again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "./fault.ts";
import { DONE } from "./generator/basic.ts";
import { any } from "./generator/combine.ts";
import { clients, nemesis } from "./generator/route.ts";
import { operationsOf, type Event, type History } from "./history.ts";
import { pretend, perfect } from "./interpreter/virtual.ts";
import { planOf } from "./plan.fixture.ts";
import type { Workload } from "./ports/workload.ts";
import { lengthOf, scriptOf, scriptedSchedule, scriptedWorkload, type Script } from "./script.ts";
import { seedOf } from "./seed.ts";
import { millis, nanos, nodeId } from "./units.ts";

const fault: Fault = { kind: "pause", name: "n1 paused", nodes: [nodeId("n1")] };
const script: Script = {
  operations: [
    { at: millis(5), thread: 0, f: "write", key: "k0", value: 1 },
    { at: millis(7), thread: 2, f: "read", key: "k1", value: null },
    { at: millis(60), thread: 0, f: "read", key: "k0", value: null },
  ],
  faults: [{ id: "f1", at: millis(20), until: millis(80), fault, card: null, turns: [3, 5] }],
  final: [],
  lasts: millis(90),
};
const nothing: Workload = {
  name: "register",
  description: "",
  generator: () => DONE,
  final: () => DONE,
  checkers: [],
  minimum: { faults: {}, recovery: {} },
};

/** What a script does in a world where every answer takes ten milliseconds, phases around it. */
function played(of: Script): History {
  const asked = clients(scriptedWorkload(of, nothing).generator(seedOf("1"), { threads: 3 }));
  const both = any([asked, nemesis(scriptedSchedule(of, false))]);
  const events = pretend(both, {
    concurrency: 3,
    nodes: 3,
    answer: (dispatch) => {
      const answer = perfect(dispatch);
      if (dispatch.process !== "nemesis") return answer;
      const { f, value } = dispatch.op;
      const began = nanos(0);
      const said = f === "inject" ? { ...(value as object), began } : value;
      return { after: nanos(0), outcome: { type: "ok", value: said } };
    },
  });
  const phase = (value: string, time: number): Event =>
    ({ process: "harness", type: "info", f: "phase", value, time, index: 0 }) as never;
  const end = events.at(-1)?.time ?? 0;
  return [phase("faults", 0), ...events, phase("heal", end), phase("done", end)];
}

test("everything is asked at its time, by its thread", () => {
  const asked = played(script).filter(({ type }) => type === "invoke");
  assert.deepEqual(
    asked.map(({ time, process, f }) => [time / 1e6, process, f]),
    [
      [5, 0, "write"],
      [7, 2, "read"],
      [20, "nemesis", "inject"],
      [60, 0, "read"],
      [80, "nemesis", "cure"],
    ],
  );
  assert.equal(lengthOf(script), millis(80));
});

test("the script of what a script did is that script", () => {
  const again = scriptOf(played(script), planOf({ concurrency: 3 }));
  assert.deepEqual(again.operations, script.operations);
  assert.deepEqual(again.final, []);
});

test("a process that follows an info is the same thread", () => {
  const events: readonly Partial<Event>[] = [
    { process: 1 as never, type: "invoke", f: "read", value: null, time: nanos(1) },
    { process: 1 as never, type: "info", f: "read", value: null, time: nanos(2) },
    { process: 2 as never, type: "invoke", f: "read", value: null, time: nanos(3) },
    { process: 2 as never, type: "info", f: "read", value: null, time: nanos(4) },
    { process: 3 as never, type: "invoke", f: "read", value: null, time: nanos(5) },
  ];
  const { operations } = scriptOf(events as History, planOf({ concurrency: 2 }));
  assert.deepEqual(
    operations.map(({ thread }) => thread),
    [1, 1, 1],
  );
  assert.equal(operationsOf(events as History).length, 3);
});
