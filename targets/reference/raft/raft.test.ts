/** The correct Raft survives every trial; each of its bugs is found in some. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "#core/seed.ts";
import { millis, seconds } from "#core/units.ts";
import { violation } from "../judged.laws.ts";
import type { TrialFault } from "../mischief.ts";
import { Trial } from "../trial.ts";
import { RAFT_BUGS, type RaftBug } from "./bugs.ts";
import { Invariants } from "./invariants.laws.ts";
import { raftSystem } from "./system.ts";

const EVERYTHING: readonly TrialFault[] = ["partition", "crash", "pause", "drift", "loss"];
const SEEDS = Number(process.env["SEEDS"] ?? 10);

interface Outcome {
  readonly trial: Trial;
  readonly invariants: Invariants;
}

function attempt(seed: string, words: "register" | "set", bugs: readonly RaftBug[]): Outcome {
  const invariants = new Invariants();
  const trial = new Trial({
    actor: raftSystem.actor({ vocabulary: words, bugs, options: {}, timeScale: 1 }),
    seed: seedOf(seed),
    words,
    nodes: 5,
    clients: 8,
    pace: millis(50),
    length: seconds(12),
    faults: EVERYTHING,
    rhythm: millis(2500),
    latency: millis(3),
    inspect: invariants.inspect,
  }).run();
  return { trial, invariants };
}

for (const words of ["register", "set"] as const)
  test(`the correct Raft survives ${SEEDS} trials of a ${words}`, () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { trial, invariants } = attempt(`${words} ${seed}`, words, []);
      assert.deepEqual(trial.failures, []);
      assert.deepEqual([...invariants.broken], [], `seed ${seed}`);
      assert.equal(violation(trial, words), null, `seed ${seed}`);
      assert.ok(trial.acknowledged > 100, `seed ${seed}: ${trial.acknowledged} acknowledged`);
    }
  });

/** The other bugs need rarer coincidences; `rules.test.ts` shows what each of them breaks. */
const FOUND_BY_CHANCE: readonly RaftBug[] = [
  "stale-read",
  "early-ack",
  "small-quorum",
  "no-persist",
  "no-fsync",
  "no-log-check",
  "duplicate-apply",
];

for (const name of FOUND_BY_CHANCE)
  test(`${name} is found by random faults`, () => {
    let seed = 0;
    for (let found: string | null = null; found === null; seed++) {
      const { trial } = attempt(`bug ${seed}`, "register", [name]);
      assert.deepEqual(trial.failures, []);
      found = violation(trial, "register");
      assert.ok(seed < 40, "not within forty seeds");
    }
  });

test("every bug says where it can show", () => {
  for (const { environments, faults } of RAFT_BUGS)
    assert.ok(environments.includes("simulated") && faults.length > 0);
});
