/** What is read from a file is an event only if it says all that an event says: nobody asks again. */
import { FAULT_KINDS } from "#core/fault.ts";
import type { Event, Phase } from "#core/history.ts";

export type Fields = Readonly<Record<string, unknown>>;

export function isEvent(value: unknown): value is Event {
  if (!isObject(value)) return false;
  const { index, time, process, type, f, key, node, late, error } = value;
  const whole =
    typeof index === "number" &&
    typeof time === "number" &&
    typeof f === "string" &&
    TYPES.includes(type) &&
    isTextOrAbsent(key) &&
    isTextOrAbsent(node) &&
    (late === undefined || typeof late === "number") &&
    (error === undefined || isError(error));
  if (!whole) return false;
  if (process === "nemesis") return saysFault(value);
  return typeof process === "number" || (process === "harness" && saysPhase(value));
}

const TYPES: readonly unknown[] = ["invoke", "ok", "fail", "info"];

export const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const isTextOrAbsent = (value: unknown): boolean =>
  value === undefined || typeof value === "string";

const isError = (value: unknown): boolean =>
  isObject(value) && typeof value["code"] === "string" && typeof value["message"] === "string";

const PHASES: Readonly<Record<Phase, true>> = {
  setup: true,
  faults: true,
  heal: true,
  recovery: true,
  done: true,
};

/** Other remarks of the harness may say anything. */
const saysPhase = ({ f, value }: Fields): boolean =>
  f !== "phase" || (typeof value === "string" && value in PHASES);

/** Requests have an id; completions say what was done, unless they say why it was not. */
function saysFault({ type, f, value, error }: Fields): boolean {
  if (f !== "inject" && f !== "cure") return true;
  if (type === "invoke") return isObject(value) && typeof value["id"] === "string";
  if (error !== undefined || (f === "cure" && value === null)) return true;
  if (!isObject(value) || typeof value["id"] !== "string") return false;
  if (f === "inject") return typeof value["began"] === "number" && isFault(value["fault"]);
  const { effect, evidence, ended } = value;
  return EFFECTS.includes(effect) && typeof evidence === "string" && typeof ended === "number";
}

const EFFECTS: readonly unknown[] = ["proven", "applied", "unproven"];
const KINDS: readonly unknown[] = FAULT_KINDS;

export function isFault(value: unknown): boolean {
  if (!isObject(value) || !KINDS.includes(value["kind"])) return false;
  const { kind, name, nodes, cuts, links } = value;
  if (typeof name !== "string") return false;
  if (kind === "partition") return isList(cuts, isPair);
  if (kind === "packet") return isList(links, isPair) && isObject(value["trouble"]);
  return isList(nodes);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isPair = (value: unknown): boolean => isList(value) && value.length === 2;
const isList = (value: unknown, fits = isText): value is readonly unknown[] =>
  Array.isArray(value) && value.every(fits);
