/** Locks: mutex, reentrant and fenced lock, semaphore. */
import { NONE } from "../columns.ts";
import type { Interner } from "../interner.ts";
import type { Call, Cells, Effect, Encoded, Model } from "../model.ts";
import { badInput, badOutput, callOf, cells, isInteger, unknownWord, valueAt } from "./cells.ts";
import { tableMachine } from "./table-machine.ts";

/*
 * Cells of the family "lock":
 *
 * | code | words   | a      | b                                            | outcomes       |
 * | ---- | ------- | ------ | -------------------------------------------- | -------------- |
 * | 0    | acquire | owner  | fenced-lock: the fence, NONE unknown; semaphore: permits | ok, info, fail |
 * | 1    | release | owner  | semaphore: permits                           | ok, info, fail |
 *
 * The owner is the input where there is one and else the process, for fenced and reentrant locks;
 * mutex and semaphore have none (a is NONE). Refused, when failures are observed, to acquire says
 * "it was held" and to release says "it was not held (by me)".
 */
export const ACQUIRE = 0;
export const RELEASE = 1;

const WORDS = ["acquire", "release"] as const;

/** How a kind of lock steps: all states after, none if it must refuse. */
interface LockKind<State> {
  readonly name: string;
  readonly initial: State;
  readonly owned: boolean;
  acquire(state: State, owner: unknown, call: Call): readonly State[];
  release(state: State, owner: unknown, call: Call): readonly State[];
}

export interface LockSettings {
  /** How many permits a semaphore has, how often an owner can hold a reentrant lock. */
  readonly limit: number;
}

/** Free or held; anyone may release it. */
export const mutex = (): Model =>
  makeLock<boolean>({
    name: "mutex",
    initial: false,
    owned: false,
    acquire: (held) => (held ? [] : [true]),
    release: (held) => (held ? [false] : []),
  });

interface Held {
  readonly owner: unknown;
  readonly count: number;
}

/** Its owner may acquire it again, up to a limit, and has to release it as often. */
export const reentrantLock = ({ limit }: LockSettings): Model =>
  makeLock<Held>({
    name: "reentrant-lock",
    initial: { owner: null, count: 0 },
    owned: true,
    acquire: ({ owner, count }, by) =>
      count === 0 || (owner === by && count < limit) ? [{ owner: by, count: count + 1 }] : [],
    release: ({ owner, count }, by) => {
      if (count === 0 || owner !== by) return [];
      return [count === 1 ? { owner: null, count: 0 } : { owner, count: count - 1 }];
    },
  });

interface Fenced {
  readonly owner: unknown;
  /** The largest fence handed out, as far as answers tell. */
  readonly fence: number;
}

/** Each acquisition answers a fence: a number larger than all before. */
export const fencedLock = (): Model =>
  makeLock<Fenced>({
    name: "fenced-lock",
    initial: { owner: null, fence: NONE },
    owned: true,
    acquire: ({ owner, fence }, by, call) => {
      if (owner !== null) return [];
      // Without an answer the fence is larger by an unknown amount: the least is the best case.
      const next = call.outcome === "ok" && isInteger(call.output) ? call.output : fence + 1;
      return next > fence ? [{ owner: by, fence: next }] : [];
    },
    release: ({ owner, fence }, by) => (owner === by ? [{ owner: null, fence }] : []),
  });

/** At most `limit` permits are out at any time. */
export const semaphore = ({ limit }: LockSettings): Model =>
  makeLock<number>({
    name: "semaphore",
    initial: 0,
    owned: false,
    acquire: (out, _, call) => (out + permits(call) <= limit ? [out + permits(call)] : []),
    release: (out, _, call) => (out >= permits(call) ? [out - permits(call)] : []),
  });

const permits = (call: Call): number => (isInteger(call.input) ? call.input : 1);

function makeLock<State>(kind: LockKind<State>): Model {
  const counts = kind.name === "semaphore";
  const fences = kind.name === "fenced-lock";
  const model: Model<State> = {
    name: kind.name,
    family: "lock",
    words: WORDS,
    initial: kind.initial,
    zero: null,
    cells: [
      ["value", "integer"],
      ["value", "integer"],
    ],
    step: (state, call) => step(kind, state, call),
    identify: (state) => JSON.stringify(state),
    effect: (call): Effect => (call.outcome === "fail" ? "observes" : "changes"),
    encode: (call, interner) => {
      const word = call.word === "acquire" ? ACQUIRE : RELEASE;
      if (word === RELEASE && call.word !== "release") return unknownWord(call.word, WORDS);
      if (counts) return encodePermits(call, word);
      const fence = fences && word === ACQUIRE ? fenceOf(call) : NONE;
      if (fence === undefined) return badOutput(call, "a fence, which is a whole number");
      return cells(word, kind.owned ? ownerOf(call, interner) : NONE, fence, call.outcome);
    },
    decode: (row, values) => decode(row, values, counts, fences),
    compile: (columns, values, pulse) => tableMachine(model as Model, columns, values, pulse),
  };
  return model as Model;
}

function step<State>(kind: LockKind<State>, state: State, call: Call): readonly State[] {
  const owner = kind.owned ? (call.input ?? call.process) : null;
  const after =
    call.word === "acquire" ? kind.acquire(state, owner, call) : kind.release(state, owner, call);
  if (call.outcome === "fail") return after.length === 0 ? [state] : [];
  // An unanswered call that finds the lock in the wrong state is refused without our hearing of it.
  return call.outcome === "info" && after.length === 0 ? [state] : after;
}

function encodePermits(call: Call, word: number): Encoded {
  const wanted = call.input ?? 1;
  if (!isInteger(wanted) || wanted < 1) return badInput(call, "a number of permits, from 1 up");
  return cells(word, NONE, wanted, call.outcome);
}

const ownerOf = (call: Call, interner: Interner): number =>
  interner.numberOf(call.input ?? call.process);

function fenceOf(call: Call): number | undefined {
  if (call.outcome !== "ok" || call.output === null || call.output === undefined) return NONE;
  return isInteger(call.output) && call.output >= 0 ? call.output : undefined;
}

function decode(row: Cells, values: readonly unknown[], counts: boolean, fences: boolean): Call {
  const word = WORDS[row.word] ?? "acquire";
  if (counts) return callOf(row, word, row.b, null);
  const fence = fences && row.word === ACQUIRE && row.b !== NONE ? row.b : null;
  return callOf(row, word, valueAt(values, row.a), fence);
}
