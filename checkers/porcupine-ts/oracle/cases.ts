/** Kinds of small random histories, one entry for each promise of a polynomial algorithm. */
import type { Columns } from "../columns.ts";
import type { Family, Model } from "../model.ts";
import { PUT } from "../models/containers.ts";
import { ADD, REMOVE } from "../models/set.ts";
import { models, type ModelName } from "../models/models.ts";
import { bruteForce, type Rules } from "./brute.ts";
import { makeDice, type Dice } from "./dice.ts";
import { forcedOut, goneEarly, lostElements, stretched } from "./directed.ts";
import { columnsOf } from "./draft.ts";
import { mutate, play, type Shape } from "./history.ts";
import { ModelWorld, modelRules, type Script } from "./model-world.ts";
import {
  bagRules,
  counterRules,
  priorityQueueRules,
  queueRules,
  registerRules,
  setRules,
  stackRules,
} from "./rules.ts";
import { SCRIPTS } from "./scripts.ts";
import { containerWorld, counterWorld, registerWorld, setWorld } from "./worlds.ts";
import type { World } from "./world.ts";

export interface Case {
  readonly name: string;
  readonly family: Family;
  readonly model: Model;
  /** One small history; the same for the same seed. */
  history(seed: number): Columns;
  /** One of 20 to 100 operations. */
  mediumHistory(seed: number): Columns;
  /** What the numbers of its values stand for. */
  values(history: Columns): readonly unknown[];
  /** What all orders say. */
  truth(history: Columns): boolean;
}

function makeCase<State extends string | number>(
  name: string,
  modelName: ModelName,
  rules: Rules<State>,
  world: (dice: Dice) => World,
): Case {
  return caseOf(name, modelName, rules, (seed, shape) => randomHistory(seed, world, shape));
}

function caseOf<State extends string | number>(
  name: string,
  modelName: ModelName,
  rules: Rules<State>,
  history: (seed: number, shape: (dice: Dice) => Shape) => Columns,
): Case {
  const model = models[modelName]();
  return {
    name,
    family: model.family,
    model,
    values: (history) => valuesOf(history, modelName),
    history: (seed) => history(seed, small),
    mediumHistory: (seed) => history(seed, medium),
    truth: (played) => bruteForce(played, rules),
  };
}

/** Numbers stand for themselves, but for null and for the priorities that belong to elements. */
function valuesOf({ count, word, a, b, valueCount }: Columns, model: ModelName): unknown[] {
  const values = Array.from({ length: valueCount }, (_, value): unknown => value);
  values[0] = models[model]().zero;
  if (model !== "priority-queue") return values;
  for (let row = 0; row < count; row++)
    if (word[row] === PUT || a[row]! > 0) values[a[row]!] = [b[row], a[row]];
  return values;
}

/** A model that has no rules but its own, and no algorithm but the search. */
function scripted(name: string, makeScript: () => Script): Case {
  const { model } = makeScript();
  const valuesOfHistory = new WeakMap<Columns, readonly unknown[]>();
  const values = (history: Columns): readonly unknown[] => valuesOfHistory.get(history) ?? [];
  const played = (seed: number, shape: (dice: Dice) => Shape): Columns => {
    let numbers: readonly unknown[] = [];
    const makeWorld = (dice: Dice): World => {
      const world = new ModelWorld(makeScript(), dice);
      numbers = world.values;
      return world;
    };
    const columns = randomHistory(seed, makeWorld, shape);
    const history = { ...columns, valueCount: numbers.length };
    valuesOfHistory.set(history, numbers);
    return history;
  };
  return {
    name,
    family: model.family,
    model,
    values,
    history: (seed) => played(seed, small),
    mediumHistory: (seed) => played(seed, medium),
    truth: (history) => bruteForce(history, modelRules(model, values(history))),
  };
}

/** So small that all orders can be tried. Half have no infos. */
const small = (dice: Dice): Shape => ({
  operations: 3 + dice.below(10),
  processes: 2 + dice.below(4),
  infoPercent: dice.chance(50) ? 0 : 5 + dice.below(45),
  infosAtMost: 3,
});

/** Too large for the oracle, for comparing fast checkers with each other. */
const medium = (dice: Dice): Shape => ({
  operations: 20 + dice.below(80),
  processes: 2 + dice.below(6),
  infoPercent: dice.chance(50) ? 0 : dice.below(10),
  infosAtMost: 10,
});

