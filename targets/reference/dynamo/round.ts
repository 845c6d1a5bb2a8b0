/** One round of a coordinator: the copies that it asks, who stands in for them, and the answers. */
import type { Body } from "#core/ports/message.ts";
import type { Nanos } from "#core/units.ts";
import type { DynamoMessage, Wanted } from "./messages.ts";
import type { Member } from "./settings.ts";
import type { Holding, Item } from "./store.ts";

/** A client's request, or what is left of it to do when it was answered. */
export interface Round {
  readonly id: string;
  readonly client: string;
  readonly request: Body;
  readonly task: Task;
  readonly since: Nanos;
  readonly slots: readonly Slot[];
  /** So many answers are enough. */
  readonly need: number;
  enough: boolean;
}

export type Task =
  { readonly kind: "get"; readonly wanted: Wanted } | { readonly kind: "put"; readonly item: Item };

/** A copy of the item, its owner's own or, in a sloppy quorum, one with a hint. */
export interface Slot {
  readonly owner: string;
  /** Who is asked for it at present. */
  node: string;
  tries: number;
  /** What was found there; of a write nothing. */
  answer: Holding | null;
}

/** Who did not answer so often in a row is passed over. */
const TRIES = 2;

/** A slot for each owner. */
export const slotsOf = ({ ring }: Member, task: Task): readonly Slot[] =>
  ring.ownersOf(keyOf(task)).map((owner) => ({ owner, node: owner, tries: 0, answer: null }));

/** Asks all that have not answered; who was asked in vain, or seems to be gone, is passed over. */
export function ask(member: Member, round: Round): void {
  for (const slot of round.slots) {
    if (slot.answer !== null) continue;
    if (slot.tries >= TRIES || member.membership.suspects(slot.node)) replace(member, round, slot);
    slot.tries++;
    member.send(slot.node, messageOf(round, slot));
  }
}

export const answers = ({ slots }: Round): readonly Holding[] =>
  slots.flatMap(({ answer }) => answer ?? []);

/**
 * The first healthy node after the owners that is not busy with this item yet (section 4.6). Where
 * there is none the owner itself is tried again.
 */
function replace({ ring, membership }: Member, { task, slots }: Round, slot: Slot): void {
  const busy = new Set(slots.map(({ node }) => node));
  const substitutes = ring.substitutesOf(keyOf(task));
  const next = substitutes.find((node) => !busy.has(node) && !membership.suspects(node));
  slot.node = next ?? slot.owner;
  slot.tries = 0;
}

const keyOf = (task: Task): unknown => (task.kind === "get" ? task.wanted.key : task.item[0]);

function messageOf({ id, task }: Round, { owner }: Slot): DynamoMessage {
  return task.kind === "get"
    ? { type: "get", id, owner, ...task.wanted }
    : { type: "put", id, owner, item: task.item };
}
