/** The links of a simulated run: between nodes as the plan says, between clients and nodes quick. */
import type { Plan } from "#core/plan.ts";
import type { Latency } from "#core/sim/latency.ts";
import type { LinkModel } from "#core/sim/network.ts";
import { zonedLink } from "#core/sim/zones.ts";
import { micros, millis, nanos } from "#core/units.ts";

/** Even the quickest network takes this long, or everything would happen at once. */
const LEAST = micros(100);

export function linkOf({ links, nodes, zones }: Plan, from: string, to: string): LinkModel {
  const between = nodes.some((node) => node === from) && nodes.some((node) => node === to);
  if (!between) return { ...QUICK, latency: { shape: "uniform", min: LEAST, max: micros(500) } };
  const base = {
    ...QUICK,
    latency: latencyOf(links.latencyMs, links.latency),
    lossPerMille: links.lossPerMille,
    duplicatePerMille: links.duplicatePerMille,
    reorders: links.latency !== "constant",
  };
  return zonedLink(zones, base, from, to);
}

const QUICK = {
  lossPerMille: 0,
  duplicatePerMille: 0,
  reorders: true,
  bytesPerSecond: null,
} as const;

function latencyOf(meanMs: number, shape: Plan["links"]["latency"]): Latency {
  const mean = nanos(Math.max(LEAST, millis(meanMs)));
  if (meanMs === 0) return { shape: "uniform", min: LEAST, max: micros(2000) };
  if (shape === "constant") return { shape, mean };
  if (shape === "uniform") return { shape, min: nanos(0), max: nanos(2 * mean) };
  return { shape, min: LEAST, mean };
}
