/** Partitions: some nodes no longer hear some others, both ways or one way. */
import { unknownName } from "#core/errors.ts";
import type { Cut } from "#core/fault.ts";
import type { Card, Chooser, Nemesis, View } from "#core/ports/nemesis.ts";
import { seedOf, type Seed } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";
import { choose, listed, named } from "./choosers.ts";
import { apart, halves, majoritiesRing, oneWay } from "./grudges.ts";

export const partition: Nemesis = {
  name: "partition",
  description: "Cuts the network: one node, halves, a ring of majorities, a bridge, one way.",
  draw(seed, { knowsLeaders }) {
    const dice = seed.open();
    const [shape, blind, sighted] = dice.pick(DECK);
    const chooser = knowsLeaders ? dice.pick([blind, sighted]) : blind;
    return { kind: "partition", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim(card, view) {
    const shape = SHAPES[card.shape];
    if (shape === undefined) throw unknownName("shape", card.shape, Object.keys(SHAPES));
    return { kind: "partition", ...shape(view, seedOf(card.seed), card) };
  },
};

interface Torn {
  readonly name: string;
  readonly cuts: readonly Cut[];
}

type Shape = (view: View, seed: Seed, card: Card) => Torn;

/** Whom a shape is aimed at, without and with knowing leaders; `all` where it has no target. */
type Draw = readonly [shape: string, blind: Chooser, sighted: Chooser];

/** Isolating a leader finds the most, so it is there most often. */
const DECK: readonly [Draw, ...Draw[]] = [
  ["isolate", "one", "leader"],
  ["isolate", "minority", "leader"],
  ["halves", "all", "all"],
  ["random-halves", "all", "all"],
  ["majorities-ring", "all", "all"],
  ["bridge", "all", "all"],
  ["one-way", "one", "leader"],
];

const SHAPES: Readonly<Record<string, Shape>> = {
  isolate,
  halves: ({ nodes }) => inHalves(nodes, nodes, "halves"),
  "random-halves": ({ nodes }, seed) =>
    inHalves(nodes, seed.open().shuffle(nodes), "random halves"),
  "majorities-ring": (view, seed, card) => {
    // Two nodes are no ring: their only majority is both of them.
    if (view.nodes.length < 3) return isolate(view, seed, card);
    const cuts = majoritiesRing(view.nodes, seed);
    return { name: "a ring of majorities, a different one for each node", cuts };
  },
  bridge: (view, seed, card) => {
    const { nodes } = view;
    if (nodes.length < 3) return isolate(view, seed, card);
    const [middle, ...rest] = seed.open().shuffle(nodes);
    const [a, b] = halves(rest).map((half) => named(nodes, half));
    const name = `${a?.name ?? ""} | ${b?.name ?? ""}, with ${middle ?? ""} as the bridge`;
    return { name, cuts: apart(a?.nodes ?? [], b?.nodes ?? []) };
  },
  "one-way": ({ nodes, leaders }, seed, { chooser }) => {
    const who = choose(chooser, { nodes, leaders }, seed.child("who").open());
    const others = nodes.filter((node) => !who.nodes.includes(node));
    return seed.child("way").open().chance(500)
      ? { name: `nothing reaches ${who.name}${who.aside}`, cuts: oneWay(others, who.nodes) }
      : { name: `nothing leaves ${who.name}${who.aside}`, cuts: oneWay(who.nodes, others) };
  },
};

/** Aimed at everybody, it takes one: nobody can be isolated from nobody. */
function isolate(view: View, seed: Seed, { chooser }: Card): Torn {
  const who = choose(chooser === "all" ? "one" : chooser, view, seed.open());
  const others = view.nodes.filter((node) => !who.nodes.includes(node));
  return { name: `${who.name} isolated${who.aside}`, cuts: apart(who.nodes, others) };
}

function inHalves(all: readonly NodeId[], order: readonly NodeId[], name: string): Torn {
  const [a, b] = halves(order);
  const text = `${name}: ${listed(named(all, a).nodes)} | ${listed(named(all, b).nodes)}`;
  return { name: text, cuts: apart(a, b) };
}
