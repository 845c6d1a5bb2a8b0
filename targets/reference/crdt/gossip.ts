/** A replica that answers alone, and tells a peer now and then all that it knows. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";
import { Journal } from "../journal.ts";
import { ERROR, refusal } from "../machine.ts";
import type { CrdtBug } from "./bugs.ts";
import type { Crdt, Delta } from "./crdt.ts";

export interface GossipSettings {
  readonly make: (bugs: ReadonlySet<CrdtBug>) => Crdt;
  /** The time between two tellings of one replica. */
  readonly interval: Nanos;
  readonly bugs: readonly CrdtBug[];
}

export function gossip(settings: GossipSettings): ActorFactory {
  return (host) => new Replica(host, settings);
}

/** An object's key as the client sent it, null where there is only one; and its state. */
type Told = readonly [key: unknown, state: Delta];

/**
 * On disk are the replica's own updates, which nobody else may know yet. All others it hears again
 * from those who made them.
 */
class Replica implements Actor {
  private readonly host: Host;
  private readonly settings: GossipSettings;
  private readonly bugs: ReadonlySet<CrdtBug>;
  private readonly objects = new Map<unknown, Crdt>();
  private readonly peers: readonly string[];
  private readonly journal: Journal;
  /** Updates made here, in all lives. */
  private updates: number;

  constructor(host: Host, settings: GossipSettings) {
    this.host = host;
    this.settings = settings;
    this.bugs = new Set(settings.bugs);
    this.peers = host.nodes.filter((node) => node !== host.self);
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
    const state = [...this.objects].map(([key, object]): Told => [key, object.state()]);
    this.host.send(this.host.dice.pick([first, ...others]), { type: "gossip", state });
  }

  receive(from: string, body: Body): void {
    if (body.type === "gossip") return this.merge(body["state"] as readonly Told[]);
    const { msg_id } = body;
    const answer = body.type === "read" ? this.read(body) : this.update(body);
    this.host.send(from, msg_id === undefined ? answer : { ...answer, in_reply_to: msg_id });
  }

  private read(request: Body): Body {
    return { type: "read_ok", value: this.object(keyOf(request)).value() };
  }

  /** What is acknowledged is on disk: until a peer has heard of it, it is nowhere else. */
  private update(request: Body): Body {
    const { self } = this.host;
    const key = keyOf(request);
    const stamp = { node: self, count: this.updates + 1, wallMs: this.host.wallMs() };
    const delta = this.object(key).update(request, stamp);
    if (delta === null) return refusal(ERROR.notSupported, `no such ${request.type}`);
    this.updates++;
    if (!this.bugs.has("no-persist")) this.journal.append([key, delta] satisfies Told);
    this.journal.sync();
    return { type: `${request.type}_ok` };
  }

  private merge(told: readonly Told[]): void {
    for (const [key, delta] of told) this.object(key).merge(delta);
  }

  private object(key: unknown): Crdt {
    const object = this.objects.get(key) ?? this.settings.make(this.bugs);
    this.objects.set(key, object);
    return object;
  }
}

/** JSON knows no undefined. */
const keyOf = (request: Body): unknown => request["key"] ?? null;
