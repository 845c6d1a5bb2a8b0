/** What a set owes in the end when adds win: elements acknowledged, and none that were removed. */
import type { Operation } from "#core/history.ts";
import type { Anomaly } from "#core/verdict.ts";
import type { Owed } from "./convergence.ts";
import { count, few, say } from "./sentences.ts";

/** The words are `add`, `remove` and `read`; a set that only grows is one without removals. */
export const eventualSet: Owed = (name, operations, answer) => {
  const present = new Set<unknown>(Array.isArray(answer) ? answer : []);
  const changes = changesByElement(operations);
  const lost = changes.filter(({ element }) => !present.has(element)).flatMap(owedAdd);
  const back = changes.filter(({ element }) => present.has(element)).flatMap(owedRemoval);
  const tried = new Set(changes.flatMap(({ element, adds }) => (adds.length > 0 ? [element] : [])));
  const ghosts = [...present].filter((element) => !tried.has(element));
  return [
    ...anomaly(
      "lost-element",
      lost,
      (all, what) => `All replicas of ${name} lack ${all}: ${what}.`,
    ),
    ...anomaly(
      "resurrected-element",
      back,
      (all, what) => `All replicas of ${name} have ${all} that were removed: ${what}.`,
    ),
    ...unexpected(name, ghosts, operations),
  ];
};

/** Of one element what was not refused. */
interface Changes {
  readonly element: unknown;
  readonly adds: readonly Operation[];
  readonly removals: readonly Operation[];
}

interface Proof {
  readonly element: unknown;
  readonly by: Operation;
}

function changesByElement(operations: readonly Operation[]): readonly Changes[] {
  const happened = operations.filter(({ f, outcome }) => f !== "read" && outcome.type !== "fail");
  return [...Map.groupBy(happened, ({ value }) => value)].map(([element, mine]) => ({
    element,
    adds: mine.filter(({ f }) => f === "add"),
    removals: mine.filter(({ f }) => f === "remove"),
  }));
}

/**
 * An acknowledged add that no removal can have observed: each was over before it began. A removal
 * without an answer may happen at any later time, and then observe it.
 */
function owedAdd({ element, adds, removals }: Changes): readonly Proof[] {
  const safe = adds.find(
    (add) => add.outcome.type === "ok" && removals.every((removal) => isBefore(removal, add)),
  );
  return safe === undefined ? [] : [{ element, by: safe }];
}

/** An acknowledged removal on a node that had acknowledged, before, every add there ever was. */
function owedRemoval({ element, adds, removals }: Changes): readonly Proof[] {
  const thorough = removals.find(
    (removal) =>
      removal.outcome.type === "ok" &&
      adds.every((add) => isBefore(add, removal) && add.node === removal.node),
  );
  return thorough === undefined || adds.length === 0 ? [] : [{ element, by: thorough }];
}

const isBefore = (a: Operation, b: Operation): boolean =>
  a.outcome.type === "ok" && a.completion !== null && a.completion < b.index;

function anomaly(
  name: string,
  proofs: readonly Proof[],
  tell: (elements: string, example: string) => string,
): readonly Anomaly[] {
  const [first] = proofs;
  if (first === undefined) return [];
  const elements = proofs.map(({ element }) => Number(element));
  const explanation = tell(
    `${count(elements.length, "element")} (${few(elements)})`,
    say(first.by),
  );
  const operations = proofs.map(({ by }) => by.index).slice(0, MOST_OPERATIONS);
  return [{ name, explanation, operations, evidence: { elements } }];
}

const MOST_OPERATIONS = 20;

function unexpected(
  name: string,
  elements: readonly unknown[],
  operations: readonly Operation[],
): readonly Anomaly[] {
  const [element] = elements;
  if (element === undefined) return [];
  const has = ({ outcome }: Operation): boolean =>
    outcome.type === "ok" && Array.isArray(outcome.value) && outcome.value.includes(element);
  const read = operations.find((operation) => operation.f === "read" && has(operation));
  const explanation = `All replicas of ${name} have ${few(elements.map(String))}, which nobody added.`;
  const told = read === undefined ? [] : [read.index];
  return [{ name: "unexpected-element", explanation, operations: told, evidence: { elements } }];
}
