/** A run's plan.json, believed only where it says what a plan says. */
import { readFileSync } from "node:fs";
import { OrdealError } from "#core/errors.ts";
import { NO_OBJECTIVES } from "#core/objectives.ts";
import type { Plan } from "#core/plan.ts";

/** Every complaint names the file: it may have been cut off, edited, or of another version. */
export function readPlanFile(path: string): Plan {
  const value = parse(path);
  const wrong = Object.entries(SHAPE).find(([field, fits]) => !fits(value[field]));
  if (wrong === undefined) return { ...SINCE, ...value } as Plan;
  throw badPlan(path, `its field "${wrong[0]}" is ${wrong[0] in value ? "of no use" : "missing"}`);
}

function parse(path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw badPlan(path, error instanceof SyntaxError ? `it is not JSON: ${said}` : said);
  }
  if (isObject(value)) return value;
  throw badPlan(path, "it is not an object");
}

/** What runs of earlier versions did not know. */
const SINCE: Partial<Plan> = {
  tellsLeaders: false,
  tellsPrefixes: false,
  scenarios: [],
  zones: [],
  beyond: [],
  schedule: "drawn",
  faultsAtOnce: 1,
  objectives: NO_OBJECTIVES,
};

const isText = (value: unknown): boolean => typeof value === "string";
const isAmount = (value: unknown): boolean => typeof value === "number" && value >= 0;
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What judging and drawing rest on. */
const SHAPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  run: isText,
  target: isText,
  bin: isText,
  options: isObject,
  bugs: isList,
  environment: isText,
  workload: isText,
  nemesis: isList,
  nodes: isList,
  concurrency: isAmount,
  rate: isAmount,
  timeLimitMs: isAmount,
  operationTimeoutMs: isAmount,
  checkTimeoutMs: isAmount,
  seed: isText,
  command: isText,
};

const badPlan = (path: string, why: string): OrdealError =>
  new OrdealError(
    "usage",
    "bad-plan",
    `${path} is not the plan of a run: ${why}.`,
    "Its history can still be judged as a file: ordeal check …/history.jsonl --model NAME.",
  );
