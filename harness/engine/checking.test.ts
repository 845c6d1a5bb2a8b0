/** A checker that crashes, or never ends, costs its own verdict and nobody else's. */
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import type { Verdict } from "#core/verdict.ts";
import { judge } from "./checking.ts";

/** A thread whose checkers are called by what they do, up to a number that tells them apart. */
const THREAD = `
import { parentPort, workerData } from "node:worker_threads";
const stopped = () => Atomics.load(workerData.stop, 0) === 1;
const behaviours = {
  fine: () => ({ valid: true }),
  crashes: () => { throw new Error("a bug of ours"); },
  leaves: () => process.exit(7),
  overruns() {
    while (!stopped());
    return { valid: "unknown", reason: "out-of-time", message: "3 of 5 keys" };
  },
  deaf() { for (;;); },
  remembers: () => ({ valid: true, details: { told: ++told } }),
};
let told = 0;
parentPort.on("message", ({ check }) => {
  parentPort.postMessage({ verdict: behaviours[check.split(" ")[0]]() });
});
`;
const entry = new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`);

async function verdicts(
  checkers: readonly string[],
  timeoutMs: number,
  cancel: AbortSignal = new AbortController().signal,
): Promise<{ readonly verdicts: Record<string, Verdict>; readonly judged: readonly string[] }> {
  const judged: string[] = [];
  const request = { entry, folder: "", checkers, timeoutMs, cancel };
  const all = await judge({ ...request, judged: (name) => judged.push(name) });
  return { verdicts: all, judged };
}

test("a crash is unknown for it alone, and the next one gets a new thread", async () => {
  const names = ["crashes", "fine", "leaves", "remembers"];
  const { verdicts: all, judged } = await verdicts(names, 60_000);
  assert.deepEqual(Object.keys(all), names);
  assert.deepEqual(judged.toSorted(), names.toSorted());
  assert.deepEqual([all["fine"]?.valid, all["remembers"]?.valid], [true, true]);
  assert.deepEqual(all["crashes"], {
    valid: "unknown",
    reason: "checker-crashed",
    message: "the checker crashed: Error: a bug of ours",
  });
  const { leaves } = all;
  assert.equal(leaves?.valid === "unknown" && leaves.reason, "checker-crashed");
});

test("at its deadline a checker says how far it got; a deaf one is ended", async () => {
  // The first of a thread waits for its start as well: those with a deadline come later.
  const warm = Array.from({ length: availableParallelism() }, (_, i) => `fine ${i}`);
  const { verdicts: all } = await verdicts([...warm, "overruns", "deaf"], 5000);
  for (const name of warm) assert.equal(all[name]?.valid, true);
  const { overruns, deaf } = all;
  assert.equal(overruns?.valid === "unknown" && overruns.message, "3 of 5 keys");
  assert.deepEqual(deaf, {
    valid: "unknown",
    reason: "out-of-time",
    message: "no answer in 5 s, nor when asked to stop",
  });
});

test("whoever does not want to wait gets what there is", async () => {
  const controller = new AbortController();
  const busy = Array.from({ length: availableParallelism() }, (_, i) => `deaf ${i}`);
  const names = [...busy, "fine"];
  const judging = verdicts(names, 600_000, controller.signal);
  setTimeout(() => controller.abort(), 300);
  const { verdicts: all } = await judging;
  for (const name of names) assert.equal(all[name]?.valid, "unknown", name);
});
