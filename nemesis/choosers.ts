/** Turns the name of a choice into nodes, once it is known who leads. */
import type { Chooser, View } from "#core/ports/nemesis.ts";
import type { Dice } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";

export interface Choice {
  readonly nodes: readonly NodeId[];
  /** Who they are, to a person: `n2`, `the leader n2`, `all nodes`. */
  readonly name: string;
  /** ` (nobody leads)` where a leader was wanted, else empty: it ends a fault's name. */
  readonly aside: string;
}

/** `leader` becomes `one` where nobody leads, and the name says so. */
export function choose(chooser: Chooser, { nodes, leaders }: View, dice: Dice): Choice {
  const shuffled = dice.shuffle(nodes);
  const some = (count: number): Choice => named(nodes, shuffled.slice(0, count));
  switch (chooser) {
    case "one":
      return some(1);
    case "minority":
      return some(Math.max(1, Math.floor((nodes.length - 1) / 2)));
    case "majority":
      return some(majority(nodes.length));
    case "all":
      return { nodes, name: nodes.length === 1 ? String(nodes[0]) : "all nodes", aside: "" };
    case "leader": {
      const [leader] = leaders;
      if (leader !== undefined) return { nodes: [leader], name: `the leader ${leader}`, aside: "" };
      return { ...some(1), aside: " (nobody leads)" };
    }
  }
}

/** More than half. */
export const majority = (count: number): number => Math.floor(count / 2) + 1;

/** In the order of the cluster, so that equal choices have equal names. */
export function named(all: readonly NodeId[], some: readonly NodeId[]): Choice {
  const nodes = all.filter((node) => some.includes(node));
  return { nodes, name: listed(nodes), aside: "" };
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listed(nodes: readonly NodeId[]): string {
  return nodes.length < 2
    ? nodes.join("")
    : `${nodes.slice(0, -1).join(", ")} and ${nodes.at(-1) ?? ""}`;
}
