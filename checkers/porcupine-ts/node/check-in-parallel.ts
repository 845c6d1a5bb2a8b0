/** Shares the keys of a history out among threads. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Answer } from "../answer.ts";
import { check, settle, type Options } from "../check.ts";
import type { Columns, Table } from "../columns.ts";
import { conclude, stoppedEarly } from "../conclude.ts";
import { encode } from "../encode.ts";
import type { Judged } from "../judge.ts";
import { models, type ModelName, type Settings } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { Split } from "../partition.ts";
import { IMPOSSIBLE, now, PLACES, STOP, type Job } from "./job.ts";

export interface ParallelOptions extends Options {
  /** Of the model, such as the initial value. */
  readonly settings?: Settings;
  /** Answers "unknown" after this time. */
  readonly limitMs?: number;
  /** Answers "unknown" as soon as it is aborted. */
  readonly signal?: AbortSignal;
  /** So many, however short the history; by default as many as the machine runs at once, where it pays. */
  readonly threads?: number;
}

/**
 * Below this many operations a thread takes longer to start and to warm up than the check takes:
 * measured by `bench/threads.ts`.
 */
const WORTH_THREADS = 1_000_000;

/**
 * The answer of `check` for a built-in model, with the same evidence however the keys are shared out:
 * of several impossible keys, the first in order of keys is the evidence. One key, or a short history,
 * is checked on this thread.
 */
export async function checkInParallel(
  history: readonly Operation[] | Table,
  model: ModelName,
  options: ParallelOptions = {},
): Promise<Answer> {
  const { settings = {}, limitMs, signal, threads, ...rest } = options;
  const deadlineMs = limitMs === undefined ? Number.POSITIVE_INFINITY : now() + limitMs;
  const own = rest.shouldStop;
  const shouldStop = (): boolean =>
    now() > deadlineMs || signal?.aborted === true || own?.() === true;
  const settled = settle({ ...rest, shouldStop });
  const built = models[model](settings);
  const table =
    "columns" in history ? history : encode(history, built, settled.failures, shouldStop);
  if (table === "stopped") return stoppedEarly(settled.failures);
  const { count } = table.columns;
  const most = threads ?? (count < WORTH_THREADS ? 1 : availableParallelism());
  if (most < 2 || table.keys.length < 2) return check(table, built, settled);
  const { failures, memoryBytes, algorithms } = settled;
  const split = new Split(table, built.cells);
  const job: Job = {
    model,
    settings,
    failures,
    memoryBytes,
    algorithms,
    deadlineMs,
    table: shared(table, built.family === "register"),
    order: longestFirst(split),
    board: sharedInts(PLACES),
  };
  job.board[IMPOSSIBLE] = table.keys.length;
  const judged = await runThreads(job, Math.min(most, table.keys.length), shouldStop);
  return conclude(judged, { keys: table.keys, modelName: built.name, failures });
}

async function runThreads(
  job: Job,
  threads: number,
  shouldStop: () => boolean,
): Promise<readonly Judged[]> {
  const watch = setInterval(() => {
    if (shouldStop()) Atomics.store(job.board, STOP, 1);
  }, WATCH_EVERY_MS);
  try {
    const found = await Promise.all(Array.from({ length: threads }, () => runThread(job)));
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

function longestFirst(split: Split): Int32Array {
  const order = Array.from(split.keys, (_, k) => k);
  order.sort((x, y) => split.operations(y) - split.operations(x) || x - y);
  return sharedCopy(Int32Array.from(order));
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
    invoked: sharedCopy(columns.invoked),
    returned: sharedCopy(columns.returned),
    items: sharedCopy(columns.items),
  };
  const ids = new Float64Array(new SharedArrayBuffer(8 * table.ids.length));
  ids.set(table.ids);
  return {
    columns: copied,
    key: sharedCopy(table.key),
    keys: table.keys,
    ids,
    values: withoutValues ? [] : values,
  };
}

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
