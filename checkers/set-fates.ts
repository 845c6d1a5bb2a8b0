/** Sorts the elements of one set by what became of them. */
import type { FinalRead } from "#core/evidence.ts";
import type { Operation } from "#core/history.ts";
import { isStable, missedBy, type SetRead, type Timeline } from "./set-timeline.ts";

export interface Fates {
  readonly all: readonly Timeline[];
  readonly stable: readonly Timeline[];
  /** Still there, but a read missed them that began after they were known. */
  readonly stale: readonly Timeline[];
  /** Known and missed by the last that could see them; without final reads, not yet `lost`. */
  readonly missed: readonly Timeline[];
  readonly lost: readonly Timeline[];
  readonly neverRead: readonly Timeline[];
  /** Read, though nobody tried to add them, or only in vain. */
  readonly unexpected: readonly Sighting[];
  /** Twice in one answer. */
  readonly duplicated: readonly Sighting[];
}

export interface Sighting {
  readonly element: number;
  /** The first read that had it. */
  readonly read: SetRead;
}

/**
 * With final reads on every node: what none of them has is lost, and what only some have is stale
 * at the others. Without: nobody knows.
 */
export function fatesOf(
  timelines: readonly Timeline[],
  reads: readonly SetRead[],
  finals: readonly FinalRead[],
): Fates {
  const last = new Set(finals.map(({ read }) => read?.index));
  const decisive = reads.filter(({ operation }) => last.has(operation.index));
  const complete = finals.length > 0 && !last.has(undefined);
  const gone = timelines.filter((line) => !isStable(line) && missedBy(line) !== null);
  const somewhere = gone.filter((line) =>
    decisive.some(({ elements }) => elements.has(line.element)),
  );
  const nowhere = gone.filter((line) => !somewhere.includes(line));
  const stable = timelines.filter(isStable);
  const stale = stable.filter((line) => missedBy(line) !== null);
  return {
    all: timelines,
    stable,
    stale: complete ? [...stale, ...somewhere] : stale,
    missed: complete ? [] : gone,
    lost: complete ? nowhere : [],
    neverRead: timelines.filter((line) => !isStable(line) && missedBy(line) === null),
    unexpected: unexpected(timelines, reads),
    duplicated: reads.flatMap(duplicates),
  };
}

function unexpected(
  timelines: readonly Timeline[],
  reads: readonly SetRead[],
): readonly Sighting[] {
  const tried = new Set(timelines.map(({ element }) => element));
  const first = new Map<number, SetRead>();
  for (const read of reads) {
    for (const element of read.elements) {
      if (!tried.has(element) && !first.has(element)) first.set(element, read);
    }
  }
  return [...first].map(([element, read]) => ({ element, read }));
}

function duplicates(read: SetRead): readonly Sighting[] {
  const answer = answerOf(read.operation);
  if (answer.length === read.elements.size) return [];
  const twice = new Set(answer.filter((element, i) => answer.indexOf(element) < i));
  return [...twice].map((element) => ({ element, read }));
}

/** The elements as they were answered; empty where the answer is no list. */
export function answerOf({ outcome }: Operation): readonly number[] {
  return outcome.type === "ok" && Array.isArray(outcome.value) ? outcome.value : [];
}
