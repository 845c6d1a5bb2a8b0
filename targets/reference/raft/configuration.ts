/** Who votes: one set of members, or on the way from one to another both at once (chapter 4). */

export interface Configuration {
  readonly voters: readonly string[];
  /** The members that are being left behind, whose majority is needed too (4.3); else null. */
  readonly outgoing: readonly string[] | null;
}

export function membersOf({ voters, outgoing }: Configuration): readonly string[] {
  return outgoing === null ? voters : [...new Set([...voters, ...outgoing])];
}

/** The highest value that a quorum has reached; `missing` members less than a majority are one. */
export function reachedBy(
  { voters, outgoing }: Configuration,
  missing: number,
  valueOf: (member: string) => number,
): number {
  const incoming = reachedByMajority(voters, missing, valueOf);
  if (outgoing === null) return incoming;
  return Math.min(incoming, reachedByMajority(outgoing, missing, valueOf));
}

function reachedByMajority(
  members: readonly string[],
  missing: number,
  valueOf: (member: string) => number,
): number {
  const values = members.map(valueOf).sort((a, b) => b - a);
  return values[Math.max(0, Math.floor(members.length / 2) - missing)] ?? 0;
}

/** Whether one step of single-server change leads from one to the other (4.1). */
export function differByOne(a: readonly string[], b: readonly string[]): boolean {
  const gone = a.filter((member) => !b.includes(member)).length;
  const come = b.filter((member) => !a.includes(member)).length;
  return gone + come === 1;
}
