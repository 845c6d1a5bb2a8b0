/** A process group: its members and the states of their threads, from `/proc` or else from `ps`. */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, threadStates, type ProcessIdentity } from "#environments/host/process.ts";

/** Its processes that have not died, by number and start time; none where there is no `/proc`. */
export function membersOf(group: number): readonly ProcessIdentity[] {
  const pids = numbersIn("/proc").filter((pid) => groupOf(pid) === group);
  return pids.map(identify).filter((member) => member !== undefined);
}

/** One letter a thread, dead ones left out: an empty list says that the group is gone. */
export function statesOf(group: number): readonly string[] {
  const states =
    process.platform === "linux" ? membersOf(group).flatMap(threadStates) : statesByPs(group);
  return states.filter((state) => state !== "Z" && state !== "X");
}

export const isStopped = (states: readonly string[]): boolean =>
  states.length > 0 && states.every((state) => state === "T" || state === "t");

/** Looks until it holds, ever more rarely; false if it does not come true in time. */
export async function eventually(holds: () => boolean, limitMs: number): Promise<boolean> {
  for (
    let waitedMs = 0, stepMs = 1;
    !holds();
    waitedMs += stepMs, stepMs = Math.min(stepMs * 2, 50)
  ) {
    if (waitedMs >= limitMs) return false;
    await sleep(stepMs);
  }
  return true;
}

function groupOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ", 3)[2]);
  } catch {
    return undefined;
  }
}

function statesByPs(group: number): readonly string[] {
  const rows = execFileSync("ps", ["-axo", "pgid=,state="], { encoding: "utf8" }).split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/));
  return pairs.filter(([pgid]) => Number(pgid) === group).map(([, state = "X"]) => state.charAt(0));
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
