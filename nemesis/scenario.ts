/** A directed scenario: faults in an order and at moments that the literature knows to be hard. */
import type { Cut, Fault, FaultKind } from "#core/fault.ts";
import type { Card } from "#core/ports/nemesis.ts";
import type { Dice, Seed } from "#core/seed.ts";
import type { NodeId } from "#core/units.ts";

/** One thing after the other; `name` pairs a cure with what it cures, within a round. */
export type Move = Injection | { readonly afterMs: number; readonly cure: string };

export type Injection = {
  readonly afterMs: number;
  readonly name: string;
  /** Then not before somebody else leads than when last asked, and so long after that. */
  readonly afterElectionMs?: number;
} & (
  | { readonly inject: Card | Fault }
  /** What another one became when it was aimed. */
  | { readonly again: string }
);

export interface Scenario {
  readonly name: string;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  readonly needs: readonly FaultKind[];
  /** How many tickets it has when a hunt draws lots; one unless improvising hardly does the same. */
  readonly tickets?: number;
  /** The moves of one round; rounds follow each other, each with a seed of its own. */
  round(seed: Seed, nodes: readonly NodeId[]): readonly Move[];
}

export const leader = (kind: FaultKind, shape: string, seed: Seed): Card => ({
  kind,
  shape,
  chooser: "leader",
  seed: seed.child("aim").toString(),
});

export const killing = (node: NodeId): Fault => ({
  kind: "kill",
  name: `${node} killed`,
  nodes: [node],
});

export const cutting = (name: string, cuts: readonly Cut[]): Fault => ({
  kind: "partition",
  name,
  cuts,
});

export const between = (dice: Dice, least: number, most: number): number =>
  least + dice.int(most - least + 1);
