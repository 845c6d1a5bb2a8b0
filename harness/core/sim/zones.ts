/** The links between zones: like any other, but for their latency. */
import { millis, nanos } from "../units.ts";
import { distanceMs, type Zone } from "../zones.ts";
import type { LinkModel } from "./network.ts";

/** A link between two nodes, like `base` but for its latency: a tenth around the zones' mean. */
export function zonedLink(
  zones: readonly Zone[],
  base: LinkModel,
  from: string,
  to: string,
): LinkModel {
  const mean = millis(distanceMs(zones, from, to));
  if (mean === 0) return base;
  const min = nanos(Math.floor(mean * 0.95));
  return { ...base, latency: { shape: "uniform", min, max: nanos(Math.ceil(mean * 1.05)) } };
}
