/** The operator of a simulated cluster: asks whoever leads, until the members are as they are wished. */
import type { Fault, Proof } from "#core/fault.ts";
import type { Body, Codec, Message } from "#core/ports/message.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, nodeId, type Nanos, type NodeId } from "#core/units.ts";

type Words = Pick<Codec, "leadership" | "operator">;

export type Wish = Extract<Fault, { readonly kind: "membership" }>;

const ADDRESS = "operator";
/** How often it looks whether its wishes have come true, and asks again. */
const PERIOD: Nanos = millis(25);
const PROMOTIONS_APART: Nanos = millis(500);
/** How long it minds after the last wish is gone, should a member be left out for ever. */
const PATIENCE: Nanos = millis(60_000);

export class Operator {
  private readonly world: World;
  private readonly nodes: readonly NodeId[];
  private readonly codec: Words;
  private readonly wishes = new Set<Wish>();
  /** Wishes that came true while they were in force, with what was seen of it. */
  private readonly seen = new Map<Wish, string>();
  private readonly replies = new Map<NodeId, Body>();
  private asked = 0;
  private busyUntil: Nanos = nanos(0);
  private promotedAt: Nanos = nanos(0);
  /** When it looks next; null when all is as it should be. */
  next: Nanos | null = null;

  constructor(world: World, nodes: readonly NodeId[], codec: Words) {
    this.world = world;
    this.nodes = nodes;
    this.codec = codec;
  }

  wish(wish: Wish): void {
    this.wishes.add(wish);
    this.begin();
  }

  prove(wish: Wish): Proof {
    const evidence = this.seen.get(wish);
    if (evidence !== undefined) return { effect: "proven", evidence };
    const what = wish.wish === "removed" ? "without" : "led by";
    return { effect: "unproven", evidence: `no leader was seen ${what} ${wish.nodes.join(", ")}` };
  }

  /** Who was left out comes back, as soon as there is a leader that takes them in. */
  drop(wish: Wish): void {
    this.wishes.delete(wish);
    this.begin();
  }

  /** Asks for what is still to be done, and then how things stand. */
  move(): void {
    if (this.next === null || this.world.now < this.next) return;
    this.look();
    this.replies.clear();
    const { leadership } = this.codec;
    if (leadership === null) return;
    for (const node of this.nodes) this.say(node, leadership.request);
    if (this.next !== null) this.next = nanos(this.world.now + PERIOD);
  }

  /** True if the message was for the operator. */
  hear({ src, dest, body }: Message): boolean {
    if (dest !== ADDRESS) return false;
    if (body.type !== "error") this.replies.set(nodeId(src), body);
    return true;
  }

  private begin(): void {
    this.busyUntil = nanos(this.world.now + PATIENCE);
    this.next = this.world.now;
    this.replies.clear();
  }

  private look(): void {
    const { operator } = this.codec;
    const leader = this.leader();
    if (operator === null || leader === null) return;
    const members = operator.members(leader.reply);
    if (members === null) return;
    for (const wish of this.wishes) this.notice(wish, leader.node, members);
    const [first] = this.due(members, leader.node);
    if (first !== undefined) this.say(leader.node, first);
    else if (this.wishes.size === 0) this.next = null;
    if (this.world.now > this.busyUntil) this.next = null;
  }

  /** Whoever leads in the latest term. */
  private leader(): { readonly node: NodeId; readonly reply: Body } | null {
    const { leadership } = this.codec;
    const leaders = [...this.replies].flatMap(([node, reply]) => {
      const term = leadership?.term(reply) ?? null;
      return term === null ? [] : { node, reply, term };
    });
    return leaders.toSorted((a, b) => b.term - a.term)[0] ?? null;
  }

  private notice(wish: Wish, leader: NodeId, members: readonly string[]): void {
    const { nodes } = wish;
    if (wish.wish === "leading" && nodes.includes(leader))
      this.seen.set(wish, `${leader} was seen to lead`);
    if (wish.wish === "removed" && !nodes.some((node) => members.includes(node)))
      this.seen.set(wish, `the leader ${leader} was seen with ${members.join(", ")} alone`);
  }

  /** What is to be asked for, removals first: a change at a time is all that a leader takes. */
  private due(members: readonly string[], leader: NodeId): readonly Body[] {
    const { operator } = this.codec;
    if (operator === null) return [];
    const wishes = [...this.wishes];
    const out = new Set(wishes.flatMap(({ nodes, wish }) => (wish === "removed" ? nodes : [])));
    const heirs = wishes.flatMap(({ nodes, wish }) => (wish === "leading" ? nodes : []));
    return [
      ...this.nodes.filter((node) => out.has(node) && members.includes(node)).map(operator.remove),
      ...this.nodes.filter((node) => !out.has(node) && !members.includes(node)).map(operator.add),
      ...(heirs.includes(leader) || !this.mayPromote() ? [] : heirs.map(operator.promote)),
    ];
  }

  /** A leader that is about to hand over takes no requests: it must not be asked all the time. */
  private mayPromote(): boolean {
    const may = this.world.now - this.promotedAt >= PROMOTIONS_APART;
    if (may) this.promotedAt = this.world.now;
    return may;
  }

  private say(node: NodeId, body: Body): void {
    this.world.send(ADDRESS, node, { ...body, msg_id: ++this.asked });
  }
}
