/** Delta debugging: takes away what can be taken away while it still fails. */

/**
 * Zeller and Hildebrandt's algorithm ("Simplifying and Isolating Failure-Inducing Input", 2002) with
 * complements only: halves, quarters and so on are left out, down to single items. What is left
 * fails, and no single item of it can be left out, as far as `fails` answers the same each time.
 */
export function fewer<T>(
  items: readonly T[],
  fails: (some: readonly T[]) => boolean,
): readonly T[] {
  if (items.length === 0 || fails([])) return [];
  let rest = items;
  let size = Math.ceil(rest.length / 2);
  for (;;) {
    const before = rest.length;
    rest = sweep(rest, size, fails);
    if (rest.length < 2) return rest;
    if (size === 1 && rest.length === before) return rest;
    size = Math.max(1, Math.min(Math.ceil(size / 2), Math.ceil(rest.length / 2)));
  }
}

/** Once over all, leaving out each stretch that need not be there; the last ones first. */
function sweep<T>(
  items: readonly T[],
  size: number,
  fails: (some: readonly T[]) => boolean,
): readonly T[] {
  let rest = items;
  for (let end = rest.length; end > 0; end -= size) {
    const without = [...rest.slice(0, Math.max(0, end - size)), ...rest.slice(end)];
    if (without.length > 0 && fails(without)) rest = without;
  }
  return rest;
}
