/** A run to be made small: its plan and its script, with what can be taken from them. */
import type { Plan } from "../plan.ts";
import { lengthOf, type Script, type ScriptedFault, type ScriptedOperation } from "../script.ts";
import { millis, nanos, toMillis, type Nanos, type NodeId } from "../units.ts";
import { spared } from "./lesser.ts";

export interface Case {
  readonly plan: Plan;
  readonly script: Script;
}

/** How much there is of a case, for people. */
export interface Size {
  readonly faults: number;
  readonly operations: number;
  readonly nodes: number;
  readonly keys: number;
  readonly lengthMs: number;
}

export const sizeOf = ({ plan, script }: Case): Size => ({
  faults: script.faults.length,
  operations: script.operations.length,
  nodes: plan.nodes.length,
  keys: new Set([...script.operations.map(({ key }) => key), ...script.final]).size,
  lengthMs: Math.round(toMillis(lengthOf(script))),
});

/** With the fields of the plan that follow from the script. */
export function caseOf(plan: Plan, script: Script): Case {
  const kinds = new Set(script.faults.map(({ fault }) => fault.kind));
  const threads = script.operations.map(({ thread }) => thread + 1);
  const derived = {
    schedule: "shrunk",
    rate: 0,
    nemesis: [...kinds],
    scenarios: [],
    concurrency: Math.max(1, ...threads),
    timeLimitMs: Math.ceil(toMillis(nanos(Math.max(lengthOf(script), script.lasts)))) + 1000,
  } as const;
  return { plan: { ...plan, ...derived }, script };
}

export const withOperations = (
  { plan, script }: Case,
  operations: readonly ScriptedOperation[],
): Case => caseOf(plan, { ...script, operations });

export const withFaults = ({ plan, script }: Case, faults: readonly ScriptedFault[]): Case =>
  caseOf(plan, { ...script, faults });

/** What concerns this key alone. */
export const onlyKey = ({ plan, script }: Case, key: string): Case =>
  caseOf(plan, {
    ...script,
    operations: script.operations.filter((operation) => operation.key === key),
    final: script.final.filter((other) => other === key),
  });

/** Over as soon as all is done. */
export const withoutWaiting = ({ plan, script }: Case): Case =>
  caseOf(plan, { ...script, lasts: nanos(0) });

/** What was asked until then; faults in force are cured then. */
export const until = ({ plan, script }: Case, end: Nanos): Case =>
  caseOf(plan, {
    operations: script.operations.filter(({ at }) => at <= end),
    faults: script.faults
      .filter(({ at }) => at < end)
      .map((fault) => ({ ...fault, until: nanos(Math.min(fault.until, end)) })),
    final: [],
    lasts: nanos(Math.min(script.lasts, end)),
  });

/** What was asked from then on; faults in force then begin then, and all comes so much sooner. */
export function since({ plan, script }: Case, from: Nanos): Case {
  const sooner = (at: Nanos): Nanos => nanos(Math.max(0, at - from));
  return caseOf(plan, {
    ...script,
    operations: script.operations
      .filter(({ at }) => at >= from)
      .map((op) => ({ ...op, at: sooner(op.at) })),
    faults: script.faults
      .filter((fault) => fault.until > from)
      .map((fault) => ({ ...fault, at: sooner(fault.at), until: sooner(fault.until) })),
    lasts: sooner(script.lasts),
  });
}

/** Without everything that concerns this key. */
export const withoutKeys = ({ plan, script }: Case, gone: ReadonlySet<string>): Case =>
  caseOf(plan, {
    ...script,
    operations: script.operations.filter((operation) => !gone.has(operation.key)),
    final: script.final.filter((key) => !gone.has(key)),
  });

/** The final reads as operations like any other, each node once after the other. */
export function readAtLast({ plan, script }: Case): Case {
  const end = lengthOf(script) + millis(500);
  const reads = script.final.flatMap((key, row) =>
    plan.nodes.map((_, thread): ScriptedOperation => {
      const at = nanos(end + millis(100 * (row * plan.nodes.length + thread)));
      return { at, thread, f: "read", key, value: null };
    }),
  );
  return caseOf(plan, { ...script, operations: [...script.operations, ...reads], final: [] });
}

/** No two moments further apart than this; what follows a longer pause comes sooner. */
export function hastened({ plan, script }: Case, gap: Nanos): Case {
  const moments = [
    ...script.operations.map(({ at }) => at),
    ...script.faults.flatMap((fault) => [fault.at, fault.until]),
    script.lasts,
  ].toSorted((a, b) => a - b);
  const sooner = new Map<Nanos, Nanos>();
  let before = 0;
  let now = 0;
  for (const moment of moments) {
    now += Math.min(moment - before, gap);
    before = moment;
    sooner.set(moment, nanos(now));
  }
  const at = (moment: Nanos): Nanos => sooner.get(moment) ?? moment;
  return caseOf(plan, {
    ...script,
    operations: script.operations.map((op) => ({ ...op, at: at(op.at) })),
    faults: script.faults.map((fault) => ({
      ...fault,
      at: at(fault.at),
      until: at(fault.until),
    })),
    lasts: at(script.lasts),
  });
}

/** Without a node, who asked it, and what befell it; null if nothing would be left of it all. */
export function withoutNode({ plan, script }: Case, gone: NodeId): Case | null {
  const nodes = plan.nodes.filter((node) => node !== gone);
  if (nodes.length === 0) return null;
  const operations = script.operations.flatMap((operation) => {
    const node = plan.nodes[operation.thread % plan.nodes.length];
    const at = nodes.findIndex((other) => other === node);
    if (at < 0) return [];
    const row = Math.floor(operation.thread / plan.nodes.length);
    return [{ ...operation, thread: at + row * nodes.length }];
  });
  const faults = script.faults.flatMap((scripted) => {
    const fault = spared(scripted.fault, gone);
    return fault === null ? [] : [{ ...scripted, fault }];
  });
  return caseOf({ ...plan, nodes }, { ...script, operations, faults });
}

/** One client a node is enough, if nobody waits for an answer meanwhile. */
export const withFewerClients = (one: Case): Case =>
  withOperations(
    one,
    one.script.operations.map((operation) => ({
      ...operation,
      thread: operation.thread % one.plan.nodes.length,
    })),
  );

/** A network in one place that loses, doubles and delays nothing. */
export const onQuietLinks = ({ plan, script }: Case): Case => ({
  plan: {
    ...plan,
    links: { latencyMs: 0, latency: "constant", lossPerMille: 0, duplicatePerMille: 0 },
    zones: [],
  },
  script,
});
