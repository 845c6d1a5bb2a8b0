/** Events to operations: answers, lost answers, echoes, and events that cannot follow each other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { models } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { openTable } from "./columns/table-reader.ts";
import { FormatError } from "./format-error.ts";
import { pairEvents } from "./operations.ts";
import { readEvents } from "./reader.ts";

/** "0 invoke read nil": a log's line without its tabs. */
const pair = (...lines: readonly string[]): Operation[] => [
  ...pairEvents(
    readEvents(
      lines
        .map((line) => `${line.replace(/ /, "\t:").replace(/ /, "\t:").replace(/ /, "\t")}\n`)
        .join(""),
    ),
  ),
];

test("an answer ends what its process has invoked; without one it is info", () => {
  assert.deepEqual(
    pair(
      "0 invoke read nil",
      "1 invoke write 3",
      "2 invoke cas [1 2]",
      "0 ok read 4",
      "1 fail write 3",
    ),
    [
      {
        id: 0,
        process: 0,
        key: null,
        word: "read",
        input: null,
        invoked: 0,
        outcome: "ok",
        output: 4,
        returned: 3,
      },
      {
        id: 1,
        process: 1,
        key: null,
        word: "write",
        input: 3,
        invoked: 1,
        outcome: "fail",
        returned: 4,
      },
      { id: 2, process: 2, key: null, word: "cas", input: [1, 2], invoked: 2, outcome: "info" },
    ],
  );
});

test("an answer that only repeats the arguments is none", () => {
  const outputs = pair(
    "0 invoke write 3",
    "0 ok write 3",
    "0 invoke cas [1 2]",
    "0 ok cas [1 2]",
    "0 invoke dequeue nil",
    "0 ok dequeue 7",
  ).map((operation) => operation.outcome === "ok" && operation.output);
  assert.deepEqual(outputs, [null, null, 7]);
});

test("a read that found just what it was asked with has its answer, in events and in columns", () => {
  const read = `"process":0,"f":"read","value":{"x":null}`;
  const text = `{"type":"invoke",${read}}\n{"type":"ok",${read}}\n`;
  const [operation] = pairEvents(readEvents(text));
  assert.deepEqual(operation?.outcome === "ok" && operation.output, { x: null });
  const reader = openTable(models["multi-register"]());
  reader.push(new TextEncoder().encode(text));
  const { columns, values } = reader.end().table;
  assert.deepEqual(values[columns.a[0]!], { x: null });
});

test("the key comes from the invocation when the answer has lost it", () => {
  const [operation] = pair("0 invoke cas [9 [1 2]]", "0 info cas :timed-out");
  assert.deepEqual(operation, {
    id: 0,
    process: 0,
    key: 9,
    word: "cas",
    input: [1, 2],
    invoked: 0,
    outcome: "info",
  });
});

test("events that cannot follow each other are refused by line", () => {
  const refused = (...lines: readonly string[]): string => {
    try {
      return `no error, but ${pair(...lines).length} operations`;
    } catch (error) {
      assert.ok(error instanceof FormatError);
      return error.message;
    }
  };
  assert.equal(
    refused("0 invoke read nil", "0 invoke write 1"),
    'line 2: process 0 invokes "write" before its "read" of line 1 has ended',
  );
  assert.equal(
    refused("0 invoke read nil", "0 ok read 1", "0 ok read 1"),
    'line 3: process 0 ends "read" without having invoked it',
  );
  assert.equal(
    refused("0 invoke read nil", "0 ok write 1"),
    'line 2: process 0 ends "write", but has invoked "read" on line 1',
  );
  assert.equal(
    refused("0 invoke read [1 nil]", "0 ok read [2 5]"),
    'line 2: process 0 ends "read" of another key than it has invoked',
  );
});

test("the nemesis is no client", () => {
  assert.deepEqual(pair(":nemesis info start nil", ":nemesis info start nil"), []);
});
