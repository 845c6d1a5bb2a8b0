/** A short run told line by line: who asked what, what was broken, what came of it. */
import { faultsOf } from "#core/fault.ts";
import { operationsOf, type History } from "#core/history.ts";
import { say } from "#checkers/sentences.ts";
import type { Nanos } from "#core/units.ts";

interface Moment {
  readonly at: Nanos;
  readonly text: string;
}

/** Times are seconds since the run began, as everywhere. */
export function storyOf(history: History): readonly string[] {
  const faults = faultsOf(history).flatMap(({ id, fault, began, ended }): readonly Moment[] => [
    { at: began, text: `${id} ${fault.name}` },
    ...(ended === null ? [] : [{ at: ended, text: `${id} over` }]),
  ]);
  const operations = operationsOf(history).map((operation): Moment => ({
    at: operation.invoked,
    text: say(operation),
  }));
  const leaders = history.flatMap(({ process, f, node, value, time }): readonly Moment[] =>
    process === "harness" && f === "leads"
      ? [{ at: time, text: `${node ?? "a node"} leads, term ${String(value)}` }]
      : [],
  );
  return [...faults, ...leaders, ...operations]
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => `${(at / 1e9).toFixed(3).padStart(7)}  ${text}`);
}
