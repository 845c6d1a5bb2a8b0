/** What members say to each other: orders and who holds them, and how one epoch follows another. */
import type { Body } from "#core/ports/message.ts";
import type { Forward } from "../gateway.ts";
import type { Entry } from "../ledger.ts";

/**
 * What was given numbers: the entries after `previous`. Without entries it is a sign of life. `at`
 * is by the sequencer's clock, and comes back in the answer.
 */
export type Order = {
  readonly type: "order";
  readonly epoch: number;
  readonly previous: number;
  readonly previousReign: number;
  readonly entries: readonly Entry[];
  readonly stable: number;
  readonly at: number;
};

/** All up to `index` is on the sender's disk, as the sequencer of the epoch ordered it. */
export type Held = {
  readonly type: "held";
  readonly epoch: number;
  readonly index: number;
  readonly at: number;
};

/** A gap was seen: what follows `after` is asked for again. */
export type Missing = { readonly type: "missing"; readonly epoch: number; readonly after: number };

/** A majority holds all up to `index`. */
export type Stable = { readonly type: "stable"; readonly epoch: number; readonly index: number };

/** The sender hears nothing from the sequencer of the epoch. */
export type Suspect = { readonly type: "suspect"; readonly epoch: number };

/** Where a log ends. Of two logs the one of the later reign is ahead, then the longer one. */
export type End = { readonly reign: number; readonly last: number };

/** To the sequencer of an epoch: the sender takes no order of an earlier one, and its log ends so. */
export type Sealed = { readonly type: "sealed"; readonly epoch: number } & End;

/** To the most advanced of those who sealed: its entries after one, please. */
export type Pull = { readonly type: "pull"; readonly epoch: number; readonly after: number };

export type Pulled = {
  readonly type: "pulled";
  readonly epoch: number;
  readonly after: number;
  readonly entries: readonly Entry[];
};

/** To one who speaks of an epoch that is over; the epoch is all there is to say. */
export type Newer = { readonly type: "newer"; readonly epoch: number };

/** What is said in an epoch. */
export type EpochMessage =
  Order | Held | Missing | Stable | Suspect | Sealed | Pull | Pulled | Newer;

export type SequencerMessage = EpochMessage | Forward;

const TYPES: ReadonlySet<string> = new Set<SequencerMessage["type"]>([
  "order",
  "held",
  "missing",
  "stable",
  "suspect",
  "sealed",
  "pull",
  "pulled",
  "newer",
  "forward",
]);

/** Members run this code, so that the type tells the fields. */
export function isSequencerMessage(body: Body): body is Body & SequencerMessage {
  return TYPES.has(body.type);
}
