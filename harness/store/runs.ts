/** The folders of runs: made, named, found again. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";
import type { Plan } from "#core/plan.ts";
import type { Results } from "#core/record.ts";
import type { Script } from "#core/script.ts";
import { layout } from "./layout.ts";

/** Sorts by time, says what it was, and does not collide: `20261120-183012-raft-register-7f3a`. */
export function runName(now: Date, words: readonly string[], salt: string): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const clean = words.map((word) => word.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  return [time, ...clean, salt].join("-");
}

/** Makes the folder of a run that is about to begin, and points `latest` at it. */
export function createRun(store: string, plan: Plan): string {
  const folder = resolve(store, plan.run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(layout.plan(folder), `${JSON.stringify(plan, null, 2)}\n`);
  point(layout.latest(store), plan.run);
  return folder;
}

/** A link appears under its name in one step, so that two runs at once leave one of the two. */
function point(link: string, name: string): void {
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  try {
    symlinkSync(name, fresh);
    renameSync(fresh, link);
  } catch {
    // A file system without links: `latest` is a comfort, not a part of the record.
    rmSync(fresh, { force: true });
  }
}

/** Finds a run by the path of its folder, its name in the store, or `latest`. */
export function findRun(store: string, given: string): string {
  for (const folder of [resolve(given), resolve(store, given)])
    if (existsSync(layout.plan(folder)) && statSync(folder).isDirectory()) return folder;
  throw new OrdealError(
    "usage",
    "unknown-run",
    `There is no run "${given}".`,
    `Give a folder that holds a plan.json, a name in ${join(store)}, or latest.`,
  );
}

export const runOf = (folder: string): string => basename(folder);

/** Runs of earlier versions knew neither scenarios nor scripts. */
export function readPlan(folder: string): Plan {
  const plan = JSON.parse(readFileSync(layout.plan(folder), "utf8")) as Partial<Plan>;
  return { scenarios: [], scripted: false, ...plan } as Plan;
}

export function writeScript(folder: string, script: Script): void {
  writeFileSync(layout.script(folder), `${JSON.stringify(script, null, 1)}\n`);
}

/** Null for a run of an earlier version, or one that was killed. */
export function readScript(folder: string): Script | null {
  const path = layout.script(folder);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Script) : null;
}

/** Null for a run that has not been judged. */
export function readResults(folder: string): Results | null {
  const path = layout.results(folder);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : null;
}

export function writeResults(folder: string, results: Results): void {
  const path = layout.results(folder);
  writeFileSync(`${path}.tmp`, `${JSON.stringify(results, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}
