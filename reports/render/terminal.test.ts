/** The terminal is told the truth, in bounds, and no node's text acts on it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { millis, seconds } from "#core/units.ts";
import { digestOf } from "./digest.ts";
import { specimen } from "./specimen.ts";
import { progressLine, verdictText, type Progress } from "./terminal.ts";

const progress: Progress = {
  phase: "faults",
  elapsed: seconds(12),
  operations: 4120,
  perSecond: 343,
  late: millis(0),
  info: 7,
  faults: [{ id: "f2", kind: "kill", name: "kill n3" }],
};

test("progress: phase, time, rate, what is broken just now", () => {
  assert.equal(
    progressLine(progress, 80),
    "breaking · 12 s · 4,120 operations (343/s) · 7 info · f2 kill n3",
  );
  assert.equal(progressLine(progress, 20), "breaking · 12 s · 4…");
  assert.match(
    progressLine({ ...progress, late: millis(1500) }, 200),
    /7 info · 1\.5 s behind · f2/,
  );
  const quiet = { ...progress, phase: "heal", info: 0, faults: [] } as const;
  assert.equal(progressLine(quiet, 80), "healing · 12 s · 4,120 operations (343/s)");
});

test("a violation names its operations and ends with the line that does it again", () => {
  const text = verdictText(digestOf(specimen({ kind: "violated" })), { color: false });
  assert.match(text, /^✗ Violation: register on 5 nodes of raft/);
  assert.match(
    text,
    /\n {2}✗ linearizable: Key k\d: .*\(nonlinearizable\)\.\n {4}1\. .* by process/,
  );
  assert.match(text, /\n {2}✓ stats: every word/);
  assert.match(text, /\n {2}Availability 97\.05 %, longest outage 3 s\n/);
  assert.match(text, /\n {2}Recovery from kill: median 32 ms \(n 2, 1 censored\)\n/);
  assert.match(text, /\nAgain: ordeal run raft --nemesis partition,kill --seed specimen\n$/);
});

test("only our own colours reach the terminal", () => {
  const spoil = (text: string): string => `\u001b[2J\u0007\u009b31m${text}`;
  const digest = digestOf(specimen({ kind: "violated", spoil }));
  const colored = verdictText(digest, { color: true });
  const ours = ["\u001b[1;32m", "\u001b[1;31m", "\u001b[0m"];
  const bare = ours.reduce((text, code) => text.replaceAll(code, ""), colored);
  assert.equal(bare, verdictText(digest, { color: false }));
  for (const acting of ["\u001b", "\u0007", "\u009b"]) assert.ok(!bare.includes(acting));
});
