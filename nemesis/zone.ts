/** Zones: a whole rack or data centre loses its power, or its way to the others. */
import type { Chooser, Nemesis, View } from "#core/ports/nemesis.ts";
import { seedOf, type Seed } from "#core/seed.ts";
import { dealt, type Zone } from "#core/zones.ts";
import { listed } from "./choosers.ts";

export const zone: Nemesis = {
  name: "zone",
  description: "Takes a whole zone (see --zones; else a third of the nodes): down, or cut off.",
  draw(seed, { knowsLeaders }) {
    const dice = seed.open();
    const shape = dice.pick(SHAPES);
    const chooser = dice.pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "zone", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim({ shape, chooser, seed }, view) {
    const { found, aside } = chosen(chooser, view, seedOf(seed));
    const outage = shape === "down" ? "down" : "cut-off";
    const what = outage === "down" ? "down" : "cut off";
    const name = `zone ${found.name} ${what}: ${listed(found.nodes)}${aside}`;
    return { kind: "zone", name, nodes: found.nodes, outage };
  },
};

const SHAPES = ["down", "cut-off"] as const;
const BLIND: readonly [Chooser, ...Chooser[]] = ["one"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "one"];
const ZONES = 3;

/** The zone where the leader stands, or one by lot. */
function chosen(
  chooser: Chooser,
  { nodes, leaders, zones }: View,
  seed: Seed,
): { readonly found: Zone; readonly aside: string } {
  const all = zones.length > 1 ? zones : dealt(nodes, ZONES, () => 0);
  const led = leaders.flatMap((leader) => all.filter((one) => one.nodes.includes(leader)))[0];
  if (chooser === "leader" && led !== undefined) return { found: led, aside: ", the leader's" };
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError("a zone of no nodes");
  const aside = chooser === "leader" ? " (nobody leads)" : "";
  return { found: seed.open().pick([first, ...others]), aside };
}
