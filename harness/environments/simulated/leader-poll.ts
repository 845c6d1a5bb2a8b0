/** Finds out who leads by asking every node, as a nemesis outside the simulator has to. */
import type { Invocation } from "#core/operation.ts";
import type { Leadership, Message } from "#core/ports/message.ts";
import type { InjectRequest } from "#core/ports/nemesis.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, nodeId, type Nanos, type NodeId } from "#core/units.ts";

/** Whoever has not answered by then is not asked again. */
const PATIENCE: Nanos = millis(50);
const ADDRESS = "nemesis";

export function wantsLeader(op: Invocation): boolean {
  if (op.f !== "inject") return false;
  const request = op.value as InjectRequest;
  return "card" in request && request.card.chooser === "leader";
}

export class LeaderPoll {
  private readonly world: World;
  private readonly nodes: readonly NodeId[];
  private readonly leadership: Leadership | null;
  private open: { readonly op: Invocation; readonly closes: Nanos } | null = null;
  private terms = new Map<NodeId, number>();

  constructor(world: World, nodes: readonly NodeId[], leadership: Leadership | null) {
    this.world = world;
    this.nodes = nodes;
    this.leadership = leadership;
  }

  /** Whether the protocol has such a question at all. */
  get possible(): boolean {
    return this.leadership !== null;
  }

  get closes(): Nanos | null {
    return this.open?.closes ?? null;
  }

  begin(op: Invocation): void {
    this.open = { op, closes: nanos(this.world.now + PATIENCE) };
    this.terms = new Map();
    const { leadership } = this;
    if (leadership === null) return;
    for (const node of this.nodes)
      this.world.send(ADDRESS, node, { ...leadership.request, msg_id: this.open.closes });
  }

  /** True if the message was an answer to the poll, be it a late one. */
  hear({ src, dest, body }: Message): boolean {
    if (dest !== ADDRESS) return false;
    const term = this.leadership?.term(body) ?? null;
    if (term !== null && body.in_reply_to === this.closes) this.terms.set(nodeId(src), term);
    return true;
  }

  /** When time is up: what the poll was for, and who leads, the highest term first. */
  count(): { readonly op: Invocation; readonly leaders: readonly NodeId[] } | null {
    if (this.open === null || this.world.now < this.open.closes) return null;
    const { op } = this.open;
    this.open = null;
    const ranked = [...this.terms].toSorted(([, a], [, b]) => b - a);
    return { op, leaders: ranked.map(([node]) => node) };
  }
}
