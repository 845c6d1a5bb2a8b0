/** The correct ABD survives every trial; each of its bugs is found in some. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "#core/seed.ts";
import { millis, seconds } from "#core/units.ts";
import { violation } from "../judged.laws.ts";
import type { TrialFault } from "../mischief.ts";
import { Trial } from "../trial.ts";
import { ABD_BUGS } from "./bugs.ts";
import { abdSystem } from "./system.ts";

const SEEDS = Number(process.env["SEEDS"] ?? 5);
const FAULTS: readonly TrialFault[] = ["partition", "crash", "pause", "drift", "loss"];

/** A third of the requests are compare-and-sets, which a register like this one has to refuse. */
const attempt = (seed: string, bugs: readonly string[]): Trial =>
  new Trial({
    actor: abdSystem.actor({ vocabulary: "rw-register", bugs, options: {}, timeScale: 1 }),
    seed: seedOf(seed),
    words: "register",
    nodes: 5,
    clients: 20,
    pace: millis(20),
    length: seconds(5),
    faults: FAULTS,
    rhythm: millis(1000),
    latency: millis(10),
    inspect: () => {},
  }).run();

test(`the correct ABD survives ${SEEDS} trials`, () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const trial = attempt(`abd ${seed}`, []);
    assert.deepEqual(trial.failures, []);
    assert.equal(violation(trial, "register"), null, `seed ${seed}`);
    assert.ok(trial.acknowledged > 300, `seed ${seed}: ${trial.acknowledged} acknowledged`);
    const compared = trial.history.filter(({ request }) => request.type === "cas");
    assert.ok(compared.every(({ reply }) => reply === null || reply["code"] === 10));
  }
});

for (const { name } of ABD_BUGS)
  test(`${name} is found`, () => {
    const found = Array.from({ length: 40 }, (_, seed) => seed).find((seed) => {
      const trial = attempt(`bug ${seed}`, [name]);
      assert.deepEqual(trial.failures, []);
      return violation(trial, "register") !== null;
    });
    assert.notEqual(found, undefined);
  });
