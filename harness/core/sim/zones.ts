/** Racks and data centres: links whose latency depends on the zones of their ends. */
import { nanos, type Nanos } from "../units.ts";
import type { LinkModel } from "./network.ts";

export interface Zones {
  readonly names: readonly string[];
  /** Mean one-way latencies, from each zone (row) to each (column). */
  readonly latency: readonly (readonly Nanos[])[];
}

/** Node i is in zone i modulo their number, so that every zone has its share. */
export function zoneOf(zones: Zones, nodes: readonly string[], node: string): number {
  return nodes.indexOf(node) % zones.names.length;
}

/** The nodes that go when a zone goes. */
export function nodesIn(zones: Zones, nodes: readonly string[], zone: string): readonly string[] {
  const index = zones.names.indexOf(zone);
  return nodes.filter((node) => zoneOf(zones, nodes, node) === index);
}

/** A link between two nodes, like `base` but for its latency: a tenth around the zones' mean. */
export function zonedLink(
  zones: Zones,
  nodes: readonly string[],
  base: LinkModel,
  from: string,
  to: string,
): LinkModel {
  const row = zones.latency[zoneOf(zones, nodes, from)];
  const mean = row?.[zoneOf(zones, nodes, to)];
  if (mean === undefined) return base;
  const min = nanos(Math.floor(mean * 0.95));
  return { ...base, latency: { shape: "uniform", min, max: nanos(Math.ceil(mean * 1.05)) } };
}
