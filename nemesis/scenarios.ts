/** Directed scenarios: sequences of faults that the literature knows to be hard, by name. */
import type { Cut, Fault, FaultKind } from "#core/fault.ts";
import type { Card } from "#core/ports/nemesis.ts";
import type { Dice, Seed } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";
import { apart, star } from "./grudges.ts";

/** One thing after the other; `name` pairs a cure with what it cures, within a round. */
export type Move =
  | { readonly afterMs: number; readonly inject: Card | Fault; readonly name: string }
  | { readonly afterMs: number; readonly cure: string };

export interface Scenario {
  readonly name: string;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  readonly needs: readonly FaultKind[];
  /** The moves of one round; rounds follow each other, each with a seed of its own. */
  round(seed: Seed, nodes: readonly NodeId[]): readonly Move[];
}

/** Times fit elections that take a few hundred milliseconds. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "figure-8",
    description:
      "Leaders fall one after the other with entries that only one follower has, and return (Raft's Figure 8).",
    needs: ["partition", "kill"],
    round: (seed, _nodes) =>
      Array.from({ length: 6 }, (_, turn) => fallOfLeader(seed.child(turn), turn))
        .flat()
        .concat([{ afterMs: 100, cure: "fall 5" }]),
  },
  {
    name: "delayed-append",
    description:
      "A leader sleeps through its own deposition and wakes with old messages still to send and to read.",
    needs: ["pause", "partition"],
    round(seed) {
      const dice = seed.open();
      return [
        {
          afterMs: between(dice, 200, 700),
          inject: leader("partition", "all-but-one", seed),
          name: "cut",
        },
        { afterMs: between(dice, 20, 150), inject: leader("pause", "pause", seed), name: "sleep" },
        { afterMs: between(dice, 0, 50), cure: "cut" },
        { afterMs: between(dice, 250, 1200), cure: "sleep" },
      ];
    },
  },
  {
    name: "quorum-loss",
    description:
      "Everybody hears one node only, which does not lead: the leader is alive and has no majority.",
    needs: ["partition"],
    round(seed) {
      const dice = seed.open();
      return [
        {
          afterMs: between(dice, 300, 1500),
          inject: leader("partition", "hub", seed),
          name: "hub",
        },
        { afterMs: between(dice, 800, 2500), cure: "hub" },
      ];
    },
  },
  {
    name: "constrained-election",
    description:
      "Only one node hears a majority when the leader is lost, and that one had fallen behind.",
    needs: ["partition"],
    round(seed, nodes) {
      const dice = seed.open();
      const [hub, ...others] = dice.shuffle(nodes);
      if (hub === undefined) return [];
      const behind = cutting(`${hub} isolated, so that it falls behind`, apart([hub], others));
      const only = cutting(`all hear ${hub} only`, star(hub, others));
      return [
        { afterMs: between(dice, 300, 1200), inject: behind, name: "behind" },
        { afterMs: between(dice, 200, 800), inject: only, name: "only" },
        { afterMs: 0, inject: leader("partition", "isolate", seed), name: "lost" },
        { afterMs: 0, cure: "behind" },
        { afterMs: between(dice, 800, 2500), cure: "lost" },
        { afterMs: between(dice, 0, 500), cure: "only" },
      ];
    },
  },
  {
    name: "chained-partitions",
    description: "The nodes hear their neighbours in a chain only; the leader is at one end.",
    needs: ["partition"],
    round(seed) {
      const dice = seed.open();
      return [
        {
          afterMs: between(dice, 300, 1500),
          inject: leader("partition", "chain", seed),
          name: "chain",
        },
        { afterMs: between(dice, 800, 2500), cure: "chain" },
      ];
    },
  },
  {
    name: "isolated-leader",
    description: "The leader is cut off from its followers, while its clients stay with it.",
    needs: ["partition"],
    round(seed) {
      const dice = seed.open();
      return [
        {
          afterMs: between(dice, 200, 1500),
          inject: leader("partition", "isolate", seed),
          name: "cut",
        },
        { afterMs: between(dice, 400, 3000), cure: "cut" },
      ];
    },
  },
  {
    name: "rolling-restarts",
    description: "One node after the other is killed and started again, as in an upgrade.",
    needs: ["kill"],
    round(seed, nodes) {
      const dice = seed.open();
      return dice.shuffle(nodes).flatMap((node): readonly Move[] => [
        { afterMs: between(dice, 50, 600), inject: killing(node), name: node },
        { afterMs: between(dice, 20, 400), cure: node },
      ]);
    },
  },
  {
    name: "blinking-nodes",
    description: "Nodes are killed and back within milliseconds, mostly while the others elect.",
    needs: ["kill"],
    round(seed, nodes) {
      const dice = seed.open();
      const blinks = dice.shuffle(nodes).flatMap((node): readonly Move[] => [
        { afterMs: between(dice, 0, 60), inject: killing(node), name: node },
        { afterMs: between(dice, 0, 10), cure: node },
      ]);
      return [
        { afterMs: between(dice, 50, 600), inject: leader("kill", "kill", seed), name: "leader" },
        { afterMs: between(dice, 100, 350), cure: "leader" },
        ...blinks,
      ];
    },
  },
  {
    name: "flapping-link",
    description: "The link from the leader to one other node comes and goes.",
    needs: ["partition"],
    round(seed) {
      const dice = seed.open();
      return Array.from({ length: 9 }, (_, turn): readonly Move[] => [
        {
          afterMs: turn === 0 ? between(dice, 200, 900) : between(dice, 10, 250),
          inject: leader("partition", "link", seed),
          name: `${turn}`,
        },
        { afterMs: between(dice, 10, 250), cure: `${turn}` },
      ]).flat();
    },
  },
];

/** What the leader has just got reaches one follower; then it is gone, and the one before is back. */
function fallOfLeader(seed: Seed, turn: number): readonly Move[] {
  const dice = seed.open();
  const back: readonly Move[] = turn === 0 ? [] : [{ afterMs: 0, cure: `fall ${turn - 1}` }];
  return [
    {
      afterMs: between(dice, 120, 500),
      inject: leader("partition", "all-but-one", seed),
      name: `cut ${turn}`,
    },
    { afterMs: between(dice, 0, 120), inject: leader("kill", "kill", seed), name: `fall ${turn}` },
    ...back,
    { afterMs: 0, cure: `cut ${turn}` },
  ];
}

const leader = (kind: FaultKind, shape: string, seed: Seed): Card => ({
  kind,
  shape,
  chooser: "leader",
  seed: seed.child("aim").toString(),
});

const killing = (node: NodeId): Fault => ({ kind: "kill", name: `${node} killed`, nodes: [node] });

const cutting = (name: string, cuts: readonly Cut[]): Fault => ({ kind: "partition", name, cuts });

const between = (dice: Dice, least: number, most: number): number =>
  least + dice.int(most - least + 1);
