/** What replicas answered when all was quiet: whether they agree, and whether they had time to. */
import { operationsOf, type History, type Operation } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import { millis, nanos, type Nanos, type NodeId } from "#core/units.ts";
import type { UnknownReason } from "#core/verdict.ts";
import { finalPhases, finalReads, nodesOf } from "./final-reads.ts";
import { count, few, sayTime } from "./sentences.ts";
import { byKey } from "./spans.ts";

/** So long after the heal an update may still be on its way from one replica to another. */
export const QUIET: Nanos = millis(2000);
/** Replicas that differ for longer than this, with nothing in their way, do not converge. */
export const PATIENCE: Nanos = millis(10_000);

/** One object at the end of a run. */
export interface Settled {
  readonly key: string;
  /** All of the run, in order of invocation. */
  readonly operations: readonly Operation[];
  /** The last answered read of each node since all was quiet. */
  readonly last: readonly Operation[];
  /** The time from the heal to the first of these reads. */
  readonly waited: Nanos;
  /** The time from the heal to the last answer, null as long as nothing was answered. */
  readonly answeredAfter: Nanos | null;
  readonly state: SettledState;
}

export type SettledState =
  | { readonly kind: "agreed"; readonly answer: unknown }
  | { readonly kind: "diverged" }
  /** Nobody can tell, for want of reads or of time. */
  | { readonly kind: "open"; readonly reason: UnknownReason; readonly message: string };

export function settledObjects(history: History, plan: Plan): readonly Settled[] {
  const operations = operationsOf(history);
  const nodes = nodesOf(plan, operations);
  const quietSince = finalPhases(history);
  return [...byKey(operations)].map(([key, mine]) => settle(key, mine, nodes, quietSince(mine)));
}

function settle(
  key: string,
  operations: readonly Operation[],
  nodes: readonly NodeId[],
  since: Nanos | null,
): Settled {
  const finals = finalReads(operations, nodes, since);
  const unread = finals.flatMap(({ node, read }) => (read === null ? [node] : []));
  const indexes = new Set(finals.map(({ read }) => read?.index));
  const last = operations.filter(({ index }) => indexes.has(index));
  const from = since ?? nanos(0);
  const begun = last.map(({ invoked }) => invoked - from);
  const ended = last.map(({ completed, invoked }) => (completed ?? invoked) - from);
  const waited = nanos(begun.length === 0 ? 0 : Math.min(...begun));
  const answeredAfter = ended.length === 0 ? null : nanos(Math.max(...ended));
  const state = stateOf(key || "the object", last, unread, waited);
  return { key, operations, last, waited, answeredAfter, state };
}

function stateOf(
  name: string,
  last: readonly Operation[],
  unread: readonly NodeId[],
  waited: Nanos,
): SettledState {
  const open = (reason: UnknownReason, message: string): SettledState => ({
    kind: "open",
    reason,
    message,
  });
  if (unread.length > 0 || last.length === 0)
    return open("assumption-broken", `There is no final read of ${name} on ${few(unread)}.`);
  const answers = new Map(last.map((read) => [answerText(read), answerOf(read)]));
  const [answer] = answers.values();
  if (answers.size > 1 && waited >= PATIENCE) return { kind: "diverged" };
  if (answers.size > 1) {
    const many = count(answers.size, "different answer");
    return open("too-little", `${many} for ${name}, but only ${sayTime(waited)} after the heal.`);
  }
  if (waited >= QUIET) return { kind: "agreed", answer };
  const hurry = `the final reads of ${name} began ${sayTime(waited)} after the last change`;
  return open("too-little", `All agree, but ${hurry}: what was acknowledged may be on its way.`);
}

export const answerOf = ({ outcome }: Operation): unknown =>
  outcome.type === "ok" ? outcome.value : null;

export const answerText = (read: Operation): string => canonical(answerOf(read));

/** The same text for equal answers: a set has no order. */
export function canonical(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? "";
  return JSON.stringify([...new Set(value.map((element) => JSON.stringify(element)))].toSorted());
}
