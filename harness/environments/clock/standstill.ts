/** A moment in which no thread of a process runs, none of them inside bytes that will change. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  isRunning,
  signal,
  stateOf,
  taskPath,
  threadStates,
  threadsOf,
  type ProcessIdentity,
} from "../host/process.ts";

const ATTEMPTS = 100;
const STOP_LIMIT_MS = 2_000;
const STANDING = new Set(["T", "t", "Z", "X"]);

export interface Stretch {
  readonly from: number;
  readonly bytes: number;
}

/**
 * Runs the action in such a moment. A process that stood still before goes on standing still:
 * whoever stopped it decides when it runs again.
 */
export async function standstill(
  process: ProcessIdentity,
  forbidden: readonly Stretch[],
  action: () => void,
): Promise<void> {
  const stoodBefore = stateOf(process) === "T";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await stop(process);
      if (!threadsOf(process).some((tid) => isInside(process, tid, forbidden))) {
        action();
        return;
      }
    } finally {
      if (!stoodBefore) signal(process, "SIGCONT");
    }
    if (stoodBefore) break;
    await sleep(1);
  }
  throw new Error(`a thread of process ${process.pid} stays inside the code to be changed`);
}

async function stop(process: ProcessIdentity): Promise<void> {
  signal(process, "SIGSTOP");
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (!threadStates(process).every((state) => STANDING.has(state))) {
    if (performance.now() > deadline) throw new Error(`process ${process.pid} does not stop`);
    await sleep(1);
  }
  if (!isRunning(process)) throw new Error(`process ${process.pid} is gone`);
}

/** At the very entry is outside: such a thread takes the jump when it goes on. */
function isInside(process: ProcessIdentity, tid: number, forbidden: readonly Stretch[]): boolean {
  const fields = readFileSync(taskPath(process, tid, "syscall"), "utf8")
    .trim()
    .split(" ");
  const counter = Number(fields.at(-1));
  return forbidden.some(({ from, bytes }) => counter > from && counter < from + bytes);
}
