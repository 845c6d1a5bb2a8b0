/** Byzantine nodes: their messages say other values or later terms, or are said again. */
import { unknownName } from "#core/errors.ts";
import type { Lie } from "#core/fault.ts";
import type { Chooser, Nemesis } from "#core/ports/nemesis.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import { lieWords } from "#core/sim/lies.ts";
import { choose } from "./choosers.ts";

/** The node itself runs as ever: what it says is changed on its way out. */
export const byzantine: Nemesis = {
  name: "byzantine",
  description:
    "Makes nodes lie to the others: values flipped, terms raised, old messages said again.",
  draw(seed, { knowsLeaders }) {
    const dice = seed.open();
    const shape = dice.pick(SHAPES);
    const chooser = dice.pick(knowsLeaders ? SIGHTED : BLIND);
    return { kind: "byzantine", shape, chooser, seed: seed.child("aim").toString() };
  },
  aim({ shape, chooser, seed }, view) {
    const { nodes, name, aside } = choose(chooser, view, seedOf(seed).child("who").open());
    const lie = lieOf(shape, seedOf(seed).child("lie").open());
    const said = `${lie.perMille / 10}% of the messages ${lieWords(lie, name)}${aside}`;
    return { kind: "byzantine", name: said, nodes, lie };
  },
};

const SHAPES = ["values", "values", "terms", "replay"] as const;
const BLIND: readonly [Chooser, ...Chooser[]] = ["one", "one", "minority"];
const SIGHTED: readonly [Chooser, ...Chooser[]] = ["leader", "leader", ...BLIND];

function lieOf(shape: string, dice: Dice): Lie {
  const perMille = dice.pick([50, 200, 1000]);
  switch (shape) {
    case "values":
      return { mode: "values", perMille };
    case "terms":
      return { mode: "terms", perMille, by: dice.pick([1, 2, 1000]) };
    case "replay":
      return { mode: "replay", perMille, laterMs: dice.pick([100, 1000, 5000]) };
    default:
      throw unknownName("shape", shape, [...new Set(SHAPES)]);
  }
}
