/** Whether the run showed enough for a pass to mean something: its answers are yes or unknown. */
import type { Assumption, AssumptionFigures } from "#core/evidence.ts";
import { faultsOf, type Effect } from "#core/fault.ts";
import { operationsOf, phasesOf, type History, type Operation, type Phase } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import type { Minimum } from "#core/ports/workload.ts";
import type { UnknownReason } from "#core/verdict.ts";
import { count, few, sayTime } from "./sentences.ts";
import { byKey, invokedIn, phaseSpan } from "./spans.ts";

/**
 * An outage, even a total one, breaks none of these: what counts is what was acknowledged over the
 * whole fault phase, which begins before the first fault. Without a minimum a run may be as small as
 * it likes, if it is whole.
 */
export function assumptions(minimum: Minimum | null): Checker {
  return {
    name: "assumptions",
    check(history, { plan }) {
      const seen = look(history, plan);
      const found = [
        complete(seen),
        noDeaths(seen),
        ...addressed(seen),
        ...(minimum === null ? [] : enoughOf(seen, minimum)),
        ...plan.nemesis.map((kind) => faultTookEffect(seen, kind)),
      ];
      const assumptions = found.map(({ name, holds, sentence }) => ({ name, holds, sentence }));
      const details: AssumptionFigures = { assumptions };
      const broken = found.filter(({ holds }) => !holds);
      const [first] = broken;
      if (first === undefined) return { valid: true, details };
      const message = broken.map(({ sentence }) => sentence).join(" ");
      return { valid: "unknown", reason: first.reason, message, details };
    },
  };
}

const enoughOf = (seen: Seen, minimum: Minimum): readonly Finding[] => [
  enough(seen, "faults", minimum.faults),
  enough(seen, "recovery", minimum.recovery),
  afterHeal(seen),
  finalReads(seen, Object.keys(minimum.recovery)),
];

interface Finding extends Assumption {
  /** Of the verdict, should it not hold. */
  readonly reason: UnknownReason;
}

interface Seen {
  readonly history: History;
  readonly plan: Plan;
  readonly operations: readonly Operation[];
}

const look = (history: History, plan: Plan): Seen => ({
  history,
  plan,
  operations: operationsOf(history),
});

function complete({ history }: Seen): Finding {
  const last = phasesOf(history).at(-1)?.phase;
  const holds = last === "done";
  const where = last === undefined ? "before it began" : `in its phase "${last}"`;
  const sentence = holds ? "The run is complete." : `The run was cut off ${where}.`;
  return { name: "complete", reason: "cut-off", holds, sentence };
}

function noDeaths({ history }: Seen): Finding {
  const deaths = history.filter(({ process, f }) => process === "harness" && f === "died");
  const told = deaths.map(
    ({ node, time, value }) => `${node ?? "a node"} at ${sayTime(time)}${causeOf(value)}`,
  );
  const sentence =
    deaths.length === 0 ? "No node died by itself." : `Died by itself: ${few(told, 5)}.`;
  return { name: "no-deaths", reason: "assumption-broken", holds: deaths.length === 0, sentence };
}

/** What an actor threw; processes leave their last words in their logs. */
function causeOf(value: unknown): string {
  if (typeof value !== "object" || value === null || !("cause" in value)) return "";
  return ` (${String(value.cause).slice(0, CAUSE_MAX)})`;
}

const CAUSE_MAX = 200;

/** No reason to doubt the rest, but a bug all the same: a node that spoke to nobody. */
function addressed({ history }: Seen): readonly Finding[] {
  const strays = history.flatMap(({ process, f, node, value }) => {
    if (process !== "harness" || f !== "garbage" || typeof value !== "object") return [];
    const complaint = value !== null && "complaint" in value ? String(value.complaint) : "";
    return complaint.startsWith("nobody is called") ? [`${node ?? "a node"} (${complaint})`] : [];
  });
  if (strays.length === 0) return [];
  const sentence = `Messages were sent to nobody: ${few([...new Set(strays)], 3)}.`;
  return [{ name: "addressed", reason: "assumption-broken", holds: true, sentence }];
}

function enough(
  { history, operations }: Seen,
  phase: Phase,
  minimum: Readonly<Record<string, number>>,
): Finding {
  const span = phaseSpan(history, phase);
  const inside = span === null ? [] : invokedIn(operations, span).filter(isOk);
  const words = Object.entries(minimum).map(([f, least]) => {
    const ok = inside.filter((operation) => operation.f === f).length;
    return { holds: ok >= least, text: `${f} ${ok} (at least ${least})` };
  });
  const holds = words.every((word) => word.holds);
  const told = words.filter((word) => holds || !word.holds).map(({ text }) => text);
  const how = holds ? "Enough was" : "Too little was";
  const sentence = `${how} acknowledged in the ${NAMES[phase] ?? phase}: ${few(told)}.`;
  return { name: `enough-in-${phase}`, reason: "too-little", holds, sentence };
}

const NAMES: Partial<Readonly<Record<Phase, string>>> = {
  faults: "fault phase",
  recovery: "recovery phase",
};

function afterHeal({ history, operations }: Seen): Finding {
  const since = phaseSpan(history, "recovery");
  const first = since === null ? undefined : invokedIn(operations, since).find(isOk);
  const sentence =
    first === undefined
      ? "Nothing was acknowledged that was asked after the heal."
      : `After the heal the first acknowledged ${first.f} was asked at ${sayTime(first.invoked)}.`;
  return { name: "after-heal", reason: "assumption-broken", holds: first !== undefined, sentence };
}

/** Each final word (a read, as a rule) acknowledged for every key by every node. */
function finalReads({ history, operations, plan }: Seen, words: readonly string[]): Finding {
  const since = phaseSpan(history, "recovery");
  const recovery = since === null ? [] : invokedIn(operations, since).filter(isOk);
  const name = (key: string, node: string | null, f: string): string =>
    JSON.stringify([key, node, f]);
  const have = new Set(recovery.map(({ key, node, f }) => name(key, node, f)));
  const keys = [...byKey(operations).keys()];
  const lacking = keys.flatMap((key) =>
    plan.nodes
      .filter((node) => words.some((f) => !have.has(name(key, node, f))))
      .map((node) => `${key || "the object"} on ${node}`),
  );
  const sentence =
    lacking.length === 0
      ? `Final reads of ${count(keys.length, "key")} on ${count(plan.nodes.length, "node")}.`
      : `There is no ok final read of ${few(lacking, 5)}.`;
  const holds = lacking.length === 0;
  return { name: "final-reads", reason: "assumption-broken", holds, sentence };
}

function faultTookEffect({ history }: Seen, kind: Plan["nemesis"][number]): Finding {
  const windows = faultsOf(history).filter(({ fault }) => fault.kind === kind);
  const of = (effect: Effect): number => windows.filter((w) => w.effect === effect).length;
  const holds = of("proven") + of("applied") > 0;
  const effects = (["proven", "applied", "unproven"] as const).filter((e) => of(e) > 0);
  const figures = effects.map((effect) => `${of(effect)} ${effect}`).join(", ");
  const sentence =
    windows.length === 0
      ? `No ${kind} took place, though it was asked for.`
      : `Of ${count(windows.length, kind)}: ${figures}.`;
  return { name: `fault-${kind}`, reason: "too-little", holds, sentence };
}

const isOk = ({ outcome }: Operation): boolean => outcome.type === "ok";
