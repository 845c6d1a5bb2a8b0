/** Active replication: one member, whose replica executes every request in the sequencer's order. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";
import { Gateway, type Forward, type Service } from "../gateway.ts";
import { Ledger } from "../ledger.ts";
import type { Machine } from "../machine.ts";
import { majority } from "../paxos/synod.ts";
import { Replica } from "../replica.ts";
import { tellStatus } from "../status.ts";
import type { SequencerBug } from "./bugs.ts";
import { Epochs } from "./epochs.ts";
import {
  isSequencerMessage,
  type EpochMessage,
  type Order,
  type SequencerMessage,
  type Stable,
} from "./messages.ts";
import { ENTRIES_MAX, Sequencing } from "./sequencing.ts";
import type { SequencerSettings, SequencerTimes } from "./settings.ts";

export function sequencer(settings: SequencerSettings): ActorFactory {
  return (host) => new Member(host, settings);
}

export class Member implements Actor, Service {
  readonly host: Host;
  readonly times: SequencerTimes;
  readonly bugs: ReadonlySet<SequencerBug>;
  readonly peers: readonly string[];
  readonly quorum: number;
  readonly ledger: Ledger;
  readonly machine: Machine;
  readonly replica: Replica;
  readonly epochs: Epochs;
  readonly gateway: Gateway;
  private office: Sequencing | null = null;
  /** The epoch of the last order, and up to where this log is known to be that of its sequencer. */
  private obeyed = 0;
  private agreed = 0;
  /** What was asked for again, and may be on its way. */
  private asked: { readonly after: number; readonly at: Nanos } | null = null;

  constructor(host: Host, settings: SequencerSettings) {
    this.host = host;
    this.times = settings.times;
    this.bugs = new Set(settings.bugs);
    this.peers = host.nodes.filter((node) => node !== host.self);
    this.quorum = this.bugs.has("split-brain") ? 1 : majority(host.nodes.length);
    this.ledger = new Ledger(host.disk);
    this.machine = settings.machine();
    this.replica = new Replica(this.machine, this.ledger, (index, reply) =>
      this.settle(index, reply),
    );
    this.epochs = new Epochs({
      host,
      times: this.times,
      bugs: this.bugs,
      ledger: this.ledger,
      quorum: this.quorum,
      delivered: () => this.replica.applied,
      send: (to, message) => this.send(to, message),
      begin: () => this.begin(),
    });
    this.gateway = new Gateway(this);
  }

  /** What only the sequencer of an epoch has that is not over. */
  get sequencing(): Sequencing | null {
    return this.office !== null && !this.epochs.isSealed(this.office.epoch) ? this.office : null;
  }

  get leads(): number | null {
    return this.sequencing?.epoch ?? null;
  }

  get leader(): string | null {
    if (this.sequencing !== null) return this.host.self;
    const { open, sequencer } = this.epochs;
    return open && sequencer !== this.host.self ? sequencer : null;
  }

  get doubtful(): boolean {
    return this.sequencing?.doubtful === true;
  }

  start(): void {
    this.host.setTimer("beat", this.times.beat);
    this.epochs.start();
  }

  receive(from: string, body: Body): void {
    if (isSequencerMessage(body)) this.hear(from, body);
    else if (body.type === "ordeal_status") this.tell(from, body);
    else if (this.bugs.has("local-reads") && this.machine.kind(body) === "read")
      this.host.send(from, { ...this.machine.apply(body), in_reply_to: body.msg_id ?? 0 });
    else this.gateway.request(from, body);
  }

  wake(timer: string): void {
    if (timer === "beat") this.beat();
    else this.gateway.tick();
  }

  /** To be called before anything that promises what was written leaves this member. */
  persist(): void {
    if (!this.bugs.has("no-fsync")) this.ledger.sync();
  }

  send(to: string, message: EpochMessage): void {
    this.persist();
    this.host.send(to, message);
  }

  /** Sends what promises nothing of this member's log. */
  announce(to: string, message: EpochMessage): void {
    this.host.send(to, message);
  }

  broadcast(message: EpochMessage): void {
    for (const peer of this.peers) this.announce(peer, message);
  }

  /** Answers come from each replica's own execution: there is none to send. */
  serve(_gateway: string, request: Forward): void {
    this.sequencing?.request(request);
  }

  deliverUpTo(index: number): void {
    this.replica.applyUpTo(index);
  }

  resign(): void {
    this.office = null;
    this.gateway.leaderFound();
  }

  private hear(from: string, message: SequencerMessage): void {
    if (message.type === "forward") return this.serve(from, message);
    const { epochs } = this;
    if (message.epoch > epochs.current) epochs.enter(message.epoch);
    if (epochs.isSealed(message.epoch)) return this.inform(from);
    switch (message.type) {
      case "order":
        return this.order(from, message);
      case "held":
        return this.sequencing?.held(from, message);
      case "missing":
        return this.sequencing?.missing(from, message);
      case "stable":
        return this.stable(message);
      case "suspect":
        return epochs.suspect(from, message);
      case "sealed":
        return epochs.sealed(from, message);
      case "pull":
        return epochs.pull(from, message);
      case "pulled":
        return epochs.pulled(from, message);
      case "newer":
    }
  }

  private inform(from: string): void {
    this.announce(from, { type: "newer", epoch: this.epochs.current });
  }

  private beat(): void {
    this.host.setTimer("beat", this.times.beat);
    if (this.sequencing === null) this.epochs.beat();
    else this.sequencing.beat();
  }

  /** An order is held when all before it is. */
  private order(from: string, order: Order): void {
    const { epoch, previous, previousReign, entries, stable, at } = order;
    const { ledger } = this;
    this.obey(epoch);
    if (previous === this.asked?.after) this.asked = null;
    if (ledger.reignAt(previous) !== previousReign && !this.bugs.has("gaps"))
      return this.ask(from, epoch, this.lastThatMightAgree(order));
    let index = previous;
    for (const entry of entries)
      if (ledger.reignAt(++index) !== entry.reign) ledger.put(index, entry);
    const news = index > this.agreed;
    this.agreed = Math.max(this.agreed, index);
    this.send(from, { type: "held", epoch, index, at });
    this.deliverUpTo(Math.min(stable, index));
    if (entries.length === ENTRIES_MAX && news) this.ask(from, epoch, index);
  }

  private obey(epoch: number): void {
    const found = !this.epochs.open;
    this.epochs.heard();
    if (epoch !== this.obeyed) this.agreed = 0;
    this.obeyed = epoch;
    if (found) this.gateway.leaderFound();
  }

  /** In a gap it is this log's end; where two logs part is looked for by halves, always further back. */
  private lastThatMightAgree({ previous }: Order): number {
    const { last } = this.ledger;
    const half = Math.floor(previous / 2);
    if (previous > last) return last;
    return half < this.agreed && this.agreed < previous ? this.agreed : half;
  }

  /** One thing at a time, or every order that comes meanwhile would bring the same again. */
  private ask(sequencer: string, epoch: number, after: number): void {
    const now = this.host.elapsed();
    if (this.asked !== null && now - this.asked.at < this.times.beat) return;
    this.asked = { after, at: now };
    this.announce(sequencer, { type: "missing", epoch, after });
  }

  private stable({ epoch, index }: Stable): void {
    if (epoch === this.obeyed) this.deliverUpTo(Math.min(index, this.agreed));
  }

  private settle(index: number, reply: Body | null): void {
    const command = this.ledger.at(index)?.command;
    this.sequencing?.delivered(command);
    if (command?.kind === "request" && reply !== null)
      this.gateway.answer({ client: command.client, id: command.id, reply });
  }

  private begin(): void {
    this.office = new Sequencing(this, this.epochs.current);
    this.office.begin();
    this.gateway.leaderFound();
  }

  private tell(asker: string, body: Body): void {
    const role = this.epochs.suspecting ? "candidate" : "follower";
    tellStatus(this.host, asker, body, {
      role: this.leads === null ? role : "leader",
      term: this.leads ?? this.epochs.current,
      leader: this.leader,
    });
  }
}
