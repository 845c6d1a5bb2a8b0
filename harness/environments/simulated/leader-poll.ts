/** Finds out who leads by asking every node, as a nemesis outside the simulator has to. */
import type { Invocation } from "#core/operation.ts";
import type { Leadership, Message } from "#core/ports/message.ts";
import type { InjectRequest } from "#core/ports/nemesis.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, nodeId, type Nanos, type NodeId } from "#core/units.ts";

/** Whoever has not answered by then is not asked again. */
const PATIENCE: Nanos = millis(50);
/** How often, and for how long, an election is looked out for. */
const PAUSE: Nanos = millis(3);
const ELECTION: Nanos = millis(2000);
const ADDRESS = "nemesis";

export function wantsLeader(op: Invocation): boolean {
  if (op.f !== "inject") return false;
  const request = op.value as InjectRequest;
  const aims = "card" in request && request.card.chooser === "leader";
  return aims || request.afterElectionMs !== undefined;
}

/** What the poll was for, and who leads, the highest term first; null if nobody new came to. */
export interface Counted {
  readonly op: Invocation;
  readonly leaders: readonly NodeId[] | null;
}

interface Open {
  readonly op: Invocation;
  readonly began: Nanos;
  readonly closes: Nanos;
  /** Before asking again, or before the news is told. */
  readonly rests: "no" | "until asked again" | "until told";
}

export class LeaderPoll {
  private readonly world: World;
  private readonly nodes: readonly NodeId[];
  private readonly leadership: Leadership | null;
  private open: Open | null = null;
  /** Whom the last poll found. */
  private known: NodeId | null = null;
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
    this.ask(op, this.world.now);
  }

  private ask(op: Invocation, began: Nanos): void {
    this.open = { op, began, closes: nanos(this.world.now + PATIENCE), rests: "no" };
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
    if (this.open?.rests !== "no" || body.in_reply_to !== this.asked) return true;
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

  /** When time is up, or an election has been waited for long enough. */
  count(): Counted | null {
    const { open } = this;
    if (open === null || this.world.now < open.closes) return null;
    const { op, rests } = open;
    if (rests === "until asked again") return this.askAgain(open);
    const leaders = this.ranked();
    const afterMs = (op.value as InjectRequest).afterElectionMs ?? null;
    const news = leaders[0] !== undefined && leaders[0] !== this.known;
    if (afterMs !== null && rests === "no" && !news) return this.rest(PAUSE, "until asked again");
    this.known = leaders[0] ?? this.known;
    if (afterMs !== null && rests === "no") return this.rest(millis(afterMs), "until told");
    this.open = null;
    return { op, leaders };
  }

  private askAgain({ op, began }: Open): Counted | null {
    this.open = null;
    if (this.world.now - began >= ELECTION) return { op, leaders: null };
    this.ask(op, began);
    return null;
  }

  private rest(span: Nanos, rests: Open["rests"]): null {
    if (this.open !== null)
      this.open = { ...this.open, closes: nanos(this.world.now + span), rests };
    return null;
  }

  private ranked(): readonly NodeId[] {
    return [...this.terms].toSorted(([, a], [, b]) => b - a).map(([node]) => node);
  }
}
