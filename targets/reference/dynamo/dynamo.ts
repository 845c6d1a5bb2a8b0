/** Dynamo: a store that always takes a write, and whose copies agree in the end. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import { AntiEntropy } from "./anti-entropy.ts";
import type { DynamoBug } from "./bugs.ts";
import { Coordinator } from "./coordinator.ts";
import { Membership } from "./membership.ts";
import { isDynamoMessage, type DynamoMessage } from "./messages.ts";
import { Ring } from "./ring.ts";
import type { DynamoSettings, Member } from "./settings.ts";
import { Storage } from "./storage.ts";
import { Tombstones } from "./tombstones.ts";

export function dynamo(settings: DynamoSettings): ActorFactory {
  return (host) => new Dynamo(host, settings);
}

export class Dynamo implements Actor, Member {
  readonly host: Host;
  readonly settings: DynamoSettings;
  readonly bugs: ReadonlySet<DynamoBug>;
  readonly ring: Ring;
  readonly storage: Storage;
  readonly membership: Membership;
  private readonly life: number;
  private readonly coordinator: Coordinator;
  private readonly antiEntropy: AntiEntropy;
  private readonly tombstones: Tombstones;

  constructor(host: Host, settings: DynamoSettings) {
    this.host = host;
    this.settings = settings;
    this.bugs = new Set(settings.bugs);
    this.life = Number(host.disk.read("life")) + 1;
    this.ring = new Ring(host.nodes, settings.quorums.n);
    this.storage = new Storage(host.disk, this.life, this.ring, this.bugs);
    this.membership = new Membership(host, this.life, settings.times.suspicion);
    this.coordinator = new Coordinator(this, this.life);
    this.antiEntropy = new AntiEntropy(this);
    this.tombstones = new Tombstones(this);
  }

  /** Answers to an earlier life must not count in this one: its number is part of every name. */
  start(): void {
    const { times } = this.settings;
    this.host.disk.replace("life", String(this.life));
    this.host.disk.sync();
    this.host.setTimer("beat", times.beat);
    this.host.setTimer("entropy", times.entropy);
    this.host.setTimer("sweep", times.sweep);
  }

  receive(from: string, body: Body): void {
    this.membership.signOfLife(from);
    if (isDynamoMessage(body)) this.hear(from, body);
    else this.coordinator.request(from, body);
  }

  wake(timer: string): void {
    const { times } = this.settings;
    switch (timer) {
      case "retry":
        return this.coordinator.tick();
      case "beat":
        this.gossip();
        return this.host.setTimer(timer, times.beat);
      case "entropy":
        this.antiEntropy.begin();
        this.handOff();
        return this.host.setTimer(timer, times.entropy);
      case "sweep":
        this.tombstones.sweep();
        this.host.setTimer(timer, times.sweep);
    }
  }

  send(to: string, message: DynamoMessage): void {
    if (to === this.host.self) return this.hear(to, message);
    this.storage.sync();
    this.host.send(to, message);
  }

  private hear(from: string, message: DynamoMessage): void {
    const { storage, tombstones } = this;
    switch (message.type) {
      case "get":
        return this.get(from, message);
      case "got":
        return this.coordinator.got(message);
      case "put":
        return this.put(from, message);
      case "stored":
        return this.coordinator.stored(message);
      case "repair":
        for (const item of message.items) storage.take(item);
        return;
      case "gossip":
        return this.membership.hear(message.beats);
      case "compare":
        return this.antiEntropy.compare(from, message.hashes);
      case "items":
        return this.antiEntropy.items(from, message);
      case "handoff":
        for (const [, item] of message.hints) storage.take(item);
        return this.send(from, { type: "handed", ids: message.hints.map(([id]) => id) });
      case "handed":
        for (const id of message.ids) storage.dropHint(id);
        return;
      case "bury":
        return tombstones.bury(from, message.items);
      case "buried":
        return tombstones.buried(from, message.items);
      case "collect":
        return tombstones.forget(message.items);
    }
  }

  private get(from: string, message: Extract<DynamoMessage, { type: "get" }>): void {
    const { id, owner } = message;
    const { store, hints } = this.storage;
    const found = (owner === this.host.self ? store : hints).holding(message);
    this.send(from, { type: "got", id, owner, found });
  }

  /** A stand-in keeps the item for its owner. */
  private put(from: string, { id, owner, item }: Extract<DynamoMessage, { type: "put" }>): void {
    if (owner === this.host.self) this.storage.take(item);
    else this.storage.hint(owner, item);
    this.send(from, { type: "stored", id, owner });
  }

  private gossip(): void {
    const beats = this.membership.beat();
    const [first, ...others] = this.host.nodes.filter((node) => node !== this.host.self);
    if (first !== undefined)
      this.send(this.host.dice.pick([first, ...others]), { type: "gossip", beats });
  }

  /** Owners that seem to be gone are tried too: that is how it turns out that they are back. */
  private handOff(): void {
    for (const [owner, hints] of Map.groupBy(this.storage.hints.all(), (hint) => hint.owner)) {
      const some = hints.slice(0, HINTS_AT_ONCE);
      this.send(owner, { type: "handoff", hints: some.map(({ id, item }) => [id, item]) });
      if (this.bugs.has("lost-hint")) for (const { id } of some) this.storage.dropHint(id);
    }
  }
}

const HINTS_AT_ONCE = 100;
