/** The track record survives being read back, so that a part of it can be made anew. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING, seedsOf, textOf, trackRecordOf, type TrackRecord } from "./record-table.ts";

const CELLS = ["linearizable (nonlinearizable)", "10 of 10", "1, 3", "15.0, 45.0", "0.1, 0.3", ""];

test("what is written is read back, in the order of the systems", () => {
  const survival = {
    survived: 9998,
    unknown: 2,
    violated: 0,
    virtualHours: 45.25,
    cpuSeconds: 512.5,
  };
  const record: TrackRecord = {
    bugs: new Map([
      ["raft", new Map([["early-ack", CELLS]])],
      ["abd", new Map([["no-write-back", CELLS]])],
    ]),
    survivals: new Map([["raft", survival]]),
  };
  const text = textOf(record, ["abd", "raft"]);
  assert.ok(text.indexOf("## abd") < text.indexOf("## raft"));
  assert.deepEqual(trackRecordOf(text), record);
  assert.equal(textOf(trackRecordOf(text), ["abd", "raft"]), text);
  assert.equal(seedsOf(survival), 10_000);
});

test("a system that is no longer known comes last", () => {
  const one = new Map([["bug", CELLS]]);
  const bugs = new Map([
    ["gone", one],
    ["raft", one],
  ]);
  const text = textOf({ bugs, survivals: new Map([["gone", NOTHING]]) }, ["raft"]);
  assert.ok(text.indexOf("## raft") < text.indexOf("## gone"));
});

test("of nothing nothing is read", () => {
  assert.deepEqual(trackRecordOf(""), { bugs: new Map(), survivals: new Map() });
});
