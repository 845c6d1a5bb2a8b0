/** The laws of every reference system: correct it survives all trials, each bug is found in some. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaultKind } from "#core/fault.ts";
import type { Bug } from "#core/ports/target.ts";
import { seedOf } from "#core/seed.ts";
import type { World } from "#core/sim/world.ts";
import { millis, seconds } from "#core/units.ts";
import { violation } from "./judged.laws.ts";
import type { TrialFault } from "./mischief.ts";
import type { System, SystemSettings } from "./system.ts";
import { Trial } from "./trial.ts";

/** What must hold in the members' memories after every event. */
export interface Inspector {
  readonly broken: ReadonlySet<string>;
  readonly inspect: (world: World) => void;
}

export interface LawSettings {
  readonly system: System;
  readonly inspector: () => Inspector;
  readonly settings: Omit<Partial<SystemSettings>, "vocabulary" | "bugs">;
}

const ALL: readonly TrialFault[] = ["partition", "crash", "blink", "pause", "drift", "loss"];
const SEEDS = Number(process.env["SEEDS"] ?? 5);
const SEEDS_FOR_BUGS = 60;

export function systemLaws(laws: LawSettings): void {
  const { system } = laws;
  for (const words of ["register", "set"] as const)
    test(`${system.name} survives ${SEEDS} trials of a ${words}`, () => {
      for (let seed = 0; seed < SEEDS; seed++) survives(laws, words, seed);
    });
  for (const bug of system.bugs)
    test(`${system.name}: ${bug.name} is found by ${bug.faults.join(", ")}`, () => {
      assert.ok(seedsUntilFound(laws, bug) !== null, `not in ${SEEDS_FOR_BUGS} trials`);
    });
}

function survives(laws: LawSettings, words: "register" | "set", seed: number): void {
  const inspector = laws.inspector();
  const { inspect } = inspector;
  const trial = attempt(laws, { seed: `${words} ${seed}`, words, bugs: [], inspect, faults: ALL });
  assert.deepEqual(trial.failures, [], `seed ${seed}`);
  assert.deepEqual([...inspector.broken], [], `seed ${seed}`);
  assert.equal(violation(trial, words), null, `seed ${seed}`);
  assert.ok(trial.acknowledged > 100, `seed ${seed}: ${trial.acknowledged} acknowledged`);
}

/** Under the faults that it says can show it, and under no others. */
function seedsUntilFound(laws: LawSettings, { name, faults }: Bug): number | null {
  const some = faults.flatMap((kind) => MISCHIEF[kind]);
  for (let seed = 0; seed < SEEDS_FOR_BUGS; seed++) {
    const words = "register";
    const asked = { seed: `bug ${seed}`, words, bugs: [name], faults: [...some, "loss"] } as const;
    const trial = attempt(laws, { ...asked, inspect: () => {} });
    assert.deepEqual(trial.failures, [], `seed ${seed}`);
    if (violation(trial, words) !== null) return seed;
  }
  return null;
}

const MISCHIEF: Readonly<Record<FaultKind, readonly TrialFault[]>> = {
  partition: ["partition"],
  kill: ["crash", "blink"],
  pause: ["pause"],
  clock: ["drift"],
  packet: ["loss"],
  disk: ["crash", "blink"],
  zone: ["partition", "crash"],
  "bit-flip": [],
  byzantine: [],
  membership: ["members", "transfer"],
};

/** What a trial under all faults shows to be wrong, null if nothing is. */
export function violated(laws: LawSettings, seed: string): string | null {
  const words = "register";
  const trial = attempt(laws, { seed, words, bugs: [], faults: ALL, inspect: () => {} });
  assert.deepEqual(trial.failures, [], seed);
  return violation(trial, words);
}

interface Attempt {
  readonly seed: string;
  readonly words: "register" | "set";
  readonly bugs: readonly string[];
  readonly faults: readonly TrialFault[];
  readonly inspect: (world: World) => void;
}

function attempt(laws: LawSettings, { seed, words, bugs, faults, inspect }: Attempt): Trial {
  const { system, settings } = laws;
  return new Trial({
    actor: system.actor({ timeScale: 1, options: {}, ...settings, vocabulary: words, bugs }),
    seed: seedOf(seed),
    words,
    nodes: 5,
    clients: 8,
    pace: millis(30),
    length: seconds(8),
    faults,
    rhythm: millis(1500),
    latency: millis(3),
    inspect,
  }).run();
}
