/** Hands seeds to worker threads, one at a time to each, until there are no more. */
import { Worker } from "node:worker_threads";
import type { Cancel } from "#core/cancel.ts";
import type { Hunted, TrialOutcome } from "./trial.ts";

/** What a thread gets as `workerData`. */
export interface HuntData {
  readonly hunted: Hunted;
  /** The folder of runs. */
  readonly store: string;
  /** Its one cell counts, over all threads, the failures that were kept or would have been. */
  readonly kept: Int32Array;
  readonly keepMost: number;
}

export interface SeedMessage {
  readonly seed: string;
}

export interface SeedReport {
  readonly seed: string;
  readonly outcome: TrialOutcome;
  /** What the seed drew, in words. */
  readonly drawn: string;
  readonly virtualMs: number;
  readonly realMs: number;
  readonly acknowledged: number;
  /** The name of its run in the store, where it was kept. */
  readonly run: string | null;
}

export interface PoolRequest {
  readonly threads: number;
  readonly data: HuntData;
  readonly cancel: Cancel;
  /** Null when no seed is left. */
  next(): string | null;
  report(report: SeedReport): void;
}

/** Resolves when every seed given out has been reported; a cancelled pool leaves them unreported. */
export async function distribute(request: PoolRequest): Promise<void> {
  await Promise.all(Array.from({ length: request.threads }, () => work(request)));
}

async function work({ data, cancel, next, report }: PoolRequest): Promise<void> {
  let seed = next();
  if (seed === null || cancel.aborted) return;
  const worker = new Worker(entry(), { workerData: data });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const give = (message: SeedMessage): void => worker.postMessage(message);
  const stop = (): void => resolve();
  cancel.addEventListener("abort", stop, { once: true });
  worker.on("error", reject);
  worker.on("message", (done: SeedReport) => {
    report(done);
    seed = next();
    if (seed === null) resolve();
    else give({ seed });
  });
  give({ seed });
  try {
    await promise;
  } finally {
    cancel.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

/** In the bundle the thread's module lies beside this one as JavaScript. */
const entry = (): URL => {
  const source = import.meta.url.endsWith(".ts");
  return new URL(source ? "../hunt-thread.ts" : "./hunt-thread.js", import.meta.url);
};
