/** A worker thread: takes keys until none is left, and reports what it found. */
import { parentPort, workerData } from "node:worker_threads";
import { settles } from "../check.ts";
import { judgeKey, type Judged } from "../judge.ts";
import { models } from "../models/models.ts";
import { NEVER } from "../pulse.ts";
import { Split } from "../partition.ts";
import { IMPOSSIBLE, NEXT, now, STOP, type Job } from "./job.ts";

const job: Job = workerData;
parentPort?.postMessage(work(job));

function work({ table, groups, order, board, deadlineMs, ...rest }: Job): readonly Judged[] {
  const model = models[rest.model](rest.settings);
  const split = new Split(table, model.cells, NEVER, groups);
  const judged: Judged[] = [];
  const shouldStop = (): boolean => Atomics.load(board, STOP) === 1 || now() > deadlineMs;
  for (;;) {
    const k = order[Atomics.add(board, NEXT, 1)];
    if (k === undefined) return judged;
    // What comes after an impossible key cannot change the answer; what comes before, its evidence.
    if (k > Atomics.load(board, IMPOSSIBLE)) continue;
    const last = judgeKey(split, table.ids, k, model, { ...rest, shouldStop });
    judged.push(last);
    if (last.finding.valid === false) lower(board, k);
    else if (settles(last)) return judged;
  }
}

function lower(board: Int32Array, k: number): void {
  for (let least = Atomics.load(board, IMPOSSIBLE); k < least;) {
    const seen = Atomics.compareExchange(board, IMPOSSIBLE, least, k);
    if (seen === least) return;
    least = seen;
  }
}