/** A third as it was played, the rest with one to three lies. */
function randomHistory(
  seed: number,
  makeWorld: (dice: Dice) => World,
  shape: (dice: Dice) => Shape,
): Columns {
  const dice = makeDice(seed);
  const world = makeWorld(dice);
  const drafts = play(world, dice, shape(dice));
  const lies = dice.chance(33) ? 0 : 1 + dice.below(3);
  for (let lie = 0; lie < lies; lie++) mutate(world, dice, drafts);
  return columnsOf(drafts);
}

const register = (name: string, casUpTo: number, values: number, refusals: boolean): Case =>
  makeCase(name, "cas-register", registerRules, (dice) =>
    registerWorld(dice, {
      readPercent: 20 + dice.below(50),
      casPercent: casUpTo === 0 ? 0 : dice.below(casUpTo),
      values,
      stalePercent: 30,
      refusals,
    }),
  );

const refusals = (): Case =>
  caseOf("register-refusals-wide", "cas-register", registerRules, (seed) => {
    const dice = makeDice(seed);
    const world = registerWorld(dice, {
      readPercent: 10 + dice.below(20),
      casPercent: 35 + dice.below(30),
      values: 0,
      stalePercent: 70,
      refusals: true,
    });
    const drafts = stretched(world, dice);
    for (let lies = dice.below(3); lies > 0; lies--) mutate(world, dice, drafts);
    return columnsOf(drafts);
  });

const set = (
  name: string,
  reads: boolean,
  removes: boolean,
  once: boolean,
  silent: readonly number[] = [],
): Case =>
  makeCase(name, "set", setRules, (dice) =>
    setWorld(dice, {
      elements: once ? 2 + dice.below(5) : 1 + dice.below(2),
      removePercent: removes ? 10 + dice.below(30) : 0,
      readPercent: reads ? 20 + dice.below(30) : 0,
      containsPercent: dice.below(40),
      once,
      silent,
    }),
  );

const container = (
  kind: "queue" | "bag" | "stack" | "priority-queue",
  rules: Rules<string>,
  priorityTies = 1,
): Case =>
  makeCase(
    priorityTies > 1 ? `${kind}-ties` : kind,
    kind === "bag" ? "unordered-queue" : kind,
    rules,
    (dice) =>
      containerWorld(dice, { kind, takePercent: 30 + dice.below(35), priorityTies, elements: 0 }),
  );

const repeatedBag = (): Case =>
  makeCase("bag-repeated", "unordered-queue", bagRules, (dice) =>
    containerWorld(dice, {
      kind: "bag",
      takePercent: 30 + dice.below(25),
      priorityTies: 1,
      elements: 1 + dice.below(3),
    }),
  );

const directed = (kind: "queue" | "bag" | "stack" | "priority-queue", rules: Rules<string>): Case =>
  caseOf(`${kind}-lost`, kind === "bag" ? "unordered-queue" : kind, rules, (seed) =>
    columnsOf(lostElements(makeDice(seed))),
  );

const counter = (name: string, summands: readonly number[]): Case =>
  makeCase(name, "counter", counterRules, (dice) =>
    counterWorld(dice, { readPercent: 20 + dice.below(50), summands }),
  );

export const CASES: readonly Case[] = [
  register("register", 0, 0, false),
  register("register-cas", 60, 0, false),
  register("register-refusals", 60, 0, true),
  refusals(),
  caseOf("register-refusals-forced", "cas-register", registerRules, (seed) =>
    columnsOf(forcedOut(makeDice(seed))),
  ),
  register("register-few-values", 60, 3, true),
  set("set", false, true, true),
  set("set-silent", false, true, true, [ADD]),
  set("set-silent-removes", false, true, true, [REMOVE]),
  set("set-again", false, true, false),
  set("set-again-silent", false, true, false, [ADD]),
  set("set-again-silent-removes", false, true, false, [ADD, REMOVE]),
  set("set-reads", true, false, true, [ADD]),
  set("set-reads-removes", true, true, true),
  set("set-reads-removes-silent", true, true, true, [ADD, REMOVE]),
  container("queue", queueRules),
  container("bag", bagRules),
  repeatedBag(),
  container("stack", stackRules),
  container("priority-queue", priorityQueueRules),
  container("priority-queue", priorityQueueRules, 10),
  directed("queue", queueRules),
  directed("bag", bagRules),
  directed("stack", stackRules),
  caseOf("stack-gone", "stack", stackRules, (seed) => columnsOf(goneEarly(makeDice(seed)))),
  directed("priority-queue", priorityQueueRules),
  counter("counter-units", [1]),
  counter("counter-up", [1, 2, 3]),
  counter("counter-both", [1, -1, 2]),
];

/** Models that only the search decides. */
export const SEARCH_CASES: readonly Case[] = Object.entries(SCRIPTS).map(([name, makeScript]) =>
  scripted(name, makeScript),
);
