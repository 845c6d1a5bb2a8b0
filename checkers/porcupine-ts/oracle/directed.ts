/** Histories that aim at one rule, where random ones break it too rarely. */
import { FAIL, INFO, NONE, OK, OPEN } from "../columns.ts";
import { PUT, TAKE } from "../models/containers.ts";
import { CAS, READ, WRITE } from "../models/register.ts";
import type { Dice } from "./dice.ts";
import type { Draft } from "./draft.ts";
import type { World } from "./world.ts";

/**
 * Elements (each its own priority) that are put in, mostly one after the other; most of them are
 * taken in that order, the rest is lost; a few takes without answer are called at any time, and
 * some takes claim "empty". So it matters how many unanswered takes there are, and when each was
 * called.
 */
export function lostElements(dice: Dice): Draft[] {
  const elements = 2 + dice.below(4);
  const drafts: Draft[] = [];
  const add = (word: number, a: number, outcome: number, earliest: number, span: number): void => {
    // A millionth per row keeps all times apart.
    const invoked = earliest + dice.below(1000) / 1000 + drafts.length / 1e6;
    const length = (1 + dice.below(1000)) / 1000;
    const returned = outcome === INFO ? OPEN : invoked + span * length;
    drafts.push({ word, a, b: a > 0 ? a : NONE, outcome, invoked, returned });
  };
  for (let element = 1; element <= elements; element++)
    add(PUT, element, OK, element, dice.chance(70) ? 0.5 : 2);
  for (let element = 1; element <= elements; element++)
    if (dice.chance(60)) add(TAKE, element, OK, element + dice.below(elements + 1), 1.5);
  for (let joker = 1 + dice.below(2); joker > 0; joker--)
    add(TAKE, NONE, INFO, dice.below(2 * elements + 2), 0);
  for (let empty = dice.below(3); empty > 0; empty--)
    add(TAKE, 0, OK, dice.below(2 * elements + 2), 1.5);
  return drafts;
}

/**
 * Operations that happen one after the other, each somewhere within a long interval, so that many
 * overlap: valid, and with many other orders that are nearly so.
 */
export function stretched(world: World, dice: Dice): Draft[] {
  const drafts: Draft[] = [];
  const count = 6 + dice.below(6);
  const reach = 500 + dice.below(3500);
  let infos = 0;
  for (let point = 0; point < count; point++) {
    const away = (): number => (1 + dice.below(reach)) / 1000;
    const invoked = point - away() - drafts.length / 1e6;
    const draft = { ...world.ask(), invoked, returned: point + away() + drafts.length / 1e6 };
    if (infos === 3 || dice.chance(80)) {
      world.apply(draft);
      drafts.push(draft);
      continue;
    }
    infos++;
    if (dice.chance(50)) world.apply({ ...draft });
    Object.assign(draft, { outcome: INFO, returned: OPEN });
    if (world.forget(draft)) drafts.push(draft);
  }
  return drafts;
}

/** Word, a, b, outcome, and about when it is called and returns. */
type Sketch = readonly [number, number, number, number, number, number];

/*
 * The refusal of the initial value forces a value in before its time; then the refusal of that
 * value forces it out again, by its own compare-and-set, by an unanswered write or by another
 * write, while a read says that it stays.
 */
const FORCED: readonly Sketch[] = [
  [CAS, 0, 9, FAIL, 1, 3],
  [WRITE, 1, NONE, OK, 0, 10],
  [CAS, 1, 9, FAIL, 4, 6],
  [READ, 1, NONE, OK, 7, 9],
  [CAS, 1, 2, OK, 3, 11],
  [WRITE, 3, NONE, INFO, 4, 4],
  [WRITE, 4, NONE, OK, 4, 6],
  [READ, 4, NONE, OK, 5, 8],
];

/*
 * The refusal of the initial value forces a value in before its time, and another write has no room
 * any more, since it is called after the refusal has returned and before the value must be there.
 */
const CROWDED: readonly Sketch[] = [
  [CAS, 0, 9, FAIL, 1, 3],
  [WRITE, 1, NONE, OK, 0, 6],
  [WRITE, 4, NONE, OK, 4, 8],
  [READ, 1, NONE, OK, 9, 10],
];

/** As above, but the compare-and-set that would help is called too late. */
const LATE: readonly Sketch[] = [
  [CAS, 0, 9, FAIL, 1, 3],
  [WRITE, 1, NONE, OK, 0, 10],
  [CAS, 1, 9, FAIL, 4, 6],
  [CAS, 1, 2, OK, 8, 11],
];

/** Two lost elements lie on a third, and a fourth comes before the second unanswered pop. */
const GONE: readonly Sketch[] = [
  [PUT, 1, NONE, OK, 0, 2],
  [TAKE, NONE, NONE, INFO, 1, 1],
  [PUT, 2, NONE, OK, 3, 4],
  [PUT, 3, NONE, OK, 5, 6],
  [TAKE, 1, NONE, OK, 7, 11],
  [PUT, 4, NONE, OK, 8, 9],
  [TAKE, NONE, NONE, INFO, 10, 10],
  [PUT, 5, NONE, OK, 12, 13],
  [TAKE, 5, NONE, OK, 14, 15],
];

export const forcedOut = (dice: Dice): Draft[] =>
  sketched(dice, dice.pick([FORCED, CROWDED, LATE]), 20, 2000);

export const goneEarly = (dice: Dice): Draft[] => sketched(dice, GONE, 3, 600);

/** Most operations of a sketch, at about its times. */
function sketched(
  dice: Dice,
  sketch: readonly Sketch[],
  dropPercent: number,
  noisePerMille: number,
): Draft[] {
  const drafts: Draft[] = [];
  const noise = (): number =>
    (dice.below(noisePerMille) - noisePerMille / 2) / 500 + drafts.length / 1e6;
  for (const [word, a, b, outcome, from, until] of sketch) {
    if (dice.chance(dropPercent)) continue;
    const invoked = from + noise();
    const returned = outcome === INFO ? OPEN : Math.max(invoked + 0.1, until + noise());
    drafts.push({ word, a, b, outcome, invoked, returned });
  }
  return drafts;
}
