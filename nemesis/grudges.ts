/** Ways to tear a network apart, as directed cuts: who is no longer heard by whom. */
import type { Cut } from "#core/fault.ts";
import type { Dice, Seed } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";
import { majority } from "./choosers.ts";

/** Nothing from any of the first to any of the others. */
export function oneWay(from: readonly NodeId[], to: readonly NodeId[]): readonly Cut[] {
  return from.flatMap((a) => to.filter((b) => b !== a).map((b): Cut => [a, b]));
}

/** Each group hears only itself. */
export function apart(...groups: readonly (readonly NodeId[])[]): readonly Cut[] {
  return groups.flatMap((from, i) => groups.flatMap((to, j) => (i === j ? [] : oneWay(from, to))));
}

/** All hear the hub and nobody else. */
export const star = (hub: NodeId, others: readonly NodeId[]): readonly Cut[] =>
  deaf([hub, ...others], (listener, speaker) => listener === hub || speaker === hub);

/** Each hears those next to it in the list. */
export const chained = (nodes: readonly NodeId[]): readonly Cut[] =>
  deaf(
    nodes,
    (listener, speaker) => Math.abs(nodes.indexOf(listener) - nodes.indexOf(speaker)) === 1,
  );

/** Two halves, the first no larger than the second. */
export function halves(
  nodes: readonly NodeId[],
): readonly [small: readonly NodeId[], large: readonly NodeId[]] {
  const middle = Math.floor(nodes.length / 2);
  return [nodes.slice(0, middle), nodes.slice(middle)];
}

/** Cuts whatever is not heard. */
export function deaf(
  nodes: readonly NodeId[],
  hears: (listener: NodeId, speaker: NodeId) => boolean,
): readonly Cut[] {
  return nodes.flatMap((to) =>
    nodes.filter((from) => from !== to && !hears(to, from)).map((from): Cut => [from, to]),
  );
}

/**
 * Every node hears a majority, and no two hear the same one. Up to five nodes: they form a ring,
 * and each hears the arc of a majority's length around it. More: see below.
 */
export function majoritiesRing(nodes: readonly NodeId[], seed: Seed): readonly Cut[] {
  const ring = seed.child("ring").open().shuffle(nodes);
  if (ring.length > 5) return randomMajorities(ring, seed.child("links"));
  const before = Math.floor(majority(ring.length) / 2);
  return deaf(ring, (listener, speaker) => {
    const start = ring.indexOf(listener) - before + ring.length;
    return (ring.indexOf(speaker) - start + 2 * ring.length) % ring.length < majority(ring.length);
  });
}

/**
 * A larger ring would leave each node a majority of near neighbours, always the same shape. Instead
 * links are added between two nodes that have the fewest, until everyone hears a majority.
 */
function randomMajorities(nodes: readonly NodeId[], seed: Seed): readonly Cut[] {
  const heard = new Map(nodes.map((node) => [node, new Set([node])]));
  const degree = (node: NodeId): number => heard.get(node)?.size ?? 0;
  for (let round = 0; nodes.some((node) => degree(node) < majority(nodes.length)); round++) {
    const dice = seed.child(round).open();
    const poorest = fewest(nodes, degree, dice);
    const strangers = nodes.filter((node) => heard.get(poorest)?.has(node) === false);
    const friend = fewest(strangers, degree, dice);
    heard.get(poorest)?.add(friend);
    heard.get(friend)?.add(poorest);
  }
  return deaf(nodes, (listener, speaker) => heard.get(listener)?.has(speaker) === true);
}

/** One of those with the lowest degree, by lot. */
function fewest(nodes: readonly NodeId[], degree: (node: NodeId) => number, dice: Dice): NodeId {
  const least = Math.min(...nodes.map(degree));
  const [first, ...others] = nodes.filter((node) => degree(node) === least);
  if (first === undefined) throw new RangeError("a majority of no nodes");
  return dice.pick([first, ...others]);
}
