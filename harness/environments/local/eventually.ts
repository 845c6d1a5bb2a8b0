/** Waiting for something that no event announces, such as a process's state. */
import { setTimeout as sleep } from "node:timers/promises";

/** Looks until it holds, ever more rarely; false if it does not come true in time. */
export async function eventually(holds: () => boolean, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0, stepMs = 1; !holds(); stepMs = Math.min(stepMs * 2, STEP_MAX_MS)) {
    if (waitedMs >= limitMs) return false;
    await sleep(stepMs);
    waitedMs += stepMs;
  }
  return true;
}

const STEP_MAX_MS = 50;
