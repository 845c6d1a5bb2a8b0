/** One crash of a leader in the simulated world, as Raft's paper measured it (section 9.3). */
import type { Seed } from "#core/seed.ts";
import type { LinkModel, Rule } from "#core/sim/network.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, seconds } from "#core/units.ts";
import { Raft, raft } from "#targets/reference/raft/raft.ts";
import { timesOf } from "#targets/reference/raft/settings.ts";
import { registers } from "#targets/reference/register.ts";

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
export function leaderlessMs(min: number, max: number, seed: Seed): number {
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
  if (now !== leader) return leaderlessMs(min, max, seed.child("again"));
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
