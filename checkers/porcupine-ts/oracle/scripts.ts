/** What random clients ask of the models that have no polynomial algorithm. */
import { models } from "../models/models.ts";
import type { Dice } from "./dice.ts";
import type { Request, Script } from "./model-world.ts";

/** Locks answer nothing: only whether they refuse can be a lie. */
function lockScript(model: Script["model"], input: (dice: Dice) => unknown): Script {
  return {
    model,
    ask: (dice) => ({ word: dice.chance(50) ? "acquire" : "release", input: input(dice) }),
    answer: () => null,
    lie: () => undefined,
  };
}

const client = (dice: Dice): string => dice.pick(["ann", "bob", "cat"]);

function fencedScript(): Script {
  let fence = 0;
  return {
    ...lockScript(models["fenced-lock"](), client),
    answer: (_, { word }, dice) => (word === "acquire" ? (fence += 1 + dice.below(2)) : null),
    lie: ({ word }, dice) =>
      word === "acquire" && dice.chance(60) ? dice.below(fence + 2) : undefined,
  };
}

/** Tokens are prefixes of each other, so that a text can have come about in several ways. */
const TOKENS = ["a", "b", "ab", "aa"];

function stringScript(putPercent: number): Script {
  const texts = [""];
  return {
    model: models["append-string"](),
    ask(dice): Request {
      if (dice.chance(45)) return { word: "get", input: null };
      return { word: dice.chance(putPercent) ? "put" : "append", input: dice.pick(TOKENS) };
    },
    answer(state, { word }) {
      texts.push(String(state));
      return word === "get" ? state : null;
    },
    lie: (_, dice) => (dice.chance(50) ? dice.pick(texts) : dice.pick(texts) + dice.pick(TOKENS)),
  };
}

function listScript(): Script {
  const lists: unknown[][] = [[]];
  return {
    model: models["append-list"](),
    ask: (dice) =>
      dice.chance(45)
        ? { word: "read", input: null }
        : { word: "append", input: 1 + dice.below(3) },
    answer(state, { word }) {
      const list: unknown[] = Array.isArray(state) ? [...state] : [];
      lists.push(list);
      return word === "read" ? list : null;
    },
    lie: (_, dice) =>
      dice.chance(50) ? dice.pick(lists) : [...dice.pick(lists), 1 + dice.below(3)],
  };
}

function registersScript(): Script {
  const some = (dice: Dice, value: (name: string) => unknown): unknown =>
    Object.fromEntries(
      dice.pick([["x"], ["y"], ["x", "y"]]).map((name) => [name, value(name)] as const),
    );
  const digit = (dice: Dice): unknown => some(dice, () => dice.pick([null, 1, 2]));
  return {
    model: models["multi-register"](),
    ask: (dice) =>
      dice.chance(50)
        ? { word: "read", input: null }
        : { word: "write", input: some(dice, () => 1 + dice.below(2)) },
    answer: (state, { word }, dice) =>
      word === "read"
        ? some(dice, (name) => new Map(Object.entries(state ?? {})).get(name) ?? null)
        : null,
    lie: (_, dice) => digit(dice),
  };
}

function keyValueScript(): Script {
  const value = (dice: Dice): number => 1 + dice.below(3);
  return {
    model: models["key-value"](),
    ask(dice): Request {
      const word = dice.pick(["get", "get", "put", "delete", "cas"]);
      if (word === "cas") return { word, input: [value(dice), value(dice)] };
      return { word, input: word === "put" ? value(dice) : null };
    },
    answer: (state, { word }) => (word === "get" ? state : null),
    lie: ({ word }, dice) =>
      word === "get" ? dice.pick([null, 1, 2, 3]) : word === "cas" ? undefined : null,
  };
}

export const SCRIPTS: Readonly<Record<string, () => Script>> = {
  mutex: () => lockScript(models.mutex(), () => null),
  semaphore: () => lockScript(models.semaphore({ limit: 3 }), (dice) => 1 + dice.below(2)),
  "reentrant-lock": () => lockScript(models["reentrant-lock"]({ limit: 2 }), client),
  "fenced-lock": fencedScript,
  "append-string": () => stringScript(0),
  "append-string-puts": () => stringScript(25),
  "append-list": listScript,
  "multi-register": registersScript,
  "key-value": keyValueScript,
};
