/** Operations and times as people say them, for explanations that stand on their own. */
import type { Operation } from "#core/history.ts";
import { toSeconds, type Nanos } from "#core/units.ts";

/** `process 3's write of 1 to x on n2 (#12, 1.204 s to 1.210 s)`. */
export function say(operation: Operation): string {
  const { process, node, index, outcome } = operation;
  const where = node === null ? "" : ` on ${node}`;
  const fate = outcome.type === "ok" ? "" : `, ${outcome.type}: ${outcome.error.code}`;
  return `process ${process}'s ${deed(operation)}${where} (#${index}, ${interval(operation)}${fate})`;
}

export const sayTime = (time: Nanos): string => `${toSeconds(time).toFixed(3)} s`;

/** `1 key`, `2 keys`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** The first few of a long list, and how many more there are. */
export function few(items: readonly (string | number)[], most = 10): string {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

function deed({ f, key, value, outcome }: Operation): string {
  const of = key === "" ? "" : ` ${key}`;
  if (value === null) {
    const answer = outcome.type === "ok" ? `, answered ${brief(outcome.value)}` : "";
    return `${f}${of === "" ? "" : ` of${of}`}${answer}`;
  }
  if (f === "cas" && Array.isArray(value))
    return `cas${of} from ${brief(value[0])} to ${brief(value[1])}`;
  return `${f} of ${brief(value)}${of === "" ? "" : ` to${of}`}`;
}

function interval({ invoked, completed }: Operation): string {
  const end = completed === null ? "never answered" : `to ${sayTime(completed)}`;
  return completed === null ? `${sayTime(invoked)}, ${end}` : `${sayTime(invoked)} ${end}`;
}

/** Whole sets can be long, and a system's answer can be anything. */
function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
