/** A worker thread that tries one seed of a hunt after another, and keeps the first that fail. */
import { parentPort, workerData } from "node:worker_threads";
import type { HuntData, SeedMessage, SeedReport } from "./hunt/pool.ts";
import { keep } from "./hunt/keeping.ts";
import { tryOut } from "./hunt/trial.ts";
import { drawn } from "#core/swarm.ts";

const { hunted, store, kept, keepMost } = workerData as HuntData;

parentPort?.on("message", ({ seed }: SeedMessage) => {
  const began = performance.now();
  const trial = tryOut(hunted, seed);
  const { plan, outcome, virtualMs, acknowledged } = trial;
  const keeps = outcome.kind === "violated" && Atomics.add(kept, 0, 1) < keepMost;
  const report: SeedReport = {
    seed,
    outcome,
    drawn: drawn(plan),
    virtualMs,
    acknowledged,
    realMs: performance.now() - began,
    run: keeps ? keep(trial, store) : null,
  };
  parentPort?.postMessage(report);
});
