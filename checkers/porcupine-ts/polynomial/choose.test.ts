/** Small histories that break one rule each: the algorithm names the rule and the operations. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAIL, INFO, NONE, OK, OPEN, type Columns } from "../columns.ts";
import type { Family } from "../model.ts";
import { columnsOf, type Draft } from "../oracle/draft.ts";
import { polynomial } from "./choose.ts";

/** The words' codes; one name for all kinds of putting in, one for all kinds of taking out. */
const WORDS: Readonly<Record<string, number>> = {
  read: 0,
  write: 1,
  cas: 2,
  put: 0,
  take: 1,
  see: 0,
  add: 1,
  remove: 2,
  contains: 3,
  total: 0,
  plus: 1,
};

/**
 * One operation a line: call, return (`?`: none came, `x`: refused), word, then cells a and b. The
 * columns are those of the models' own tables; the whole read `see` lists its elements.
 */
function history(text: string): Columns {
  const drafts = text
    .trim()
    .split("\n")
    .map((line, row): Draft => {
      const [times = "", word = "", ...cells] = line.trim().split(" ");
      const [from = "", until = ""] = times.split("-");
      const outcome = until === "?" ? INFO : until.endsWith("x") ? FAIL : OK;
      const [a = NONE, b = NONE] = word === "see" ? [] : cells.map(Number);
      // Rows are apart by a thousandth, so that equal times do not occur.
      const returned = outcome === INFO ? OPEN : Number.parseInt(until, 10) + row / 1000;
      const draft = {
        word: WORDS[word]!,
        a,
        b,
        outcome,
        invoked: Number(from) + row / 1000,
        returned,
      };
      return word === "see" ? { ...draft, items: cells.map(Number) } : draft;
    });
  return columnsOf(drafts);
}

function judge(family: Family, text: string): string {
  const answer = polynomial(family, history(text), { shouldStop: () => false });
  if (answer === undefined) return "left to the search";
  if (answer.valid !== false) return `${answer.valid}`;
  return `${answer.rule}: ${[...answer.rows].toSorted((x, y) => x - y).join(" ")}`;
}

