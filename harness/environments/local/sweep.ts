/** Node processes that outlived their controller, found by their environment and ended. */
import { readFileSync } from "node:fs";
import { fateOf, ourselves, readOwner, writeOwner, type Owner } from "#environments/host/owner.ts";
import { companions, isRunning, signal, type ProcessIdentity } from "#environments/host/process.ts";
import { eventually } from "./eventually.ts";

/** By these in its environment a process of ours is known, also to a later controller. */
const MARKS = { run: "ORDEAL_RUN", node: "ORDEAL_NODE", owner: "ORDEAL_OWNER" } as const;

export const marksOf = (run: string, node: string): Readonly<Record<string, string>> => ({
  [MARKS.run]: run,
  [MARKS.node]: node,
  [MARKS.owner]: writeOwner(ourselves()),
});

/** Says what it removed. A run whose controller lives, or cannot be told dead, is left alone. */
export function sweepProcesses(): Promise<readonly string[]> {
  return endAll(({ owner }) => fateOf(owner) === "dead");
}

/** Those of a run of ours that left their family, as daemons do. */
export function endStrays(run: string): Promise<readonly string[]> {
  const us = writeOwner(ourselves());
  return endAll((found) => found.run === run && writeOwner(found.owner) === us);
}

interface Marked {
  readonly process: ProcessIdentity;
  readonly run: string;
  readonly node: string;
  readonly owner: Owner;
}

async function endAll(mayEnd: (found: Marked) => boolean): Promise<readonly string[]> {
  const ended: string[] = [];
  // What one of them started while it was looked for is found on the next round.
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const found = companions(ourselves()).filter(isRunning).flatMap(marked).filter(mayEnd);
    if (found.length === 0) break;
    // Number and start time are looked at once more by `signal` itself.
    for (const { process, node, run } of found)
      if (signal(process, "SIGKILL")) ended.push(`process ${process.pid} (${node} of run ${run})`);
    await eventually(() => !found.some(({ process }) => isRunning(process)), BURIAL_MAX_MS);
  }
  return ended;
}

const ROUNDS_MAX = 5;
const BURIAL_MAX_MS = 2000;

function marked(process: ProcessIdentity): readonly Marked[] {
  const variables = variablesOf(process.pid);
  const owner = readOwner(variables.get(MARKS.owner) ?? "");
  const [run, node] = [variables.get(MARKS.run), variables.get(MARKS.node)];
  if (owner === undefined || run === undefined || node === undefined) return [];
  return [{ process, run, node, owner }];
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
