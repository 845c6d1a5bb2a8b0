/** The folders of runs: made, named, found again. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";
import type { Plan } from "#core/plan.ts";
import type { Results } from "#core/record.ts";
import type { Script } from "#core/script.ts";
import { layout } from "./layout.ts";
import { readPlanFile } from "./plan-file.ts";
import { readScriptFile } from "./script-file.ts";
import { storing } from "./trouble.ts";

/** Sorts by time, says what it was, and does not collide: `20261120-183012-raft-register-7f3a`. */
export function runName(now: Date, words: readonly string[], salt: string): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const clean = words.map((word) => word.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  return [time, ...clean, salt].join("-");
}

/** Makes the folder of a run that is about to begin, and points `latest` at it. */
export function createRun(store: string, plan: Plan): string {
  const folder = resolve(store, plan.run);
  storing("The run's folder", folder, () => {
    mkdirSync(store, { recursive: true });
    mkdirSync(folder);
  });
  writeWhole("The plan", layout.plan(folder), plan);
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
  const folders = [resolve(given), resolve(store, given)];
  const found = folders.find((folder) => existsSync(layout.plan(folder)));
  if (found !== undefined) return found;
  const orphan = folders.find((folder) => existsSync(layout.history(folder)));
  if (orphan !== undefined) throw noPlan(orphan);
  throw new OrdealError(
    "usage",
    "unknown-run",
    `There is no run "${given}".`,
    `Give a folder that holds a plan.json, a name in ${join(store)}, or latest.`,
  );
}

export const runOf = (folder: string): string => basename(folder);

export const readPlan = (folder: string): Plan => readPlanFile(layout.plan(folder));

export const writeScript = (folder: string, script: Script): void =>
  writeWhole("The script", layout.script(folder), script);

/** Null for a run of an earlier version, or one that was killed. */
export function readScript(folder: string): Script | null {
  const path = layout.script(folder);
  return existsSync(path) ? readScriptFile(path) : null;
}

/** Null for a run that has not been judged, or whose results were damaged: they can be had again. */
export function readResults(folder: string): Results | null {
  try {
    const results: unknown = JSON.parse(readFileSync(layout.results(folder), "utf8"));
    return typeof results === "object" && results !== null ? (results as Results) : null;
  } catch {
    return null;
  }
}

export const writeResults = (folder: string, results: Results): void =>
  writeWhole("The results", layout.results(folder), results);

/** A reader sees the old file or the new one, never half of one. */
function writeWhole(what: string, path: string, value: unknown): void {
  const partial = `${path}.partial`;
  try {
    storing(what, path, () => {
      writeFileSync(partial, `${JSON.stringify(value, null, 1)}\n`);
      renameSync(partial, path);
    });
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

const noPlan = (folder: string): OrdealError =>
  new OrdealError(
    "usage",
    "no-plan",
    `${folder} has a history, but no plan.json that says what it is of.`,
    `Judge it as a file: ordeal check ${layout.history(folder)} --model NAME.`,
  );
