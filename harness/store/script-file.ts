/** A run's script.json, believed only where it says what a script says. */
import { readFileSync } from "node:fs";
import { OrdealError } from "#core/errors.ts";
import type { Script } from "#core/script.ts";
import { isFault, isObject, type Fields } from "./event.ts";

/** Every complaint names the file and what is wrong in it: it may have been edited, or cut off. */
export function readScriptFile(path: string): Script {
  const value = parse(path);
  const { operations, faults, final } = value;
  if (!Array.isArray(operations)) throw badScript(path, 'its field "operations" is not a list');
  if (!Array.isArray(faults)) throw badScript(path, 'its field "faults" is not a list');
  if (!Array.isArray(final) || !final.every(isText))
    throw badScript(path, 'its field "final" is not a list of keys');
  if (value["lasts"] !== undefined && !isAmount(value["lasts"]))
    throw badScript(path, 'its field "lasts" is not a span of time');
  complain(path, "operation", operations, isOperation);
  complain(path, "fault", faults, isScriptedFault);
  return {
    // Earlier versions knew neither how long a phase lasts nor the order of moves at one moment.
    lasts: 0,
    ...value,
    faults: faults.map((fault: Fields, i) => ({ turns: [2 * i, 2 * i + 1], card: null, ...fault })),
  } as unknown as Script;
}

function parse(path: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw badScript(path, error instanceof Error ? error.message : String(error));
  }
  if (isObject(value)) return value;
  throw badScript(path, "it is not an object");
}

function complain(
  path: string,
  what: string,
  items: readonly unknown[],
  fits: (value: unknown) => boolean,
): void {
  const at = items.findIndex((item) => !fits(item));
  if (at >= 0) throw badScript(path, `${what} ${at} is ${JSON.stringify(items[at]).slice(0, 120)}`);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isAmount = (value: unknown): value is number => typeof value === "number" && value >= 0;

const isOperation = (value: unknown): boolean =>
  isObject(value) &&
  isAmount(value["at"]) &&
  Number.isSafeInteger(value["thread"]) &&
  isAmount(value["thread"]) &&
  isText(value["f"]) &&
  isText(value["key"]);

const isScriptedFault = (value: unknown): boolean =>
  isObject(value) &&
  isText(value["id"]) &&
  isAmount(value["at"]) &&
  isAmount(value["until"]) &&
  value["until"] >= value["at"] &&
  isFault(value["fault"]) &&
  (value["turns"] === undefined || isTurns(value["turns"]));

const isTurns = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(isAmount);

const badScript = (path: string, why: string): OrdealError =>
  new OrdealError(
    "usage",
    "bad-script",
    `${path} does not say what was asked and broken: ${why}.`,
    "Without the file, `ordeal replay` and `ordeal shrink` take a run that drew its schedule from its history.",
  );
