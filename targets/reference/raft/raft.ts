/** Raft after Ongaro's dissertation (2014): one member, whose parts are the files beside this one. */
import type { Actor, ActorFactory, Host, Prefix } from "#core/sim/actor.ts";
import type { Body } from "#core/ports/message.ts";
import { Gateway, type Forward, type Service, type Words } from "../gateway.ts";
import { tellStatus } from "../status.ts";
import type { RaftBug } from "./bugs.ts";
import { Election } from "./election.ts";
import { heed, install } from "./follower.ts";
import { Leadership } from "./leadership.ts";
import { isRaftMessage, type RaftMessage } from "./messages.ts";
import { Replica } from "./replica.ts";
import type { RaftSettings, RaftTimes } from "./settings.ts";
import { Storage, type Snapshot } from "./storage.ts";

export function raft(settings: RaftSettings): ActorFactory {
  return (host) => new Raft(host, settings);
}

export class Raft implements Actor, Service {
  readonly host: Host;
  readonly times: RaftTimes;
  readonly bugs: ReadonlySet<RaftBug>;
  readonly leases: boolean;
  readonly guarded: boolean;
  readonly changes: RaftSettings["changes"];
  /** How many members less than a majority are a quorum. */
  readonly missing: number;
  readonly storage: Storage;
  readonly replica: Replica;
  readonly election: Election;
  readonly gateway: Gateway;
  /** Beside the state machine's words there are those of its operator. */
  readonly machine: Words = {
    kind: (request) => (isOperators(request) ? "operator" : this.replica.machine.kind(request)),
  };
  /** What only a leader has; null on everyone else. */
  leadership: Leadership | null = null;
  /** Whom this member takes for the leader of its term. */
  leader: string | null = null;
  commit = 0;
  private readonly snapshotEvery: number;

  constructor(host: Host, settings: RaftSettings) {
    this.host = host;
    this.times = settings.times;
    this.bugs = new Set(settings.bugs);
    this.leases = settings.reads === "lease";
    this.guarded = settings.elections === "guarded";
    this.changes = settings.changes;
    this.snapshotEvery = settings.snapshotEvery;
    this.missing = this.bugs.has("small-quorum") ? 1 : 0;
    this.storage = new Storage(host.disk, { voters: host.nodes, outgoing: null }, this.bugs);
    this.replica = new Replica(settings.machine(), this.bugs);
    if (this.storage.snapshot !== null) this.restore(this.storage.snapshot);
    this.election = new Election(this);
    this.gateway = new Gateway(this);
  }

  get leads(): number | null {
    return this.leadership === null ? null : this.storage.term;
  }

  get prefix(): Prefix {
    return { index: this.replica.applied, digest: this.replica.digest };
  }

  get doubtful(): boolean {
    return this.leadership?.doubtful === true;
  }

  start(): void {
    this.election.reset();
  }

  receive(from: string, body: Body): void {
    if (isRaftMessage(body)) this.hear(from, body);
    else if (body.type === "ordeal_status") this.tell(from, body);
    else this.gateway.request(from, body);
  }

  wake(timer: string): void {
    if (timer === "election") this.election.timeout();
    else if (timer === "heartbeat") this.leadership?.beat();
    else this.gateway.tick();
  }

  /** Sends what may promise something that was written: so that is synced first. */
  send(to: string, message: RaftMessage): void {
    this.storage.sync();
    this.host.send(to, message);
  }

  /** Rules for all servers (Figure 3.1): whoever sees a later term enters it as a follower. */
  meet(term: number): void {
    if (term > this.storage.term) this.follow(term, null);
  }

  follow(term: number, leader: string | null): void {
    if (term > this.storage.term) this.storage.vote(term, null);
    if (this.leadership !== null) {
      this.host.clearTimer("heartbeat");
      this.election.reset();
    }
    this.leadership = null;
    this.election.candidacy = null;
    this.believe(leader);
  }

  lead(): void {
    this.election.candidacy = null;
    this.host.clearTimer("election");
    this.leadership = new Leadership(this);
    this.leadership.begin();
    this.believe(this.host.self);
  }

  believe(leader: string | null): void {
    if (leader === this.leader) return;
    this.leader = leader;
    if (leader !== null) this.gateway.leaderFound();
  }

  serve(gateway: string, request: Forward): void {
    const { leadership } = this;
    if (leadership === null) return;
    const kind = this.machine.kind(request.body);
    if (kind === "read") leadership.read(gateway, request);
    else if (kind === "update") leadership.propose(gateway, request);
    else if (request.body.type === "ordeal_members") leadership.reconfigure(gateway, request);
    else leadership.transfer(gateway, request);
  }

  /** Applies what has become certain, in the order of the log. */
  commitTo(index: number): void {
    if (index <= this.commit) return;
    this.commit = index;
    const { replica, storage } = this;
    while (replica.applied < this.commit) {
      const reply = replica.apply(storage.log.at(replica.applied + 1));
      this.leadership?.settle(replica.applied, reply);
    }
    this.leadership?.settled();
    if (replica.applied - storage.log.first + 1 >= this.snapshotEvery)
      storage.compact(replica.snapshot(storage));
  }

  /** A snapshot takes the place of everything that led to it. */
  restore(snapshot: Snapshot): void {
    this.replica.load(snapshot);
    this.commit = snapshot.index;
  }

  private hear(from: string, message: RaftMessage): void {
    switch (message.type) {
      case "append":
        return heed(this, from, message);
      case "appended":
        this.meet(message.term);
        return this.leadership?.appended(from, message);
      case "install":
        return install(this, from, message);
      case "timeout_now":
        return this.election.summoned(message);
      case "pre_vote":
        return this.election.askedBefore(from, message);
      case "pre_voted":
        return this.election.answeredBefore(from, message);
      case "request_vote":
        return this.election.asked(from, message);
      case "voted":
        return this.election.answered(from, message);
      case "forward":
        return this.serve(from, message);
      case "forwarded":
        return this.gateway.answer(message);
    }
  }

  private tell(asker: string, body: Body): void {
    const candidate = this.election.candidacy === null ? "follower" : "candidate";
    const role = this.leadership === null ? candidate : "leader";
    const { term, log } = this.storage;
    const { voters, outgoing } = log.configuration;
    const members = outgoing === null && log.configurationIndex <= this.commit ? voters : null;
    tellStatus(this.host, asker, body, { role, term, leader: this.leader, members });
  }
}

const isOperators = ({ type }: Body): boolean =>
  type === "ordeal_members" || type === "ordeal_transfer";
