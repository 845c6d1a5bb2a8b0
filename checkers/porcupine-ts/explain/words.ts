/** Operations, states and reasons in words. */
import type { Operation } from "../operation.ts";
import type { Hindrance, PartialOrder } from "./orders.ts";

/** As a call in a program: `cas(1, 2)`, `read() → 3`, `write(4), refused`, `write(5), no answer`. */
export function describeOperation(operation: Operation, limit = 60): string {
  const { word, input } = operation;
  const parts = Array.isArray(input) ? input : input === null || input === undefined ? [] : [input];
  const asked = `${word}(${parts.map((part) => show(part, limit)).join(", ")})`;
  switch (operation.outcome) {
    case "ok": {
      const { output } = operation;
      const silent = output === undefined || (output === null && parts.length > 0);
      const echo = parts.length > 0 && show(output, limit) === show(input, limit);
      return silent || echo ? asked : `${asked} → ${show(output, limit)}`;
    }
    case "fail":
      return `${asked}, refused`;
    case "info":
      return `${asked}, no answer`;
    default:
      return asked;
  }
}

/** JSON, but for what JSON cannot say; the middle of a long text is left out. */
export function show(value: unknown, limit = 60): string {
  const text = textOf(value);
  if (text.length <= limit) return text;
  const half = (limit - 3) >> 1;
  return `${text.slice(0, half)} … ${text.slice(-half)}`;
}

function textOf(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (value === undefined) return "nothing";
  const members = value instanceof Map ? [...value.values()] : value;
  return (
    JSON.stringify(members, (_, each: unknown) => (typeof each === "bigint" ? `${each}` : each)) ??
    "nothing"
  );
}

/** "After write(1), write(2) the state is 2: then read() → 1 cannot be next, …" */
export function describeOrder(
  order: PartialOrder,
  nameOf: (id: number) => string,
  initial: unknown,
): string {
  const placed = order.ids.map(nameOf).join(", ");
  const state = show(order.states.at(-1) ?? initial);
  const start =
    placed === "" ? `At first the state is ${state}` : `After ${placed} the state is ${state}`;
  const reasons = order.hindrances
    .slice(0, REASONS_MAX)
    .map((each) => describeHindrance(each, nameOf));
  const more = order.hindrances.length - reasons.length;
  return `${start}: ${reasons.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

const REASONS_MAX = 4;

function describeHindrance(hindrance: Hindrance, nameOf: (id: number) => string): string {
  const name = nameOf(hindrance.id);
  return hindrance.kind === "answer"
    ? `${name} would get another answer`
    : `${name} has to wait, since ${nameOf(hindrance.waitsFor)} had returned before it was called`;
}
