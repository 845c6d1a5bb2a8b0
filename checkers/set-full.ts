/** Follows each element of each set: acknowledged, seen, missed, lost, never added, there twice. */
import type { FinalRead, SetFigures, SetKeyFigures } from "#core/evidence.ts";
import { operationsOf, type Operation } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import { distributionOf, type Distribution } from "#core/quantiles.ts";
import { nanos, toMillis, type Nanos, type NodeId } from "#core/units.ts";
import type { Anomaly, UnknownReason, Verdict } from "#core/verdict.ts";
import { finalPhases, finalReads, nodesOf } from "./final-reads.ts";
import { few, say } from "./sentences.ts";
import { anomaliesOf } from "./set-anomalies.ts";
import { fatesOf, type Fates } from "./set-fates.ts";
import { completionOf, missedBy, timelineOf, type SetRead, type Timeline } from "./set-timeline.ts";
import { byKey } from "./spans.ts";

/**
 * The words are `add` and `read` (of the whole set), the set is linearizable: a read that begins
 * after an element is known has to see it. Whether one that was missed is *lost* can only be said
 * where the final reads of all nodes agree on it; without them it is a stale read, which is bad
 * enough, and where nothing was missed the verdict is unknown.
 */
export const setFull: Checker = {
  name: "set-full",
  check(history, { plan, shouldStop }) {
    const operations = operationsOf(history);
    const nodes = nodesOf(plan, operations);
    const finalPhase = finalPhases(history);
    const stories: KeyStory[] = [];
    for (const [key, mine] of byKey(operations)) {
      const reads = mine.flatMap(readOf);
      const timelines = timelinesOf(mine, reads, shouldStop);
      if (timelines === "stopped") return outOfTime(stories, key);
      const finals = finalReads(mine, nodes, finalPhase(mine));
      stories.push(storyOf(key, mine, fatesOf(timelines, reads, finals), finals));
    }
    return verdictOf(stories);
  },
};

interface KeyStory {
  readonly figures: SetKeyFigures;
  readonly anomalies: readonly Anomaly[];
  /** An answer that is no set at all. */
  readonly strange: Operation | undefined;
}

function timelinesOf(
  operations: readonly Operation[],
  reads: readonly SetRead[],
  shouldStop: () => boolean,
): readonly Timeline[] | "stopped" {
  const timelines: Timeline[] = [];
  for (const [element, add] of addsByElement(operations)) {
    if (shouldStop()) return "stopped";
    timelines.push(timelineOf(element, add, reads));
  }
  return timelines;
}

/** Each element once, with the first add that was acknowledged; refused ones added nothing. */
function addsByElement(operations: readonly Operation[]): ReadonlyMap<number, Operation> {
  const elements = new Map<number, Operation>();
  for (const add of operations) {
    if (add.f !== "add" || add.outcome.type === "fail" || typeof add.value !== "number") continue;
    const before = elements.get(add.value)?.outcome.type;
    if (before === undefined || (before !== "ok" && add.outcome.type === "ok")) {
      elements.set(add.value, add);
    }
  }
  return elements;
}

function readOf(operation: Operation): readonly SetRead[] {
  const { f, outcome } = operation;
  const completion = completionOf(operation);
  if (f !== "read" || outcome.type !== "ok" || completion === null) return [];
  if (!Array.isArray(outcome.value)) return [];
  return [{ operation, completion, elements: new Set<number>(outcome.value) }];
}

function storyOf(
  key: string,
  operations: readonly Operation[],
  fates: Fates,
  finals: readonly FinalRead[],
): KeyStory {
  const adds = operations.filter(({ f }) => f === "add");
  return {
    figures: figuresOf(key, adds, fates, finals),
    anomalies: anomaliesOf(key, fates, adds),
    strange: operations.find(
      ({ f, outcome }) => f === "read" && outcome.type === "ok" && !Array.isArray(outcome.value),
    ),
  };
}

function figuresOf(
  key: string,
  adds: readonly Operation[],
  fates: Fates,
  finals: readonly FinalRead[],
): SetKeyFigures {
  const elements = (lines: readonly { element: number }[]): readonly number[] => [
    ...new Set(lines.map(({ element }) => element)),
  ];
  return {
    key,
    attempted: new Set(adds.map(({ value }) => value)).size,
    acknowledged: fates.all.filter(({ add }) => add.outcome.type === "ok").length,
    stable: fates.stable.length,
    stale: elements(fates.stale),
    lost: elements(fates.lost),
    missed: elements(fates.missed),
    neverRead: elements(fates.neverRead),
    unexpected: elements(fates.unexpected),
    duplicated: elements(fates.duplicated),
    recovered: fates.all.filter(({ add, present }) => add.outcome.type !== "ok" && present !== null)
      .length,
    staleForMs: sinceKnown(fates.stale, (line) => missedBy(line)),
    lostAfterMs: sinceKnown(fates.lost, ({ present }) => present),
    finalReads: finals,
  };
}

function sinceKnown(
  timelines: readonly Timeline[],
  until: (timeline: Timeline) => SetRead | null,
): Distribution | null {
  const spans = timelines.map((line): Nanos => {
    const start = line.known?.time ?? nanos(0);
    return nanos(Math.max(0, (until(line)?.operation.invoked ?? start) - start));
  });
  return distributionOf(spans.map(toMillis));
}

function verdictOf(stories: readonly KeyStory[]): Verdict {
  const details: SetFigures = { keys: stories.map(({ figures }) => figures) };
  const [first, ...others] = stories.flatMap(({ anomalies }) => anomalies);
  if (first !== undefined) return { valid: false, anomalies: [first, ...others], details };
  const unknown = (reason: UnknownReason, message: string): Verdict => ({
    valid: "unknown",
    reason,
    message,
    details,
  });
  const strange = stories.find((story) => story.strange !== undefined)?.strange;
  if (strange !== undefined) return unknown("assumption-broken", `${say(strange)} is no set.`);
  const unread = details.keys.filter(
    ({ finalReads }) => finalReads.length === 0 || finalReads.some(({ read }) => read === null),
  );
  if (unread.length > 0) return unknown("assumption-broken", withoutFinalReads(unread));
  if (details.keys.some(({ stable }) => stable > 0)) return { valid: true, details };
  return unknown("too-little", "No element was added and read.");
}

function withoutFinalReads(unread: readonly SetKeyFigures[]): string {
  const nodes = new Set<NodeId>();
  for (const { finalReads } of unread) {
    for (const { node, read } of finalReads) if (read === null) nodes.add(node);
  }
  const where = nodes.size === 0 ? "" : ` on ${few([...nodes])}`;
  return `Without a final read of ${few(unread.map(({ key }) => key || "the set"))}${where} nobody knows what was lost.`;
}

function outOfTime(stories: readonly KeyStory[], key: string): Verdict {
  const verdict = verdictOf(stories);
  if (verdict.valid === false) return verdict;
  const message = `The time was up at set ${key}, after ${stories.length} others.`;
  return { valid: "unknown", reason: "out-of-time", message, details: verdict.details };
}
