/** Directed scenarios about successions: what an old leader, its successor and their voters know. */
import type { Fault } from "#core/fault.ts";
import type { Card } from "#core/ports/nemesis.ts";
import type { Seed } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";
import { apart, oneWay } from "./grudges.ts";
import { between, cutting, leader, type Move, type Scenario } from "./scenario.ts";

export const SUCCESSIONS: readonly Scenario[] = [
  {
    name: "figure-8",
    description:
      "Leaders fall in turns with entries that too few others have, and return (Raft's Figure 8).",
    needs: ["packet", "partition"],
    tickets: 3,
    round(seed, nodes) {
      const dice = seed.open();
      const delayMs = between(dice, 15, 40);
      return [
        { afterMs: between(dice, 50, 300), inject: slowed(nodes, delayMs), name: "slow" },
        // The first leader's last entries reach a minority.
        {
          afterMs: between(dice, 100, 300),
          inject: leader("partition", "minority", seed.child("first")),
          name: "first",
        },
        // Those of the second reach nobody.
        {
          afterMs: 0,
          afterElectionMs: 0,
          inject: leader("partition", "isolate", seed.child("second")),
          name: "second",
        },
        // The first comes back. Where logs part is found in one exchange, and the first old entry is
        // across after another; the new one is then on its way …
        { afterMs: between(dice, 20, 250), cure: "first" },
        {
          afterMs: 0,
          afterElectionMs: between(dice, 3 * delayMs, 6 * delayMs),
          again: "first",
          name: "third",
        },
        // … when the second comes back, with a later term's entries in their place.
        { afterMs: between(dice, 0, 20), cure: "second" },
        { afterMs: between(dice, 400, 900), cure: "third" },
        { afterMs: 0, cure: "slow" },
      ];
    },
  },
  {
    name: "lost-ballots",
    description:
      "Two candidates that don't hear each other, and voters who are restarted between the two.",
    needs: ["packet", "partition", "kill"],
    tickets: 3,
    round(seed, nodes) {
      const dice = seed.open();
      const [one, other, ...voters] = dice.shuffle(nodes);
      if (one === undefined || other === undefined) return [];
      const strangers = cutting(`${one} and ${other} apart`, apart([one], [other]));
      return [
        {
          afterMs: between(dice, 50, 400),
          inject: slowed(nodes, between(dice, 15, 40)),
          name: "slow",
        },
        { afterMs: 0, inject: strangers, name: "strangers" },
        // Everybody begins anew, and the candidates a little earlier than their voters.
        { afterMs: 0, inject: down(voters), name: "voters" },
        ...blink(0, between(dice, 2, 20), down([one, other]), "candidates"),
        { afterMs: between(dice, 50, 130), cure: "voters" },
        {
          afterMs: 0,
          afterElectionMs: 0,
          inject: leader("partition", "isolate", seed.child("first")),
          name: "first",
        },
        ...blink(between(dice, 0, 10), between(dice, 2, 20), down(voters), "voters again"),
        { afterMs: between(dice, 250, 600), cure: "first" },
        { afterMs: 0, cure: "strangers" },
        { afterMs: between(dice, 100, 300), cure: "slow" },
      ];
    },
  },
  {
    name: "lost-answers",
    description:
      "A node hears no answers while all others are restarted, and then asks the same things again.",
    needs: ["partition", "kill"],
    tickets: 3,
    round(seed, nodes) {
      const dice = seed.open();
      const [deaf, ...others] = dice.shuffle(nodes);
      if (deaf === undefined) return [];
      const unheard = cutting(`nothing reaches ${deaf}`, oneWay(others, [deaf]));
      return [
        { afterMs: between(dice, 150, 600), inject: unheard, name: "unheard" },
        ...blink(between(dice, 150, 700), between(dice, 2, 20), down(others), "others"),
        { afterMs: between(dice, 0, 100), cure: "unheard" },
      ];
    },
  },
  {
    name: "slow-leader",
    description: "All clocks are fast but the leader's, and it is cut off, its clients with it.",
    needs: ["partition", "clock"],
    tickets: 3,
    round(seed, nodes) {
      const dice = seed.open();
      return [
        { afterMs: between(dice, 20, 150), inject: fastClocks(nodes), name: "all" },
        ...Array.from({ length: 4 }, (_, turn) => isolation(seed.child(turn), turn)).flat(),
        { afterMs: 0, cure: "all" },
      ];
    },
  },
  {
    name: "two-changes",
    description:
      "A leader and its successor each change one member, of four, before the other hears of it.",
    needs: ["packet", "partition", "membership"],
    tickets: 5,
    round(seed, nodes) {
      const dice = seed.open();
      const [odd, even] = dice.shuffle(nodes);
      if (odd === undefined || even === undefined) return [];
      return [
        // With an even number of members, majorities of two neighbouring sets need not meet.
        { afterMs: between(dice, 0, 200), inject: removed(odd), name: "odd" },
        { afterMs: between(dice, 300, 600), inject: slowed(nodes, 20), name: "slow" },
        { afterMs: 100, inject: leader("partition", "isolate", seed.child("old")), name: "old" },
        // The old leader takes it in again, in its own log alone.
        { afterMs: 0, cure: "odd" },
        {
          afterMs: 0,
          afterElectionMs: 0,
          inject: leader("partition", "all-but-one", seed.child("new")),
          name: "new",
        },
        { afterMs: 0, inject: removed(even), name: "even" },
        { afterMs: between(dice, 100, 400), cure: "old" },
        { afterMs: between(dice, 500, 1500), cure: "new" },
        { afterMs: 0, cure: "even" },
        { afterMs: 0, cure: "slow" },
      ];
    },
  },
];

/** The leader, its clock slow, alone with its clients for as long as its lease may seem to last. */
function isolation(seed: Seed, turn: number): readonly Move[] {
  const dice = seed.open();
  const cut = leader("partition", "minority", seed.child("cut"));
  return [
    { afterMs: 0, inject: leader("clock", "slow", seed.child("slow")), name: `slow ${turn}` },
    { afterMs: between(dice, 20, 200), inject: cut, name: `cut ${turn}` },
    { afterMs: between(dice, 150, 250), cure: `cut ${turn}` },
    { afterMs: 0, cure: `slow ${turn}` },
  ];
}

/** Down, and back before anybody misses it. */
const blink = (
  afterMs: number,
  downMs: number,
  inject: Fault | Card,
  name: string,
): readonly Move[] => [
  { afterMs, inject, name },
  { afterMs: downMs, cure: name },
];

const down = (nodes: readonly NodeId[]): Fault => ({
  kind: "kill",
  name: `${nodes.join(", ")} killed`,
  nodes,
});

const removed = (node: NodeId): Fault => ({
  kind: "membership",
  name: `${node} removed`,
  nodes: [node],
  wish: "removed",
});

/** All messages take so long that something can befall a leader before its first ones arrive. */
function slowed(nodes: readonly NodeId[], delayMs: number): Fault {
  const trouble = { mode: "delay", delayMs, jitterMs: 5 } as const;
  return {
    kind: "packet",
    name: `all delayed by ${delayMs} ms`,
    links: oneWay(nodes, nodes),
    trouble,
  };
}

/** The leader's own, a shape of the nemesis `clock`, is half as fast, and a little more than that. */
const fastClocks = (nodes: readonly NodeId[]): Fault => ({
  kind: "clock",
  name: "all clocks fast",
  nodes,
  skew: { mode: "drift", ratePpm: 750_000 },
});
