/** Events become operations, phases and faults. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf } from "./fault.ts";
import { operationsOf, phasesOf, type Event, type History } from "./history.ts";
import { nanos } from "./units.ts";

const history = (...lines: readonly Omit<Event, "index" | "time">[]): History =>
  lines.map((line, index) => ({ index, time: nanos(index * 10), ...line }));
const p = (n: number): Event["process"] => n as Event["process"];

test("operations pair by process, and an open one is info for ever", () => {
  const operations = operationsOf(
    history(
      { process: p(0), type: "invoke", f: "write", key: "x", value: 1 },
      { process: p(1), type: "invoke", f: "read", key: "x", value: null },
      { process: p(1), type: "ok", f: "read", key: "x", value: 1 },
    ),
  );
  assert.deepEqual(
    operations.map(({ f, outcome, completion }) => [f, outcome.type, completion]),
    [
      ["write", "info", null],
      ["read", "ok", 2],
    ],
  );
  assert.equal(operations[0]?.completed, null);
});

test("a completion that nobody invoked is passed over", () => {
  assert.deepEqual(operationsOf(history({ process: p(0), type: "ok", f: "read", value: 1 })), []);
});

test("a fault has a window: injected, cured with its proof, or open and unproven", () => {
  const fault = { kind: "kill", name: "kill n1", nodes: [] } as const;
  const windows = faultsOf(
    history(
      { process: "nemesis", type: "invoke", f: "inject", value: { id: "f1" } },
      { process: "nemesis", type: "info", f: "inject", value: { id: "f1", fault, began: 5 } },
      {
        process: "nemesis",
        type: "info",
        f: "cure",
        value: { id: "f1", ended: 25, effect: "proven", evidence: "gone" },
      },
      { process: "nemesis", type: "info", f: "inject", value: { id: "f2", fault, began: 35 } },
      { process: "nemesis", type: "info", f: "cure", value: null },
      {
        process: "nemesis",
        type: "info",
        f: "inject",
        value: { id: "f3" },
        error: { code: "inject-failed", message: "no" },
      },
    ),
  );
  assert.deepEqual(
    windows.map(({ id, began, ended, effect }) => [id, began, ended, effect]),
    [
      ["f1", 5, 25, "proven"],
      ["f2", 35, null, "unproven"],
    ],
  );
});

test("phases end where the next begins; the last of a run that was cut off does not", () => {
  const phase = (value: string): Omit<Event, "index" | "time"> => ({
    process: "harness",
    type: "info",
    f: "phase",
    value,
  });
  assert.deepEqual(phasesOf(history(phase("setup"), phase("faults"))), [
    { phase: "setup", began: 0, ended: 10 },
    { phase: "faults", began: 10, ended: null },
  ]);
});
