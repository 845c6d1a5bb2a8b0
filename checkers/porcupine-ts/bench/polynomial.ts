/** Times of the polynomial algorithms, from a hundred thousand to a million operations. */
import { columnsOf, type Draft } from "../oracle/draft.ts";
import { makeDice, type Dice } from "../oracle/dice.ts";
import { play } from "../oracle/history.ts";
import { containerWorld, counterWorld, registerWorld, setWorld } from "../oracle/worlds.ts";
import type { World } from "../oracle/world.ts";
import type { Columns } from "../columns.ts";
import { TAKE } from "../models/containers.ts";
import { COUNTER_READ } from "../models/counter.ts";
import { READ } from "../models/register.ts";
import { CONTAINS, SET_READ } from "../models/set.ts";
import type { Family } from "../model.ts";
import { polynomial } from "../polynomial/choose.ts";

/*
 * node bench/polynomial.ts [operations] [kind]: histories of one object and 50 processes, as they
 * were played ("valid") and with one wrong answer near the end ("wrong"). Columns: CPU milliseconds
 * of the first check ("cold"), of the best of seven more ("warm"), the latter as a multiple of a
 * calibration loop, the ratio to a history of a tenth of the size (linear is 10), and the verdict.
 */
const [, , operations = "1000000", only = ""] = process.argv;
const PROCESSES = 50;
const WARM_RUNS = 7;

interface Kind {
  readonly name: string;
  readonly family: Family;
  readonly infoPercent: number;
  /** The word whose answers are spoilt. */
  readonly observer: number;
  world(dice: Dice, count: number): World;
}

const register = (name: string, casPercent: number, infoPercent: number): Kind => ({
  name,
  family: "register",
  infoPercent,
  observer: READ,
  world: (dice) =>
    registerWorld(dice, {
      readPercent: 50,
      casPercent,
      values: 0,
      stalePercent: 30,
      refusals: name.endsWith("refused"),
    }),
});

const set = (
  name: string,
  readsPerMille: number,
  again: boolean,
  infoPercent: number,
  removePercent = readsPerMille > 0 ? 0 : 20,
): Kind => ({
  name,
  family: "set",
  infoPercent,
  observer: readsPerMille > 0 ? SET_READ : CONTAINS,
  world: (dice, count) =>
    setWorld(dice, {
      // Whole reads cost their size: a small set, of which most operations ask for elements.
      elements: readsPerMille > 0 ? 100 + 2000 * removePercent : again ? count / 20 : count,
      removePercent,
      containsPercent: readsPerMille > 0 ? 98 - 2 * removePercent : 30,
      readPercent: readsPerMille / 10,
      once: !again,
      silent: [],
    }),
});

const container = (
  name: string,
  kind: "queue" | "bag" | "stack" | "priority-queue",
  takePercent: number,
  infoPercent: number,
): Kind => ({
  name,
  family: kind,
  infoPercent,
  observer: TAKE,
  world: (dice) => containerWorld(dice, { kind, takePercent, priorityTies: 1, elements: 0 }),
});

const KINDS: readonly Kind[] = [
  register("register", 0, 0),
  register("register infos", 0, 5),
  register("register cas", 25, 0),
  register("register cas infos", 25, 5),
  register("register cas refused", 25, 2),
  set("set", 0, false, 0),
  set("set infos", 0, false, 3),
  set("set again", 0, true, 3),
  set("set whole reads", 10, false, 2),
  set("set removes whole reads", 10, false, 0, 1),
  container("queue", "queue", 50, 0),
  container("queue empties", "queue", 53, 0),
  container("queue infos", "queue", 50, 3),
  container("queue empties infos", "queue", 53, 3),
  container("unordered queue", "bag", 53, 3),
  container("stack", "stack", 50, 0),
  container("stack empties", "stack", 53, 0),
  container("stack deep", "stack", 30, 0),
  container("stack infos", "stack", 53, 1),
  container("priority queue", "priority-queue", 53, 0),
  container("priority infos", "priority-queue", 53, 1),
  {
    name: "counter",
    family: "counter",
    infoPercent: 2,
    observer: COUNTER_READ,
    world: (dice) => counterWorld(dice, { readPercent: 50, summands: [1] }),
  },
];

