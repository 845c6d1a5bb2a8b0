/** The packet rules of one node: a chain of our own, written whole, its counters read back. */

/** The only chain that is ever written: what others put beside it stays as it is. */
export const CHAIN = "ORDEAL";

/** Packets that a rule dropped, by the source address that it names. */
export type DropCounters = ReadonlyMap<string, number>;

/** Input for `iptables-restore --noflush`: from now on exactly these sources are cut off. */
export function cutOff(sources: readonly string[], chainExists: boolean): string {
  // Naming a user's chain empties it, or makes it; the kernel takes the whole table at once.
  return transaction([
    `:${CHAIN} - [0:0]`,
    ...(chainExists ? [] : [`-I INPUT -j ${CHAIN}`]),
    ...sources.map((source) => `-A ${CHAIN} -s ${source}/32 -j DROP`),
  ]);
}

/** Removes our chain and the jump to it. */
export function removeChain(): string {
  return transaction([`-D INPUT -j ${CHAIN}`, `-F ${CHAIN}`, `-X ${CHAIN}`]);
}

/** Reads what `iptables-save -c` printed; null where our chain or the jump to it is missing. */
export function readCounters(saved: string): DropCounters | null {
  const lines = saved.split("\n");
  const linked = lines.some((line) => line.endsWith(`-A INPUT -j ${CHAIN}`));
  if (!linked || !lines.some((line) => line.startsWith(`:${CHAIN} `))) return null;
  const rule = new RegExp(`^\\[(\\d+):\\d+\\] -A ${CHAIN} -s ([\\d.]+)(?:/32)? -j DROP`);
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const match = rule.exec(line);
      return match === null ? [] : [[match[2] ?? "", Number(match[1])]];
    }),
  );
}

const transaction = (lines: readonly string[]): string =>
  ["*filter", ...lines, "COMMIT", ""].join("\n");
