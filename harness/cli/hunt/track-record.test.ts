/** The track record in short: what a hunt with default settings finds within a few seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { huntedOf } from "../commands/hunt.ts";
import { tryOut } from "./trial.ts";

const SEEDS_MOST = 30;
/** The quick ones of TRACK-RECORD.md. */
const FOUND: readonly (readonly [system: string, bug: string, checker: string])[] = [
  ["raft", "stale-read", "linearizable"],
  ["raft", "small-quorum", "linearizable"],
  ["raft", "no-fsync", "linearizable"],
  ["raft", "duplicate-apply", "linearizable"],
  ["dynamo", "last-write-wins", "convergence"],
  ["dynamo", "lost-hint", "convergence"],
];

for (const [system, bug, checker] of FOUND)
  test(`${system}: ${bug} is found within ${SEEDS_MOST} seeds`, async () => {
    const limits = { seeds: "30", from: "1", timeLimit: "15s", keep: "0", out: "store" };
    const hunted = await huntedOf(system, { ...limits, bug: [bug], all: false, json: true });
    for (let seed = 1; seed <= SEEDS_MOST; seed++) {
      const { outcome } = tryOut(hunted, String(seed));
      if (outcome.kind !== "violated") continue;
      assert.equal(outcome.checker, checker);
      return;
    }
    assert.fail(`${bug} was not found`);
  });
