/** Raft's Figure 16: how long a cluster has no leader after a crash, by range of election time-outs. */
import { parseArgs } from "node:util";
import { seedOf, type Seed } from "#core/seed.ts";
import type { LinkModel, Rule } from "#core/sim/network.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, seconds } from "#core/units.ts";
import { Raft, raft } from "#targets/reference/raft/raft.ts";
import { timesOf } from "#targets/reference/raft/settings.ts";
import { registers } from "#targets/reference/register.ts";

/** The paper's ranges in milliseconds, with what it says of them. */
const LINES = [
  [150, 150, "often above 10 s"],
  [150, 151, ""],
  [150, 155, "median 287"],
  [150, 175, ""],
  [150, 200, "worst 513"],
  [150, 300, ""],
  [12, 24, "mean 35, worst 152"],
  [25, 50, ""],
  [50, 100, ""],
  [100, 200, ""],
] as const;

/**
 * A message, a voter's write and the answer: 9.5 ms on average, the slowest of four 12. The paper
 * says roughly 15 ms of its cluster; at 12 the figures come out like its own.
 */
const LINK: LinkModel = {
  latency: { shape: "uniform", min: micros(1500), max: micros(3500) },
  lossPerMille: 0,
  duplicatePerMille: 0,
  reorders: true,
  bytesPerSecond: null,
};
const DISK = {
  syncLatency: { shape: "uniform", min: millis(3), max: millis(6) },
  fates: { lostPerMille: 0, tornPerMille: 0 },
} as const;

const PATIENCE = seconds(30);

/** Milliseconds from the crash of a leader to the first message of its successor's. */
function crash(min: number, max: number, seed: Seed): number {
  const dice = seed.open();
  const times = timesOf(nanos(millis(min) / 2));
  const ranged = { ...times, electionMin: millis(min), electionMax: millis(max) };
  const seen = { fallen: "", succeeded: false };
  const world: World = new World({
    nodes: ["n1", "n2", "n3", "n4", "n5"],
    actor: raft({
      machine: registers,
      times: ranged,
      elections: "plain",
      reads: "round",
      changes: "joint",
      snapshotEvery: 1000,
      bugs: [],
    }),
    seed: seed.child("world"),
    link: () => LINK,
    disk: DISK,
    outlet: () => {},
    observe: (event) => {
      if (event.kind !== "delivered" || seen.fallen === "") return;
      const { src, body } = event.message;
      if (src !== seen.fallen && body.type === "append") seen.succeeded = true;
    },
  });
  world.start();
  // The first leader is appointed: only the second is of interest.
  world.slip({ src: "n5", dest: "n1", body: { type: "timeout_now", term: 0 } }, nanos(0));
  const leader = settle(world);
  const laggards = dice.shuffle([...world.processes.keys()].filter((node) => node !== leader));
  world.network.addRule(starve(laggards.slice(0, 2)));
  world.send("c1", leader, { type: "write", key: 0, value: 1, msg_id: 1 });
  // Long enough for everybody to have heard several heartbeats, and then at any moment of one.
  world.runUntil(nanos(world.now + millis(min * 3) + dice.span(millis(min) / 2)));
  const now = settle(world);
  if (now !== leader) return crash(min, max, seed.child("again"));
  const at = world.now;
  seen.fallen = leader;
  world.process(leader).crash();
  while (!seen.succeeded && world.now - at < PATIENCE) world.step();
  return (world.now - at) / 1e6;
}

/** Lets time pass until somebody leads. */
function settle(world: World): string {
  for (;;) {
    for (const { self, actor } of world.processes.values())
      if (actor instanceof Raft && actor.leadership !== null && actor.commit > 0) return self;
    world.step();
  }
}

/** Two of the four who stay behind get heartbeats, but no entries: their logs cannot win. */
const starve =
  (nodes: readonly string[]): Rule =>
  ({ dest }, planned) =>
    planned.map((delivery) =>
      nodes.includes(dest) && delivery.body.type === "append"
        ? { ...delivery, body: { ...delivery.body, ...NO_ENTRIES } }
        : delivery,
    );

const NO_ENTRIES = { entries: [], previousIndex: 0, previousTerm: 0, commit: 0 };

const { values } = parseArgs({ options: { trials: { type: "string", default: "1000" } } });
console.log(
  "range (ms)    trials    mean  median     p99   worst   the paper's, of its own cluster",
);
for (const [min, max, paper] of LINES) {
  const trials = min === max ? Math.min(100, Number(values.trials)) : Number(values.trials);
  const seed = seedOf("figure 16").child(`${min}-${max}`);
  const spans = Array.from({ length: trials }, (_, i) => crash(min, max, seed.child(i)));
  spans.sort((a, b) => a - b);
  const at = (part: number): number => spans[Math.min(trials - 1, Math.floor(part * trials))] ?? 0;
  const mean = spans.reduce((a, b) => a + b, 0) / trials;
  const figures = [mean, at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(0).padStart(8)).join("");
  console.log(`${`${min}-${max}`.padEnd(12)}${String(trials).padStart(8)}${figures}   ${paper}`);
}
