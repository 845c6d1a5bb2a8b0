/** A worker thread that reads a run's history once and answers with one checker's verdict at a time. */
import { parentPort, workerData } from "node:worker_threads";
import type { CheckMessage, ThreadData, VerdictMessage } from "#engine/checking.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { readPlan } from "#store/runs.ts";
import { checkersOf } from "./judges.ts";

const { folder, stop } = workerData as ThreadData;
const plan = readPlan(folder);
const { history } = readHistory(layout.history(folder));
const checkers = new Map(checkersOf(plan).map((checker) => [checker.name, checker]));
const context = { plan, shouldStop: () => Atomics.load(stop, 0) === 1 };

parentPort?.on("message", ({ check }: CheckMessage) => {
  const checker = checkers.get(check);
  if (checker === undefined) throw new Error(`no checker "${check}" in this thread`);
  const message: VerdictMessage = { verdict: checker.check(history, context) };
  parentPort?.postMessage(message);
});
