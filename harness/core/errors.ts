/** Errors of the world outside: each has a code, says what to do, and names the valid choices. */

/** `usage`: the command was wrong. `environment`: the world was. Violations are not errors. */
export type ErrorKind = "usage" | "environment";

export class OrdealError extends Error {
  override readonly name = "OrdealError";
  readonly kind: ErrorKind;
  /** Short and stable, for machines: `unknown-target`, `no-docker`, `never-healthy`. */
  readonly code: string;
  /** What the reader can do about it, a sentence. */
  readonly hint: string;
  constructor(kind: ErrorKind, code: string, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }
}

/** The error for a name that is not in a list: it gives the nearest, and all that would do. */
export function unknownName(what: string, given: string, valid: readonly string[]): OrdealError {
  const near = nearest(given, valid);
  const guess = near === undefined ? "" : `Did you mean ${near}? `;
  const choices = `${guess}Valid: ${valid.toSorted().join(", ") || "none"}.`;
  const code = `unknown-${what.replaceAll(/[^a-z]+/g, "-")}`;
  return new OrdealError("usage", code, `There is no ${what} "${given}".`, choices);
}

/** By the fewest changes of a letter; who typed only a beginning is near, too. */
function nearest(given: string, valid: readonly string[]): string | undefined {
  const begun = valid.filter((name) => given.length > 1 && name.startsWith(given));
  if (begun.length === 1) return begun[0];
  const ranked = valid
    .map((name) => ({ name, distance: editDistance(given, name) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, given.length / 2)
    ? best.name
    : undefined;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[b.length] ?? 0;
}
