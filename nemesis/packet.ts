/** Packets: messages of some nodes are lost, repeated, late, out of order, squeezed or held. */
import { unknownName } from "#core/errors.ts";
import type { Trouble } from "#core/fault.ts";
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import { troubleWords } from "#core/sim/hindrance.ts";
import { choose } from "./choosers.ts";
import { oneWay } from "./grudges.ts";

/** The network stays up and is merely bad, on all links of some nodes or in one direction. */
export const packet: Nemesis = {
  name: "packet",
  description:
    "Troubles messages of nodes: loss, duplication, delay, reordering, bandwidth, some held back.",
  draw(seed, { knowsLeaders }) {
    const dice = seed.open();
    const shape = dice.pick(SHAPES);
    const chooser = dice.pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "packet", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim({ shape, chooser, seed }, view) {
    const stream = seedOf(seed);
    const { nodes, name, aside } = choose(chooser, view, stream.child("who").open());
    const trouble = troubleOf(shape, stream.child("trouble").open());
    const all = nodes.length === view.nodes.length;
    const drawn = shape in HELD ? "from" : stream.child("way").open().pick(WAYS);
    const way = all ? "among" : drawn;
    const links = {
      among: oneWay(nodes, nodes),
      to: oneWay(others(view.nodes, nodes), nodes),
      from: oneWay(nodes, others(view.nodes, nodes)),
      "to and from": [
        ...oneWay(others(view.nodes, nodes), nodes),
        ...oneWay(nodes, others(view.nodes, nodes)),
      ],
    }[way];
    return {
      kind: "packet",
      name: `${troubleWords(trouble, `${way} ${name}`)}${aside}`,
      links,
      trouble,
    };
  },
};

const others = <T>(all: readonly T[], some: readonly T[]): readonly T[] =>
  all.filter((one) => !some.includes(one));

const SHAPES = ["loss", "duplication", "delay", "reordering", "bandwidth", "hold"] as const;
/** What scenarios ask for: all that is sent, or part of it. */
const HELD: Readonly<Record<string, number>> = { "hold-all": 1000, "hold-some": 300 };
const WAYS = ["to", "from", "to and from", "to and from"] as const;
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "minority", "majority", "all"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", "leader", ...BLIND];

/** From what is hardly felt to what is almost a partition. */
function troubleOf(shape: string, dice: Dice): Trouble {
  switch (shape) {
    case "loss":
      return { mode: "loss", perMille: dice.pick([100, 300, 600, 900]) };
    case "duplication": {
      const laterMs = dice.pick([5, 50, 500, 3000]);
      return { mode: "duplication", perMille: dice.pick([200, 500, 1000]), laterMs };
    }
    case "delay": {
      const delayMs = dice.pick([20, 80, 200, 500, 1500]);
      return { mode: "delay", delayMs, jitterMs: dice.pick([0, delayMs / 2]) };
    }
    case "reordering": {
      const delayMs = dice.pick([10, 50, 200, 1000]);
      return { mode: "reordering", perMille: dice.pick([100, 300, 600]), delayMs };
    }
    case "bandwidth":
      return { mode: "bandwidth", bytesPerSecond: dice.pick([2000, 10_000, 50_000]) };
    case "hold":
      return { mode: "hold", perMille: dice.pick([20, 100, 400]) };
    default: {
      const perMille = HELD[shape];
      if (perMille === undefined)
        throw unknownName("shape", shape, [...SHAPES, ...Object.keys(HELD)]);
      return { mode: "hold", perMille };
    }
  }
}
