/** Any value as a text of bounded length: what a failed actor held, for whoever looks for the bug. */

const DEPTH_MAX = 5;
const ITEMS_MAX = 12;
const TEXT_MAX = 60;

/**
 * Never throws and never goes round in circles, whatever the value holds. Functions are left out,
 * and so is `apart`: an actor holds on to its host, which is not its state.
 */
export function portrait(value: unknown, limit: number, apart: unknown = null): string {
  const text = draw(value, { above: [], apart });
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

interface Place {
  /** What the value is a part of. */
  readonly above: readonly unknown[];
  readonly apart: unknown;
}

function draw(value: unknown, place: Place): string {
  if (typeof value === "string") return JSON.stringify(clipped(value));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (place.above.includes(value)) return "↑";
  if (place.above.length >= DEPTH_MAX) return "…";
  const inside = { ...place, above: [...place.above, value] };
  if (Array.isArray(value)) return `[${items(value, (item) => draw(item, inside))}]`;
  if (value instanceof Set) return `{${items([...value], (item) => draw(item, inside))}}`;
  const pairs: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...value] : fieldsOf(value, place.apart);
  const name = (key: unknown): string =>
    typeof key === "string" ? clipped(key) : draw(key, inside);
  return `{${items(pairs, ([key, part]) => `${name(key)}: ${draw(part, inside)}`)}}`;
}

/** An object that cannot be looked at has no fields that could be shown. */
function fieldsOf(value: object, apart: unknown): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(value).filter(([, part]) => part !== apart && typeof part !== "function");
  } catch {
    return [];
  }
}

function items<T>(all: readonly T[], say: (item: T) => string): string {
  const some = all.slice(0, ITEMS_MAX).map(say);
  const more = all.length - some.length;
  return [...some, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

const clipped = (text: string): string =>
  text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}…`;
