/** A component of a stack's history that falls apart. */

/** Adds the parts into which ascending cuts divide the range. */
export function pushParts(
  work: number[],
  from: number,
  until: number,
  splitAt: readonly number[],
): void {
  let start = from;
  for (const cut of splitAt) {
    if (cut > start) work.push(start, cut);
    start = cut;
  }
  work.push(start, until);
}
