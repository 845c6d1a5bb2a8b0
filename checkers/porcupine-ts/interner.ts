/** Gives equal values equal small numbers. */

export interface Interner {
  /** The value's number; new values get the next one. */
  numberOf(value: unknown): number;
  /** Appends the values' numbers to `items`; gives the bounds, for the cells a and b. */
  list(values: readonly unknown[]): { readonly a: number; readonly b: number };
  readonly values: readonly unknown[];
  items(): Int32Array;
}

export function makeInterner(zero: unknown): Interner {
  const numbers = new Map<unknown, number>();
  const values: unknown[] = [];
  let items = new Int32Array(0);
  let used = 0;
  const numberOf = (value: unknown): number => {
    const name = nameOf(value);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const next = values.length;
    numbers.set(name, next);
    values.push(value);
    return next;
  };
  const list = (members: readonly unknown[]): { a: number; b: number } => {
    const a = used;
    if (used + members.length > items.length) {
      const wider = new Int32Array(Math.max(64, items.length * 2, used + members.length));
      wider.set(items);
      items = wider;
    }
    for (const member of members) items[used++] = numberOf(member);
    return { a, b: used };
  };
  numberOf(zero);
  return { numberOf, list, values, items: () => items.subarray(0, used) };
}

/** What JSON calls structured, by its text with sorted fields; all else by itself. */
export function nameOf(value: unknown): string | number | boolean | bigint | null {
  switch (typeof value) {
    case "string":
      // Structured values have names that begin with this character: move real strings out of the way.
      return value.startsWith(STRUCTURED) ? `${STRUCTURED}s${value}` : value;
    case "number":
    case "boolean":
    case "bigint":
      return value;
    case "object":
      return value === null ? null : STRUCTURED + canonical(value);
    default:
      return null;
  }
}

const STRUCTURED = "\u0000";

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .toSorted();
  return `{${fields.join(",")}}`;
}
