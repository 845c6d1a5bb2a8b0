/** Zones as typed: `--zones 3 --wan 30,60,30` deals the nodes, and says how far it is between. */
import { OrdealError } from "#core/errors.ts";
import type { Place } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import { dealt, type Zone } from "#core/zones.ts";
import { decimal, wholeNumber } from "./parse.ts";

export interface ZoneOptions {
  readonly zones?: string;
  readonly wan?: string;
}

/** A line of data centres: so long from each to the next, one way. */
const STEP_MS = 30;

export function zonesOf(
  { zones, wan }: ZoneOptions,
  nodes: readonly NodeId[],
  { name, hosts }: Place,
): readonly Zone[] {
  if (zones === undefined && wan === undefined) return [];
  if (zones === undefined)
    throw usage(
      "--wan was given, but no zones to be far from each other.",
      "Give --zones as well.",
    );
  if (hosts === "machine" && wan !== undefined)
    throw usage(
      `The environment ${name} has a real network: --wan cannot be set.`,
      "It can take whole zones with --zones and --nemesis zone; local and simulated have distances.",
    );
  const count = wholeNumber("--zones", zones, 1, nodes.length);
  if (wan !== undefined) return dealt(nodes, count, distances(wan, count));
  const step = hosts === "machine" ? 0 : STEP_MS;
  return dealt(nodes, count, (from, to) => step * Math.abs(from - to));
}

/** One for all, or one for each pair: 1 and 2, 1 and 3, …, 2 and 3, … */
function distances(text: string, count: number): (from: number, to: number) => number {
  const all = text.split(",").map((one) => decimal("--wan", one, 0, 60_000));
  const [only = 0] = all;
  if (all.length === 1) return () => only;
  const numbers = Array.from({ length: count }, (_, i) => i);
  const pairs = numbers.flatMap((a) => numbers.slice(a + 1).map((b) => `${a} ${b}`));
  if (pairs.length !== all.length)
    throw usage(
      `--wan "${text}" names ${all.length} distances; ${count} zones have ${pairs.length} pairs.`,
      "Give one for all, or one for each pair in the order 1-2, 1-3, …, 2-3, …",
    );
  const byPair = new Map(pairs.map((pair, i) => [pair, all[i] ?? 0]));
  return (a, b) => byPair.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? 0;
}

/** What was typed, for the line that does it again. */
export function zoneFlags(zones: readonly Zone[]): readonly (readonly [string, string])[] {
  if (zones.length === 0) return [];
  const pairs = zones.flatMap(({ latencyMs }, from) => latencyMs.slice(from + 1));
  const wan = pairs.some((ms) => ms > 0) ? [["--wan", pairs.join(",")] as const] : [];
  return [["--zones", String(zones.length)], ...wan];
}

const usage = (message: string, hint: string): OrdealError =>
  new OrdealError("usage", "bad-zones", message, hint);
