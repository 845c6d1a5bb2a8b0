/** Histories that aim at one rule, where random ones break it too rarely. */
import { INFO, NONE, OK, OPEN } from "../columns.ts";
import { PUT, TAKE } from "../models/containers.ts";
import type { Dice } from "./dice.ts";
import type { Draft } from "./draft.ts";

/**
 * Elements that are put in, mostly one after the other; most of them are taken in that order, the
 * rest is lost; a few takes without answer are called at any time, and some takes claim "empty". So
 * it matters how many unanswered takes there are, and when each was called.
 */
export function lostElements(dice: Dice): Draft[] {
  const elements = 2 + dice.below(4);
  const drafts: Draft[] = [];
  const add = (word: number, a: number, outcome: number, earliest: number, span: number): void => {
    // A millionth per row keeps all times apart.
    const invoked = earliest + dice.below(1000) / 1000 + drafts.length / 1e6;
    const length = (1 + dice.below(1000)) / 1000;
    const returned = outcome === INFO ? OPEN : invoked + span * length;
    drafts.push({ word, a, b: NONE, outcome, invoked, returned });
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
