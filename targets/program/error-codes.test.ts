/** The table of Maelstrom's errors: only a definite one may ever become `fail`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCodec } from "./codec.ts";
import { ERROR_CODES } from "./error-codes.ts";

const codec = makeCodec("register", { leadership: null, absent: "failure" });

for (const [code, type, name] of [
  [0, "info", "timeout"],
  [1, "fail", "node-not-found"],
  [10, "fail", "not-supported"],
  [11, "fail", "temporarily-unavailable"],
  [12, "fail", "malformed-request"],
  [13, "info", "crash"],
  [14, "fail", "abort"],
  [20, "fail", "key-does-not-exist"],
  [21, "fail", "key-already-exists"],
  [22, "fail", "precondition-failed"],
  [30, "fail", "txn-conflict"],
  [2, "info", "error-2"],
  [1000, "info", "error-1000"],
  [1022, "info", "error-1022"],
  [-1, "info", "error--1"],
  ["22", "info", "error-22"],
  [undefined, "info", "error-undefined"],
  [22n, "info", "error-22"],
] as const)
  for (const op of [
    { f: "read", key: "1", value: null },
    { f: "write", key: "1", value: 2 },
    { f: "cas", key: "1", value: [1, 2] },
  ])
    test(`error ${String(code)} on a ${op.f} is ${type} ${name}`, () => {
      const reply = { type: "error", code, text: "why" };
      assert.deepEqual(codec.outcome(op, reply), { type, error: { code: name, message: "why" } });
    });

test("the table has the eleven codes that Maelstrom knows", () => {
  assert.deepEqual([...ERROR_CODES.keys()], [0, 1, 10, 11, 12, 13, 14, 20, 21, 22, 30]);
});
