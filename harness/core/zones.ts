/** Racks and data centres: which nodes stand together, and how far it is from one to another. */
import type { Cut } from "./fault.ts";
import type { NodeId } from "./units.ts";

/** A place with nodes of its own. A plan without zones has all its nodes in one place. */
export interface Zone {
  readonly name: string;
  readonly nodes: readonly NodeId[];
  /**
   * The mean time of a message from here to each zone of the list, one way; 0 is that of any other
   * link, as within a zone.
   */
  readonly latencyMs: readonly number[];
}

/** Deals the nodes over zones as cards are dealt, so that every zone has its share. */
export function dealt(
  nodes: readonly NodeId[],
  count: number,
  latencyMs: (from: number, to: number) => number,
): readonly Zone[] {
  const numbers = Array.from({ length: Math.min(count, nodes.length) }, (_, i) => i);
  return numbers.map((from) => ({
    name: `z${from + 1}`,
    nodes: nodes.filter((_, i) => i % numbers.length === from),
    latencyMs: numbers.map((to) => (from === to ? 0 : latencyMs(from, to))),
  }));
}

/** The mean latency from one node to another, 0 where no distance is between them. */
export function distanceMs(zones: readonly Zone[], from: string, to: string): number {
  const placeOf = (who: string): number =>
    zones.findIndex(({ nodes }) => nodes.some((node) => node === who));
  return zones[placeOf(from)]?.latencyMs[placeOf(to)] ?? 0;
}

/** What cuts some nodes off from all the others, both ways. */
export function borderOf(some: readonly NodeId[], all: readonly NodeId[]): readonly Cut[] {
  const others = all.filter((node) => !some.includes(node));
  return some.flatMap((node) =>
    others.flatMap((other): Cut[] => [
      [node, other],
      [other, node],
    ]),
  );
}
