/** One plan is one history, byte for byte, whoever plays it and whatever else is drawn. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { partsOf } from "#cli/parts.ts";
import { FAULT_KINDS } from "#core/fault.ts";
import type { History } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Nemeses } from "#core/ports/nemesis.ts";
import type { SimulationRequest } from "#core/ports/simulator.ts";
import { seedOf } from "#core/seed.ts";
import { millis, nodeId } from "#core/units.ts";
import { simulated } from "./simulated.ts";

const plan = planOf({
  environment: "simulated",
  nemesis: FAULT_KINDS,
  nodes: ["n1", "n2", "n3", "n4", "n5"].map(nodeId),
  concurrency: 10,
  rate: 100,
  nemesisIntervalMs: 500,
  timeLimitMs: 8000,
  links: { latencyMs: 5, latency: "exponential", lossPerMille: 20, duplicatePerMille: 20 },
  seed: "bytes",
});

const play = (change: Partial<SimulationRequest> = {}): History =>
  simulated.simulate({
    ...partsOf(plan),
    observe: () => {},
    trace: null,
    shouldStop: () => false,
    ...change,
  });

const hashOf = (history: History): string =>
  createHash("sha256").update(JSON.stringify(history)).digest("hex");

const HASH = hashOf(play());

test("twice in one process", () => {
  assert.equal(hashOf(play()), HASH);
});

test("in another process, in another zone and language, its compiler held back", () => {
  const script = `
    import { createHash } from "node:crypto";
    import { simulate } from "#cli/parts.ts";
    const history = simulate(${JSON.stringify(plan)});
    console.log(createHash("sha256").update(JSON.stringify(history)).digest("hex"));`;
  const options = ["--no-opt", "--input-type=module", "--eval", script];
  const env = { ...process.env, TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8" };
  assert.equal(execFileSync(process.execPath, options, { encoding: "utf8", env }).trim(), HASH);
});

test("a draw that is added elsewhere changes nothing", () => {
  const { nemeses, workload } = partsOf(plan);
  const curious = <T>(
    seed: { child(label: string): { open(): { u32(): number } } },
    value: T,
  ): T => {
    seed.child("curiosity").open().u32();
    return value;
  };
  const drawing = Object.fromEntries(
    Object.entries(nemeses).map(([name, nemesis]) => [
      name,
      {
        ...nemesis,
        aim: (card, view) => curious(seedOf(card.seed), nemesis.aim(card, view)),
      } satisfies (typeof nemeses)["kill"],
    ]),
  ) as Nemeses;
  const asking = {
    ...workload,
    generator: ((seed, settings) =>
      curious(seed, workload.generator(seed, settings))) satisfies typeof workload.generator,
  };
  assert.equal(hashOf(play({ nemeses: drawing, workload: asking })), HASH);
});

test("another seed is another history, and no time in it is of this machine", () => {
  const other = simulated.simulate({
    ...partsOf({ ...plan, seed: "other" }),
    observe: () => {},
    trace: null,
    shouldStop: () => false,
  });
  assert.notEqual(hashOf(other), HASH);
  assert.ok(other.every(({ time }) => time < millis(60_000)));
  assert.doesNotMatch(JSON.stringify(other), /20\d\d-\d\d-\d\d|1[78]\d{11}/);
});
