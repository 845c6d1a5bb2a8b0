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
  /** Numbers the polls. */
  private asked = 0;
  private terms = new Map<NodeId, number>();
  /** Those asked who could answer and have not. */
  private silent = new Set<string>();

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
    this.asked++;
    this.terms = new Map();
    this.silent = new Set(this.nodes.filter((node) => this.canAnswer(node)));
    const { leadership } = this;
    if (leadership === null) return;
    for (const node of this.nodes)
      this.world.send(ADDRESS, node, { ...leadership.request, msg_id: this.asked });
  }

  /** True if the message was an answer to the poll, be it a late one. */
  hear({ src, dest, body }: Message): boolean {
    if (dest !== ADDRESS) return false;
    if (this.open === null || body.in_reply_to !== this.asked) return true;
    const term = this.leadership?.term(body) ?? null;
    if (term !== null) this.terms.set(nodeId(src), term);
    this.silent.delete(src);
    // Whoever could answer has: a leader that is to be caught in the act is not given more time.
    if (this.silent.size === 0) this.open = { ...this.open, closes: this.world.now };
    return true;
  }

  private canAnswer(node: NodeId): boolean {
    const process = this.world.process(node);
    return process.actor !== null && !process.paused;
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
