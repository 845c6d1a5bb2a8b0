/** The dialect says what it seems to say: operations, faults, phases come back as written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf } from "./fault.ts";
import { historyOf } from "./history.dialect.ts";
import { operationsOf, phasesOf } from "./history.ts";

const history = historyOf(`
  0 phase faults
  10-20 p1@n2 write x 1
  12-18 p2 read x -> null
  30-40 p1 cas x [1,2] !mismatch
  50-60.5 p1 write x 3 ?timeout
  55- p3 read x late:5
  100-200 kill f1 n1,n2
  150-250 partition f2 n1>n2,n3>n1 applied
  300- pause f3 n3
  400 died n1
`);

test("operations: their outcomes, values, codes, nodes, lateness", () => {
  const seen = operationsOf(history).map((op) => {
    const { outcome } = op;
    const end = outcome.type === "ok" ? outcome.value : outcome.error.code;
    return [op.process, op.node, op.f, op.key, op.value, outcome.type, end, op.late / 1e6];
  });
  assert.deepEqual(seen, [
    [1, "n2", "write", "x", 1, "ok", 1, 0],
    [2, "n1", "read", "x", null, "ok", null, 0],
    [1, "n1", "cas", "x", [1, 2], "fail", "mismatch", 0],
    [1, "n1", "write", "x", 3, "info", "timeout", 0],
    [3, "n1", "read", "x", null, "info", "unanswered", 5],
  ]);
});

test("faults: began, ended, effect, cuts; one never cured stays open", () => {
  const seen = faultsOf(history).map(({ id, began, ended, effect }) => [id, began, ended, effect]);
  assert.deepEqual(seen, [
    ["f1", 100e6, 200e6, "proven"],
    ["f2", 150e6, 250e6, "applied"],
    ["f3", 300e6, null, "unproven"],
  ]);
  const cut = faultsOf(history)[1]?.fault;
  assert.deepEqual(cut?.kind === "partition" && cut.cuts, [
    ["n1", "n2"],
    ["n3", "n1"],
  ]);
});

test("marks: phases and deaths", () => {
  assert.deepEqual(phasesOf(history), [{ phase: "faults", began: 0, ended: null }]);
  assert.equal(history.at(-1)?.f, "died");
  assert.equal(history.at(-1)?.node, "n1");
});

test("indexes are dense and times never go back", () => {
  assert.ok(history.every((event, i) => event.index === i));
  assert.ok(history.every((event, i) => event.time >= (history[i - 1]?.time ?? 0)));
});
