/** A kind of fault: what it can draw, and how a drawing becomes a fault once leaders are known. */
import type { Fault, FaultKind } from "../fault.ts";
import type { Seed } from "../seed.ts";
import type { NodeId } from "../units.ts";
import type { Zone } from "../zones.ts";

/** Which nodes, by name of the choice: resolved only when the fault is injected. */
export type Chooser = "one" | "minority" | "majority" | "all" | "leader";
export const CHOOSERS: readonly Chooser[] = ["one", "minority", "majority", "all", "leader"];

/** A card of the schedule, serialisable. The seed is its stream's name: aiming draws from it. */
export interface Card {
  readonly kind: FaultKind;
  /** Such as `majorities-ring`, `one-way`, `bump`. */
  readonly shape: string;
  readonly chooser: Chooser;
  readonly seed: string;
}

export interface View {
  readonly nodes: readonly NodeId[];
  /** Nodes that say they lead, the highest term first; empty where nobody can be asked. */
  readonly leaders: readonly NodeId[];
  /** Empty where nobody says where the nodes stand. */
  readonly zones: readonly Zone[];
}

export interface Nemesis {
  readonly name: FaultKind;
  /** One sentence, for `ordeal list`. */
  readonly description: string;
  draw(seed: Seed, setting: DrawSetting): Card;
  /** Makes the card a fault. Pure: the same card and view give the same fault. */
  aim(card: Card, view: View): Fault;
}

export interface DrawSetting {
  /** The chooser `leader` is drawn only where leaders can be asked for. */
  readonly knowsLeaders: boolean;
  /** How many cards of this kind were dealt before: the first ones had better be provable. */
  readonly turn: number;
}

/** One of each kind. */
export type Nemeses = Readonly<Record<FaultKind, Nemesis>>;

/** The value of an `inject` operation: a card still to be aimed, or a fault with its nodes. */
export type InjectRequest = (
  { readonly id: string; readonly card: Card } | { readonly id: string; readonly fault: Fault }
) & {
  /**
   * Not before a leader is seen other than the last that was asked for, and so long after that: how
   * a scenario strikes at what has only just begun. If none comes, neither does the fault.
   */
  readonly afterElectionMs?: number;
};

/** The value of a `cure` operation. */
export interface CureRequest {
  readonly id: string;
}