const EXPERIMENTS: readonly (readonly [string, Family, string, string])[] = [
  ["a read of the last write", "register", "0-1 write 1\n2-3 read 1", "true"],
  ["a stale read", "register", "0-1 write 1\n2-3 write 2\n4-5 read 1", "stale-read: 0 1 2"],
  ["a read of nothing", "register", "0-1 write 1\n2-3 read 7", "phantom-value: 1"],
  ["a read from the future", "register", "0-1 read 1\n2-3 write 1", "early-read: 0 1"],
  ["an unanswered write that was seen", "register", "0-? write 1\n2-3 read 1", "true"],
  [
    "an unanswered write that was seen too late",
    "register",
    "0-? write 1\n2-3 read 1\n4-5 read 0",
    "stale-read: 0 1 2",
  ],
  [
    "two compare-and-sets of one value",
    "register",
    "0-1 write 1\n2-3 cas 1 2\n4-5 cas 1 3",
    "lost-update: 1 2",
  ],
  [
    "a chain in the wrong order",
    "register",
    "0-1 write 1\n2-3 cas 1 2\n4-5 read 1",
    "broken-chain: 0 1 2",
  ],
  ["a right refusal", "register", "0-1 write 1\n2-3x cas 0 2\n4-5 read 1", "true"],
  ["a wrong refusal", "register", "0-1 write 1\n2-3x cas 1 2\n4-5 read 1", "wrong-refusal: 0 1 2"],
  ["a value written twice", "register", "0-1 write 1\n2-3 write 1", "left to the search"],
  ["nothing at all", "register", "0-1 write 1", "true"],

  ["first in, first out", "queue", "0-1 put 1\n2-3 put 2\n4-5 take 1\n6-7 take 2", "true"],
  ["overtaking", "queue", "0-1 put 1\n2-3 put 2\n4-5 take 2\n6-7 take 1", "overtaken: 0 1 2 3"],
  ["any order will do", "bag", "0-1 put 1\n2-3 put 2\n4-5 take 2\n6-7 take 1", "true"],
  ["put in twice", "bag", "0-1 put 1\n2-3 put 1\n4-5 take 1\n6-7 take 1", "true"],
  [
    "taken once more",
    "bag",
    "0-1 put 1\n2-3 put 1\n4-5 take 1\n6-7 take 1\n8-9 take 1",
    "taken-too-often: 0 1 2 3 4",
  ],
  ["left behind", "queue", "0-1 put 1\n2-3 put 2\n4-5 take 2", "left-behind: 0 1 2"],
  [
    "taken by one that never answered",
    "queue",
    "0-1 put 1\n2-3 put 2\n2-? take\n4-5 take 2",
    "true",
  ],
  ["taken twice", "queue", "0-1 put 1\n2-3 take 1\n4-5 take 1", "taken-twice: 0 1 2"],
  ["empty, though it is not", "queue", "0-1 put 1\n2-3 take 0\n4-5 take 1", "not-empty: 0 1 2"],
  ["empty after an unanswered take", "queue", "0-1 put 1\n2-? take\n4-5 take 0", "true"],

  ["last in, first out", "stack", "0-1 put 1\n2-3 put 2\n4-5 take 2\n6-7 take 1", "true"],
  ["from below", "stack", "0-1 put 1\n2-3 put 2\n4-5 take 1\n6-7 take 2", "no-bottom: 0 1 2 3"],
  ["pushed together", "stack", "0-3 put 1\n1-2 put 2\n4-5 take 1\n6-7 take 2", "true"],

  ["the smallest first", "priority-queue", "0-1 put 1 5\n2-3 put 2 4\n4-5 take 2 4", "true"],
  [
    "a worse one first",
    "priority-queue",
    "0-1 put 1 5\n2-3 put 2 4\n4-5 take 1 5",
    "not-the-first: 0 1 2",
  ],

  [
    "added and seen",
    "set",
    "0-1 add 1\n2-3 contains 1 1\n4-5 remove 1 1\n6-7 contains 1 0",
    "true",
  ],
  ["missed", "set", "0-1 add 1\n2-3 contains 1 0", "still-there: 0 1"],
  [
    "seen after it was removed",
    "set",
    "0-1 add 1\n2-3 remove 1 1\n4-5 contains 1 1",
    "not-there: 0 1 2",
  ],
  ["added again", "set", "0-1 add 1 1\n2-3 remove 1 1\n4-5 add 1 1\n6-7 contains 1 1", "true"],
  ["whole reads that grow", "set", "0-1 add 1\n2-3 see 1\n4-5 add 2\n6-7 see 1 2", "true"],
  [
    "whole reads that disagree",
    "set",
    "0-5 add 1\n0-5 add 2\n1-2 see 1\n3-4 see 2",
    "incomparable-reads: 0 1 2 3",
  ],
  ["a whole read that lost an element", "set", "0-1 add 1\n2-3 see", "out-of-order: 0 1"],
  [
    "whole reads as it grows and shrinks",
    "set",
    "0-1 add 1\n2-3 see 1\n4-5 remove 1\n6-7 see",
    "true",
  ],
  ["a whole read of what was gone", "set", "0-1 add 1\n2-3 remove 1\n4-5 see 1", "never-so: 0 1 2"],
  [
    "a read that has to be before an element comes",
    "set",
    "0-9 see 2\n1-2 add 1\n3-4 add 2",
    "out-of-order: 0 1 2",
  ],
  [
    "a read between what comes and what goes",
    "set",
    "0-1 add 1\n2-9 see 2\n3-8 remove 1\n4-7 add 2\n5-6 see 2",
    "true",
  ],
  [
    "a remove that nobody answered and somebody noticed",
    "set",
    "0-1 add 1\n2-? remove 1\n3-4 see 1\n5-6 see\n7-8 see",
    "true",
  ],

  ["counted", "counter", "0-1 plus 1\n0-? plus 1\n2-3 total 2", "true"],
  ["counted too high", "counter", "0-1 plus 1\n2-3 total 2", "read-too-high: 0 1"],
  ["counted too low", "counter", "0-1 plus 2\n2-3 total 0", "read-too-low: 0 1"],
  ["counted backwards", "counter", "0-9 plus 1\n1-2 total 1\n3-4 total 0", "read-went-back: 1 2"],
];

for (const [name, family, text, expected] of EXPERIMENTS)
  test(`${family}: ${name}`, () => assert.equal(judge(family, text), expected));

for (const family of [
  "register",
  "set",
  "queue",
  "bag",
  "stack",
  "priority-queue",
  "counter",
] as const)
  test(`${family}: an empty history is linearizable, and time can be over at once`, () => {
    const empty = columnsOf([]);
    assert.equal(polynomial(family, empty, { shouldStop: () => false })?.valid, true);
    const one = history("0-1 put 1 1");
    const stopped = polynomial(family, one, { shouldStop: () => true });
    assert.equal(stopped?.valid, "unknown");
  });
