/** Shares the keys of a history out among threads. */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Answer } from "../answer.ts";
import { check, settle, settles, type Options, type Settled } from "../check.ts";
import type { Columns, Table } from "../columns.ts";
import { conclude, stoppedEarly } from "../conclude.ts";
import { encode } from "../encode.ts";
import { judgeKey, type Judged } from "../judge.ts";
import type { Model } from "../model.ts";
import { models, type ModelName, type Settings } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { Split } from "../partition.ts";
import { orStopped, pulseOf } from "../pulse.ts";
import { IMPOSSIBLE, now, PLACES, STOP, type Job } from "./job.ts";

export interface ParallelOptions extends Options {
  /** Of the model, such as the initial value. */
  readonly settings?: Settings;
  /** Answers "unknown" after this time. */
  readonly limitMs?: number;
  /** Answers "unknown" as soon as it is aborted. */
  readonly signal?: AbortSignal;
  /** So many from the start; by default as many as the machine runs at once, as soon as it pays. */
  readonly threads?: number;
  /**
   * What this thread does in less time is not handed over: threads take a while to start, to be sent
   * the history and to warm up. 1,000 by default, as `bench/threads.ts` measures.
   */
  readonly headStartMs?: number;
}

/** From here on it can be told how long the keys take that are left. */
const WARM_AFTER_MS = 150;

/**
 * The answer of `check` for a built-in model, with the same evidence however the keys are shared out:
 * of several impossible keys, the first in order of keys is the evidence. This thread begins; it
 * hands over to others what turns out to be long. One key is checked on this thread alone.
 */
export async function checkInParallel(
  history: readonly Operation[] | Table,
  model: ModelName,
  options: ParallelOptions = {},
): Promise<Answer> {
  const { settings = {}, limitMs, signal, threads, headStartMs = 1_000, ...rest } = options;
  const deadlineMs = limitMs === undefined ? Number.POSITIVE_INFINITY : now() + limitMs;
  const own = rest.shouldStop;
  const shouldStop = (): boolean =>
    now() > deadlineMs || signal?.aborted === true || own?.() === true;
  const settled = settle({ ...rest, shouldStop });
  const built = models[model](settings);
  const table =
    "columns" in history ? history : encode(history, built, settled.failures, shouldStop);
  if (table === "stopped") return stoppedEarly(settled.failures);
  const most = Math.min(threads ?? availableParallelism(), table.keys.length);
  if (most < 2) return check(table, built, settled);
  const split = orStopped(() => new Split(table, built.cells, pulseOf(shouldStop)));
  if (split === "stopped") return stoppedEarly(settled.failures);
  const work = { table, split, built, model, settings, settled, deadlineMs, threads: most };
  const judged = await (threads === undefined ? begin(work, headStartMs) : handOver(work, 0));
  const { failures } = settled;
  return conclude(judged, { keys: table.keys, modelName: built.name, failures });
}

interface Work {
  readonly table: Table;
  readonly split: Split;
  readonly built: Model;
  readonly model: ModelName;
  readonly settings: Settings;
  readonly settled: Settled;
  readonly deadlineMs: number;
  readonly threads: number;
}

/** Key by key, until there is too much left for one thread. */
async function begin(work: Work, headStartMs: number): Promise<readonly Judged[]> {
  const { table, split, built, settled } = work;
  const judged: Judged[] = [];
  const startedMs = now();
  let pausedMs = startedMs;
  let done = 0;
  for (const k of split.keys.keys()) {
    const calledMs = now();
    const isLong = (): boolean => now() - calledMs > headStartMs && k + 1 < split.keys.length;
    const shouldStop = (): boolean => settled.shouldStop() || isLong();
    const last = judgeKey(split, table.ids, k, built, { ...settled, shouldStop });
    if (settles(last) && last.finding.valid === "unknown" && !settled.shouldStop())
      return [...judged, ...(await handOver(work, k))];
    judged.push(last);
    if (settles(last)) break;
    done += last.operations;
    const spentMs = now() - startedMs;
    const leftMs = (spentMs * (table.columns.count - done)) / done;
    const isWorth = spentMs > WARM_AFTER_MS && leftMs > headStartMs;
    if (isWorth && k + 2 < split.keys.length) return [...judged, ...(await handOver(work, k + 1))];
    if (now() - pausedMs < PAUSE_EVERY_MS) continue;
    // An abort is only heard while this thread does nothing.
    await setImmediate();
    pausedMs = now();
  }
  return judged;
}

const PAUSE_EVERY_MS = 20;

/** The keys from this one on. */
async function handOver(work: Work, first: number): Promise<readonly Judged[]> {
  const { table, split, built, model, settings, settled, deadlineMs, threads } = work;
  const { failures, memoryBytes, algorithms, shouldStop } = settled;
  const job: Job = {
    model,
    settings,
    failures,
    memoryBytes,
    algorithms,
    deadlineMs,
    table: shared(table, built.family === "register"),
    groups: sharedGroups(split.groups),
    order: longestFirst(split, first),
    board: sharedInts(PLACES),
  };
  job.board[IMPOSSIBLE] = table.keys.length;
  const watch = setInterval(() => {
    if (shouldStop()) Atomics.store(job.board, STOP, 1);
  }, WATCH_EVERY_MS);
  try {
    const count = Math.min(threads, job.order.length);
    const found = await Promise.all(Array.from({ length: count }, () => runThread(job)));
    return found.flat();
  } finally {
    clearInterval(watch);
  }
}

const WATCH_EVERY_MS = 2;

function runThread(job: Job): Promise<readonly Judged[]> {
  // Beside this file lies the same file of the source or of the build.
  const file = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(file, import.meta.url), { workerData: job });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function longestFirst(split: Split, first: number): Int32Array {
  const order = Array.from(split.keys.keys()).slice(first);
  order.sort((x, y) => split.operations(y) - split.operations(x) || x - y);
  return sharedCopy(Int32Array.from(order));
}

function sharedGroups(groups: Split["groups"]): Split["groups"] {
  if (groups === "one") return groups;
  const { starts, rows, invoked, returned } = groups;
  return {
    starts: sharedCopy(starts),
    rows: sharedCopy(rows),
    invoked: sharedCopy(invoked),
    returned: sharedCopy(returned),
  };
}

/** A copy that all threads can read without one of their own; values only where they are needed. */
function shared(table: Table, withoutValues: boolean): Table {
  const { columns, values } = table;
  const copied: Columns = {
    ...columns,
    word: sharedBytes(columns.word),
    outcome: sharedBytes(columns.outcome),
    a: sharedCopy(columns.a),
    b: sharedCopy(columns.b),
    // The groups have them by key.
    invoked: NOTHING,
    returned: NOTHING,
    items: sharedCopy(columns.items),
  };
  const ids = new Float64Array(new SharedArrayBuffer(8 * table.ids.length));
  ids.set(table.ids);
  return {
    columns: copied,
    key: NOTHING,
    keys: table.keys,
    ids,
    values: withoutValues ? [] : values,
  };
}

const NOTHING = new Int32Array(0);

const sharedInts = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * length));

function sharedCopy(source: Int32Array): Int32Array {
  const copy = sharedInts(source.length);
  copy.set(source);
  return copy;
}

function sharedBytes(source: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(source.length));
  copy.set(source);
  return copy;
}
