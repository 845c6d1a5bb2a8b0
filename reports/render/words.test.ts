/** The sentences that terminal, page and summary share. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plan } from "#core/plan.ts";
import { digestOf } from "./digest.ts";
import { specimen } from "./specimen.ts";
import { againSentence, faultSentence, operationSentence, summaryOf } from "./words.ts";
import { verdictSentences } from "./words.ts";

const wordsOf = (kind: "valid" | "violated" | "unknown" | "cut-off"): string => {
  const { plan, results } = specimen({ kind });
  return summaryOf(plan, results);
};

test("a valid run says how much it rests on", () => {
  assert.match(
    wordsOf("valid"),
    /^Valid: register on 5 nodes of raft, [\d,]+ operations \([\d,]+ ok, \d+ fail, \d+ info\), 8 faults \(6 proven, 2 applied\)\.$/,
  );
});

test("a violation is told, not counted", () => {
  assert.match(wordsOf("violated"), /^Violation: .*linearizable: Key k\d: process \d+ wrote 17/);
});

test("unknown has its reason, a cut-off run its cause", () => {
  assert.match(wordsOf("unknown"), /^Unknown: .*too little happened .*only 3 writes/);
  assert.match(wordsOf("cut-off"), /^Unknown: .*The run ended early: killed from outside\./);
});

test("a program that was killed may have kept its promises in memory alone", () => {
  const { plan, results } = specimen({ kind: "violated" });
  const program = { ...plan, target: "program", bin: "./node" };
  assert.match(summaryOf(program, results), /A suspect is lost persistence: nodes were killed/);
  assert.doesNotMatch(summaryOf(plan, results), /suspect/);
  const valid = specimen({});
  assert.doesNotMatch(summaryOf({ ...valid.plan, bin: "./node" }, valid.results), /suspect/);
});

test("further anomalies are counted", () => {
  const anomaly = { name: "lost-element", explanation: "1 was lost", operations: [] };
  const verdict = { valid: false, anomalies: [anomaly, anomaly, anomaly] } as const;
  assert.equal(verdictSentences("set-full", verdict)[0], "set-full: 1 was lost (lost-element).");
  const { plan, results } = specimen({});
  const judged = { ...results, valid: false, verdicts: { "set-full": verdict } };
  assert.match(summaryOf(plan, judged), /1 was lost \(lost-element\)\. 2 more anomalies\.$/);
});

test("a fault and an operation in a sentence", () => {
  const digest = digestOf(specimen({}));
  const [fault] = digest.faults;
  assert.ok(fault !== undefined);
  assert.match(
    faultSentence(fault),
    /^f1 partition, .* cut off: from 3\.\d{3} s to \d\.\d{3} s \(3\.6 s\), proven: partition: 112/,
  );
  assert.match(faultSentence({ ...fault, ended: null }), /never cured/);
  const info = digest.operations.find((operation) => operation.outcome.type === "info");
  assert.ok(info !== undefined);
  assert.match(
    operationSentence(info),
    /by process \d+ at n\d, invoked at [\d.]+ s, info after .* \(timeout: no answer within 1 s\); history line \d+$/,
  );
});

test("the line that does it again always has the seed", () => {
  const { plan } = specimen({});
  assert.equal(againSentence(plan), plan.command);
  const replayed = { ...plan, schedule: "shrunk", command: "ordeal replay small" } as const;
  assert.equal(againSentence(replayed), "ordeal replay small");
  assert.equal(
    againSentence({ ...plan, command: "ordeal run raft" }),
    "ordeal run raft --seed specimen",
  );
});

test("under what a target does not promise to survive, a violation says so", () => {
  const { plan, results } = specimen({ kind: "violated" });
  const beyond: Plan = { ...plan, beyond: ["kill", "clock"] };
  assert.match(
    summaryOf(beyond, results),
    /clock faults were in force, under which raft does not promise right answers/,
  );
  const unstruck: Plan = { ...plan, beyond: ["byzantine"] };
  assert.doesNotMatch(summaryOf(unstruck, results), /promise/, "it was not in force");
  const valid = specimen({ kind: "valid" }).results;
  assert.doesNotMatch(summaryOf(beyond, valid), /promise/, "there is nothing to excuse");
});
