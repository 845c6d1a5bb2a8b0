/** Partitions: some nodes no longer hear some others, both ways or one way. */
import { unknownName } from "#core/errors.ts";
import type { Cut } from "#core/fault.ts";
import type { Card, Chooser, Nemesis, View } from "#core/ports/nemesis.ts";
import { seedOf, type Seed } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";
import { choose, listed, named } from "./choosers.ts";
import { apart, chained, halves, majoritiesRing, oneWay, star } from "./grudges.ts";

/** The first and the third partition of a run isolate the leader: nothing else finds as much. */
export const partition: Nemesis = {
  name: "partition",
  description: "Cuts the network: one node, halves, a ring of majorities, a bridge, one way.",
  draw(seed, { knowsLeaders, turn }) {
    const dice = seed.open();
    const [drawn, blind, sighted] = dice.pick(DECK);
    const sure = knowsLeaders && (turn === 0 || turn === 2);
    const shape = sure ? "isolate" : drawn;
    const chooser = sure ? "leader" : knowsLeaders ? dice.pick([blind, sighted]) : blind;
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

/** Isolating finds the most, so it is there most often. */
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
  hub: (view, seed, card) => {
    const { first, others } = ahead(view, seed, card);
    const [hub, ...rest] = others;
    if (hub === undefined || rest.length === 0) return isolate(view, seed, card);
    return { name: `all hear ${hub} only`, cuts: star(hub, [...first, ...rest]) };
  },
  chain: (view, seed, card) => {
    const { first, others } = ahead(view, seed, card);
    const chain = [...first, ...others];
    if (chain.length < 3) return isolate(view, seed, card);
    return { name: `a chain: ${chain.join(" - ")}`, cuts: chained(chain) };
  },
  minority: (view, seed, card) => {
    const { first, others, aside } = ahead(view, seed, card);
    const friends = others.slice(0, Math.max(0, Math.floor((view.nodes.length - 1) / 2) - 1));
    const few = named(view.nodes, [...first, ...friends]);
    const rest = others.slice(friends.length);
    return { name: `${few.name} cut off from the majority${aside}`, cuts: apart(few.nodes, rest) };
  },
  "all-but-one": (view, seed, card) => {
    const { first, others, aside } = ahead(view, seed, card);
    const [friend, ...rest] = others;
    const name = `${listed(first)} cut off from all but ${friend ?? "itself"}${aside}`;
    return { name, cuts: apart(first, rest) };
  },
  link: (view, seed, card) => {
    const { first, others, aside } = ahead(view, seed, card);
    const name = `the link between ${listed(first)} and ${others[0] ?? "nobody"} cut${aside}`;
    return { name, cuts: apart(first, others.slice(0, 1)) };
  },
  "one-way": (view, seed, { chooser }) => {
    const { nodes } = view;
    const who = choose(chooser, view, seed.child("who").open());
    const others = nodes.filter((node) => !who.nodes.includes(node));
    return seed.child("way").open().chance(500)
      ? { name: `nothing reaches ${who.name}${who.aside}`, cuts: oneWay(others, who.nodes) }
      : { name: `nothing leaves ${who.name}${who.aside}`, cuts: oneWay(who.nodes, others) };
  },
};

interface Ahead {
  /** Whom the card chose. */
  readonly first: readonly NodeId[];
  /** Everybody else, in an order drawn by lot. */
  readonly others: readonly NodeId[];
  readonly aside: string;
}

function ahead(view: View, seed: Seed, { chooser }: Card): Ahead {
  const { nodes: first, aside } = choose(chooser, view, seed.child("who").open());
  const rest = view.nodes.filter((node) => !first.includes(node));
  return { first, others: seed.child("others").open().shuffle(rest), aside };
}

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
