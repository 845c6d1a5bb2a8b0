/** Multi-Paxos: one member, proposer and acceptor and learner, whose parts are the files beside. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import { Gateway, type Forward, type Service } from "../gateway.ts";
import type { Machine } from "../machine.ts";
import { Sessions } from "../sessions.ts";
import { tellStatus } from "../status.ts";
import { accept, learnt, prepare, teach } from "./acceptor.ts";
import type { PaxosBug } from "./bugs.ts";
import { Campaigns } from "./campaigns.ts";
import { Leadership } from "./leadership.ts";
import { isPaxosMessage, type Command, type PaxosMessage, type SlotVote } from "./messages.ts";
import type { PaxosSettings, PaxosTimes } from "./settings.ts";
import { Storage } from "./storage.ts";
import type { Ballot, Quorums } from "./synod.ts";

export function paxos(settings: PaxosSettings): ActorFactory {
  return (host) => new Paxos(host, settings);
}

export class Paxos implements Actor, Service {
  readonly host: Host;
  readonly times: PaxosTimes;
  readonly bugs: ReadonlySet<PaxosBug>;
  readonly quorums: Quorums;
  readonly peers: readonly string[];
  readonly storage: Storage;
  readonly machine: Machine;
  readonly campaigns: Campaigns;
  readonly gateway: Gateway;
  leadership: Leadership | null = null;
  leader: string | null = null;
  /** The last slot that took effect in this life. */
  applied = 0;
  private readonly sessions: Sessions;
  private askedAt = -Infinity;

  constructor(host: Host, settings: PaxosSettings) {
    this.host = host;
    this.times = settings.times;
    this.bugs = new Set(settings.bugs);
    const { phase1, phase2 } = settings.quorums(host.nodes.length);
    this.quorums = { phase1: phase1 - (this.bugs.has("quorums-apart") ? 1 : 0), phase2 };
    this.peers = host.nodes.filter((node) => node !== host.self);
    this.storage = new Storage(host.disk, this.bugs);
    this.machine = settings.machine();
    this.sessions = new Sessions(this.machine, false);
    this.campaigns = new Campaigns(this);
    this.gateway = new Gateway(this);
  }

  get leads(): number | null {
    return this.leadership?.ballot ?? null;
  }

  get doubtful(): boolean {
    return this.leadership?.doubtful === true;
  }

  start(): void {
    this.apply();
    this.campaigns.wait();
  }

  receive(from: string, body: Body): void {
    if (isPaxosMessage(body)) this.hear(from, body);
    else if (body.type === "ordeal_status") this.tell(from, body);
    else this.gateway.request(from, body);
  }

  wake(timer: string): void {
    if (timer === "silence") this.campaigns.begin();
    else if (timer === "heartbeat") this.leadership?.beat();
    else this.gateway.tick();
  }

  /** Sends what may promise something that was written: so that is synced first. */
  send(to: string, message: PaxosMessage): void {
    this.storage.sync();
    this.host.send(to, message);
  }

  /** Whoever promises a ballot to another proposer is no proposer of a lower one any more. */
  promise(ballot: Ballot): void {
    this.storage.promise(ballot);
    this.campaigns.refused(ballot);
    if (this.leadership !== null && ballot > this.leadership.ballot) this.resign();
  }

  follow(leader: string, ballot: Ballot): void {
    this.promise(ballot);
    this.campaigns.heard();
    this.believe(leader);
  }

  lead(ballot: Ballot, votes: readonly SlotVote[]): void {
    this.host.clearTimer("silence");
    this.leadership = new Leadership(this, ballot);
    this.leadership.begin(votes);
    this.believe(this.host.self);
  }

  resign(): void {
    this.leadership = null;
    this.host.clearTimer("heartbeat");
    this.campaigns.wait();
    this.believe(null);
  }

  believe(leader: string | null): void {
    if (leader === this.leader) return;
    this.leader = leader;
    if (leader !== null) this.gateway.leaderFound();
  }

  serve(gateway: string, request: Forward): void {
    if (this.leadership === null) return;
    const isRead = this.machine.kind(request.body) === "read";
    if (isRead && this.bugs.has("local-read"))
      this.answer(gateway, request, this.machine.apply(request.body));
    else this.leadership.serve(gateway, request);
  }

  answer(gateway: string, { client, id }: Forward, reply: Body): void {
    if (gateway === this.host.self) this.gateway.answer({ client, id, reply });
    else this.host.send(gateway, { type: "forwarded", client, id, reply });
  }

  /** Asks for what was decided, but not again while the answer may be on its way. */
  catchUp(leader: string): void {
    const now = this.host.elapsed();
    if (now - this.askedAt < this.times.heartbeat) return;
    this.askedAt = now;
    this.host.send(leader, { type: "learn", after: this.storage.decided });
  }

  /** The next slot is decided, and takes effect. */
  decide(command: Command): void {
    this.storage.decide(command);
    this.apply();
  }

  private apply(): void {
    while (this.applied < this.storage.decided) {
      const command = this.storage.at(++this.applied);
      const reply = command?.kind === "request" ? this.sessions.apply(command) : null;
      this.leadership?.settle(this.applied, reply);
    }
  }

  private hear(from: string, message: PaxosMessage): void {
    switch (message.type) {
      case "prepare":
        return prepare(this, from, message);
      case "promised":
        return this.campaigns.promised(from, message);
      case "accept":
        return accept(this, from, message);
      case "accepted":
        return this.leadership?.accepted(from, message);
      case "refused":
        this.campaigns.refused(message.ballot);
        if (this.leadership !== null && message.ballot > this.leadership.ballot) this.resign();
        return;
      case "learn":
        return teach(this, from, message);
      case "decided":
        return learnt(this, message);
      case "forward":
        return this.serve(from, message);
      case "forwarded":
        return this.gateway.answer(message);
    }
  }

  private tell(asker: string, body: Body): void {
    const candidate = this.campaigns.current === null ? "follower" : "candidate";
    const role = this.leadership === null ? candidate : "leader";
    const term = this.leads ?? this.storage.promised;
    tellStatus(this.host, asker, body, { role, term, leader: this.leader });
  }
}
