/** The correct Raft survives every trial; each of its bugs is found in some. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "#core/seed.ts";
import { millis, seconds } from "#core/units.ts";
import { violation } from "../judged.laws.ts";
import type { TrialFault } from "../mischief.ts";
import { registers } from "../register.ts";
import { sets } from "../set.ts";
import { Trial } from "../trial.ts";
import { RAFT_BUGS, type RaftBug } from "./bugs.ts";
import { Invariants } from "./invariants.laws.ts";
import { raft } from "./raft.ts";
import { timesOf } from "./settings.ts";

const EVERYTHING: readonly TrialFault[] = ["partition", "crash", "pause", "drift", "loss"];
const SEEDS = Number(process.env["SEEDS"] ?? 20);

interface Outcome {
  readonly trial: Trial;
  readonly invariants: Invariants;
}

function attempt(seed: string, words: "register" | "set", bugs: readonly RaftBug[]): Outcome {
  const invariants = new Invariants();
  const machine = words === "set" ? sets : registers;
  const trial = new Trial({
    actor: raft({ machine, times: timesOf(millis(50)), bugs }),
    seed: seedOf(seed),
    words,
    nodes: 5,
    clients: 8,
    pace: millis(50),
    length: seconds(12),
    faults: EVERYTHING,
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

for (const { name } of RAFT_BUGS)
  test(`${name} is found`, () => {
    const found = Array.from({ length: 20 }, (_, seed) => {
      const { trial } = attempt(`bug ${seed}`, "register", [name]);
      assert.deepEqual(trial.failures, []);
      return violation(trial, "register");
    });
    assert.ok(found.some((sentence) => sentence !== null));
  });
