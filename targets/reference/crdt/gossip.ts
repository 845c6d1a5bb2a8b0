/** A replica that answers alone, and now and then tells a peer what is news to it. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";
import { Journal } from "../journal.ts";
import { ERROR, refusal } from "../machine.ts";
import type { CrdtBug } from "./bugs.ts";
import type { Crdt } from "./crdt.ts";
import { Hearsay, type Gossip, type Told } from "./hearsay.ts";

export interface GossipSettings {
  readonly make: (bugs: ReadonlySet<CrdtBug>) => Crdt;
  /** The time between two tellings of one replica. */
  readonly interval: Nanos;
  readonly bugs: readonly CrdtBug[];
}

export function gossip(settings: GossipSettings): ActorFactory {
  return (host) => new Replica(host, settings);
}

interface Held {
  readonly crdt: Crdt;
  /** The number of its latest change. */
  changed: number;
  /** Its state since then; null until somebody is told. */
  told: Told | null;
}

/**
 * On disk are the replica's own updates, which nobody else may know yet. All others it hears again
 * from those who made them.
 */
class Replica implements Actor {
  private readonly host: Host;
  private readonly settings: GossipSettings;
  private readonly bugs: ReadonlySet<CrdtBug>;
  private readonly objects = new Map<unknown, Held>();
  private readonly peers: readonly string[];
  private readonly journal: Journal;
  private readonly hearsay: Hearsay;
  /** Changes in this life, of whatever object. */
  private changes = 0;
  /** Updates made here, in all lives. */
  private updates: number;

  constructor(host: Host, settings: GossipSettings) {
    this.host = host;
    this.settings = settings;
    this.bugs = new Set(settings.bugs);
    this.peers = host.nodes.filter((node) => node !== host.self);
    this.hearsay = new Hearsay(nextLife(host));
    this.journal = new Journal(host.disk, "crdt.journal");
    const own = this.journal.recover() as readonly Told[];
    this.updates = own.length;
    this.merge(own);
  }

  start(): void {
    this.host.setTimer("gossip", this.settings.interval);
  }

  wake(): void {
    this.host.setTimer("gossip", this.settings.interval);
    const [first, ...others] = this.peers;
    if (first === undefined) return;
    const peer = this.host.dice.pick([first, ...others]);
    const news = this.changedAfter(this.hearsay.knownTo(peer));
    this.host.send(peer, this.hearsay.telling(peer, this.changes, news));
  }

  receive(from: string, body: Body): void {
    if (body.type === "gossip") return this.hear(from, body as Gossip);
    const { msg_id } = body;
    const answer = body.type === "read" ? this.read(body) : this.update(body);
    this.host.send(from, msg_id === undefined ? answer : { ...answer, in_reply_to: msg_id });
  }

  private hear(from: string, gossip: Gossip): void {
    this.merge(gossip.state);
    this.hearsay.heardFrom(from, gossip);
  }

  private read(request: Body): Body {
    return { type: "read_ok", value: this.object(keyOf(request)).crdt.value() };
  }

  /** What is acknowledged is on disk: until a peer has heard of it, it is nowhere else. */
  private update(request: Body): Body {
    const { self } = this.host;
    const key = keyOf(request);
    const stamp = { node: self, count: this.updates + 1, wallMs: this.host.wallMs() };
    const held = this.object(key);
    const delta = held.crdt.update(request, stamp);
    if (delta === null) return refusal(ERROR.notSupported, `no such ${request.type}`);
    this.changed(held);
    this.updates++;
    if (!this.bugs.has("no-persist")) this.journal.append([key, delta] satisfies Told);
    this.journal.sync();
    return { type: `${request.type}_ok` };
  }

  /** What was news here may be news to others, whoever made it. */
  private merge(told: readonly Told[]): void {
    for (const [key, state] of told) {
      const held = this.object(key);
      if (held.crdt.merge(state)) this.changed(held);
    }
  }

  private changed(held: Held): void {
    held.changed = ++this.changes;
    held.told = null;
  }

  private changedAfter(known: number): readonly Told[] {
    const news: Told[] = [];
    for (const [key, held] of this.objects)
      if (held.changed > known) news.push((held.told ??= [key, held.crdt.state()]));
    return news;
  }

  private object(key: unknown): Held {
    const before = this.objects.get(key);
    if (before !== undefined) return before;
    const held: Held = { crdt: this.settings.make(this.bugs), changed: 0, told: null };
    this.objects.set(key, held);
    return held;
  }
}

/** Counted on disk, and synced before anything can be told in it: none is ever told in twice. */
function nextLife(host: Host): number {
  const lives = new Journal(host.disk, "lives.journal");
  const life = lives.recover().length + 1;
  lives.append(life);
  lives.sync();
  return life;
}

/** JSON knows no undefined. */
const keyOf = (request: Body): unknown => request["key"] ?? null;