const calibrationMs = Math.min(calibrate(), calibrate(), calibrate());
console.log(`calibration loop ${calibrationMs.toFixed(1)} ms CPU`);
console.log("kind                        cold ms  warm ms  calibrations  ratio  verdict");
for (const kind of KINDS.filter(({ name }) => name.startsWith(only)))
  for (const wrong of [false, true]) {
    const tenth = measure(kind, Number(operations) / 10, wrong);
    const whole = measure(kind, Number(operations), wrong);
    const numbers = [
      whole.coldMs.toFixed(0).padStart(9),
      whole.warmMs.toFixed(0).padStart(9),
      (whole.warmMs / calibrationMs).toFixed(2).padStart(14),
      (whole.warmMs / tenth.warmMs).toFixed(1).padStart(7),
    ];
    console.log(`${kind.name} ${wrong ? "wrong" : ""}`.padEnd(26), ...numbers, whole.verdict);
  }

interface Measured {
  readonly coldMs: number;
  readonly warmMs: number;
  readonly verdict: string;
}

function measure(kind: Kind, count: number, wrong: boolean): Measured {
  const dice = makeDice(17);
  const world = kind.world(dice, count);
  const { infoPercent } = kind;
  const shape = { operations: count, processes: PROCESSES, infoPercent, infosAtMost: count };
  const drafts = play(world, dice, shape);
  if (wrong) spoilOne(kind, drafts);
  const columns = kind.family === "set" ? internedInOrder(columnsOf(drafts)) : columnsOf(drafts);
  const times = Array.from({ length: WARM_RUNS + 1 }, () => timeOf(kind.family, columns));
  const [cold] = times;
  return {
    coldMs: cold?.ms ?? Number.NaN,
    warmMs: Math.min(...times.slice(1).map(({ ms }) => ms)),
    verdict: cold?.verdict ?? "",
  };
}

/** Elements get their numbers in the order in which they appear, as everywhere in the package. */
function internedInOrder(columns: Columns): Columns {
  const numbers = new Map<number, number>();
  const numberOf = (element: number): number => {
    const known = numbers.get(element) ?? numbers.size + 1;
    numbers.set(element, known);
    return known;
  };
  const { word, a, items } = columns;
  const renumbered = a.map((element, row) =>
    word[row] === SET_READ ? element : numberOf(element),
  );
  const seen = items.map(numberOf);
  return { ...columns, a: renumbered, items: seen, valueCount: numbers.size + 1 };
}

/** An observation near the end of the history gets the answer of one near its beginning. */
function spoilOne({ observer }: Kind, drafts: Draft[]): void {
  const observations = drafts.filter(
    ({ word, outcome, a }) => word === observer && outcome === 0 && !(observer === TAKE && a === 0),
  );
  const late = observations[Math.floor(observations.length * 0.9)];
  const early = observations[Math.floor(observations.length * 0.001)];
  if (late === undefined || early === undefined) throw new Error("nothing to spoil");
  if (observer === CONTAINS) late.b = 1 - late.b;
  else if (observer === TAKE) swapAnswers(late, early);
  else Object.assign(late, { a: early.a, items: early.items });
}

function swapAnswers(one: Draft, other: Draft): void {
  const { a, b } = one;
  Object.assign(one, { a: other.a, b: other.b });
  Object.assign(other, { a, b });
}

function timeOf(family: Family, columns: Columns): { ms: number; verdict: string } {
  const before = process.cpuUsage();
  const answer = polynomial(family, columns, { shouldStop: () => false });
  const { user, system } = process.cpuUsage(before);
  const verdict =
    answer === undefined ? "left to the search" : `${answer.valid} by ${answer.algorithm}`;
  return { ms: (user + system) / 1000, verdict };
}

/** A fixed amount of typed-array work, to compare machines and moments by. */
function calibrate(): number {
  const cells = new Int32Array(1 << 20);
  const before = process.cpuUsage();
  for (let round = 0, at = 1; round < 10_000_000; round++) {
    at = (Math.imul(at, 0x2c1b_3c6d) + round) & (cells.length - 1);
    cells[at]! += round;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
