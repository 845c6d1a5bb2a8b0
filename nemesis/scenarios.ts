/** Directed scenarios: sequences of faults that the literature knows to be hard, by name. */
import { apart, star } from "./grudges.ts";
import { between, cutting, killing, leader, type Move, type Scenario } from "./scenario.ts";
import { SUCCESSIONS } from "./successions.ts";

/** Times fit elections that take a few hundred milliseconds. */
export const SCENARIOS: readonly Scenario[] = [
  ...SUCCESSIONS,
  {
    name: "delayed-append",
    description:
      "What a leader sends is held on its way until it is deposed, or some of it while it leads on.",
    needs: ["packet"],
    round(seed) {
      const dice = seed.open();
      const shape = dice.pick(["hold-all", "hold-some"]);
      return [
        { afterMs: between(dice, 200, 700), inject: leader("packet", shape, seed), name: "held" },
        { afterMs: between(dice, 250, 1200), cure: "held" },
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
