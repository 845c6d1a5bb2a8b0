/** Puts into words what is wrong with a set: one anomaly a kind, its first element in full. */
import type { Operation } from "#core/history.ts";
import type { Anomaly } from "#core/verdict.ts";
import { count, few, say, sayTime } from "./sentences.ts";
import type { Fates, Sighting } from "./set-fates.ts";
import { missedBy, type Timeline } from "./set-timeline.ts";

export function anomaliesOf(
  key: string,
  fates: Fates,
  adds: readonly Operation[],
): readonly Anomaly[] {
  const set = key === "" ? "The set" : `Set ${key}`;
  return [
    ...missing("lost-element", `${set} lost`, "No final read has it.", fates.lost),
    ...missing(
      "stale-read",
      `${set} was read without`,
      "Another read has it, or nobody can tell whether it is lost.",
      [...fates.stale, ...fates.missed],
    ),
    ...sighted(
      "unexpected-element",
      `${set} contains what nobody added`,
      fates.unexpected,
      ({ element }) => refusal(adds, element),
    ),
    ...sighted("duplicate-element", `${set} was read with`, fates.duplicated, () => " twice"),
  ];
}

/** Elements that a read should have seen. */
function missing(
  name: string,
  what: string,
  end: string,
  timelines: readonly Timeline[],
): readonly Anomaly[] {
  const [first] = timelines;
  const read = first === undefined ? null : missedBy(first);
  if (first === undefined || read === null || first.known === null) return [];
  const since = `${sayTime(first.known.time)} (event ${first.known.index})`;
  const elements = timelines.map(({ element }) => element);
  return [
    {
      name,
      explanation:
        `${what} ${count(elements.length, "element")}: ${few(elements)}. ` +
        `${first.element} was known since ${since} by ${say(first.add)}, ` +
        `but ${say(read.operation)} misses it. ${end}`,
      operations: timelines.flatMap(operationsOf).slice(0, MOST_OPERATIONS),
      evidence: { elements },
    },
  ];
}

const MOST_OPERATIONS = 20;

/** The read that missed it, its add, and the last read that still saw it. */
function operationsOf(line: Timeline): readonly number[] {
  const told = [missedBy(line)?.operation, line.add, line.present?.operation];
  return told.flatMap((operation) => (operation === undefined ? [] : [operation.index]));
}

/** Elements that a read should not have seen. */
function sighted(
  name: string,
  what: string,
  sightings: readonly Sighting[],
  how: (sighting: Sighting) => string,
): readonly Anomaly[] {
  const [first] = sightings;
  if (first === undefined) return [];
  const elements = [...new Set(sightings.map(({ element }) => element))];
  const { operation } = first.read;
  return [
    {
      name,
      explanation:
        `${what} ${count(elements.length, "element")}: ${few(elements)}. ` +
        `${say(operation)} has ${first.element}${how(first)}.`,
      operations: [...new Set(sightings.map(({ read }) => read.operation.index))].slice(
        0,
        MOST_OPERATIONS,
      ),
      evidence: { elements },
    },
  ];
}

function refusal(adds: readonly Operation[], element: number): string {
  const add = adds.find(({ value }) => value === element);
  return add === undefined ? ", which nobody tried to add" : `, though ${say(add)} was refused`;
}
