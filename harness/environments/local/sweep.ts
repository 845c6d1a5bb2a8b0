/** Node processes that outlived their controller, found by their environment and ended. */
import { readFileSync } from "node:fs";
import { fateOf, ourselves, readOwner } from "#environments/host/owner.ts";
import { companions, isRunning, signal, type ProcessIdentity } from "#environments/host/process.ts";
import { eventually } from "./group.ts";
import { NODE_VARIABLE, OWNER_VARIABLE, RUN_VARIABLE } from "./cluster.ts";

/** Says what it removed. A run whose controller lives, or cannot be told dead, is left alone. */
export async function sweepProcesses(): Promise<readonly string[]> {
  const removed: string[] = [];
  // What an orphan started while it was looked for is found on the next round.
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const orphans = companions(ourselves()).filter(isRunning).flatMap(orphanOf);
    if (orphans.length === 0) break;
    // It is looked at again, number and start time, by `signal` itself.
    for (const { process, name } of orphans)
      if (signal(process, "SIGKILL")) removed.push(`process ${process.pid} (${name})`);
    await eventually(() => !orphans.some(({ process }) => isRunning(process)), BURIAL_MAX_MS);
  }
  return removed;
}

const ROUNDS_MAX = 5;
const BURIAL_MAX_MS = 2000;

interface Orphan {
  readonly process: ProcessIdentity;
  readonly name: string;
}

function orphanOf(process: ProcessIdentity): readonly Orphan[] {
  const variables = variablesOf(process.pid);
  const owner = readOwner(variables.get(OWNER_VARIABLE) ?? "");
  if (owner === undefined || fateOf(owner) !== "dead") return [];
  const name = `${variables.get(NODE_VARIABLE) ?? "?"} of run ${variables.get(RUN_VARIABLE) ?? "?"}`;
  return [{ process, name }];
}

/** Empty for processes of other users, which are none of ours. */
function variablesOf(pid: number): ReadonlyMap<string, string> {
  const pairs = readEnviron(pid)
    .split("\0")
    .map((pair) => pair.split(/=(.*)/s));
  return new Map(pairs.map(([name = "", value = ""]) => [name, value]));
}

function readEnviron(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
