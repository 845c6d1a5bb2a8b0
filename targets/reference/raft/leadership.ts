/** What a leader does in its term: it proposes, commits (3.6), reads, and changes its members. */
import type { Body } from "#core/ports/message.ts";
import { nanos, type Nanos } from "#core/units.ts";
import { keyOf, type Forward } from "../gateway.ts";
import { ERROR, refusal } from "../machine.ts";
import { differByOne, type Configuration } from "./configuration.ts";
import type { Command } from "./log.ts";
import type { Appended } from "./messages.ts";
import type { Raft } from "./raft.ts";
import { Reads } from "./reads.ts";
import { Replication } from "./replication.ts";

interface Proposal {
  readonly gateway: string;
  readonly request: Forward;
}

/** Leadership is being handed over: nothing new is proposed until it is, or time is up (3.10). */
interface Transfer {
  readonly to: string;
  readonly until: Nanos;
}

export class Leadership {
  private readonly raft: Raft;
  private readonly replication: Replication;
  private readonly reads: Reads;
  private readonly proposals = new Map<number, Proposal>();
  /** Requests in the log whose fate is open: a second copy waits for the first. */
  private readonly open = new Set<string>();
  private transferring: Transfer | null = null;

  constructor(raft: Raft) {
    this.raft = raft;
    this.replication = new Replication(raft);
    this.reads = new Reads(raft, this.replication);
  }

  /** Nobody may be following any more: what is proposed now will hardly be committed. */
  get doubtful(): boolean {
    return this.reads.uncertainFor > this.raft.times.doubt;
  }

  begin(): void {
    this.append({ kind: "noop" });
    this.beat();
  }

  /** The heartbeat. A leader that no majority answers gives its clients free (6.2). */
  beat(): void {
    const { host, times, storage } = this.raft;
    if (this.reads.uncertainFor > times.abdicate) return this.raft.follow(storage.term, null);
    if (this.transferring !== null && this.transferring.until < host.elapsed())
      this.transferring = null;
    host.setTimer("heartbeat", times.heartbeat);
    this.replication.refill();
    this.broadcast();
  }

  propose(gateway: string, request: Forward): void {
    const { client, id, body } = request;
    if (this.transferring === null)
      this.enter({ gateway, request }, { kind: "update", client, id, body });
  }

  read(gateway: string, request: Forward): void {
    if (this.reads.add(gateway, request)) this.broadcast();
    else this.serveReads();
  }

  /**
   * Changes who votes: through both sets at once (4.3), or by one member (4.1). A change begins when
   * the one before is committed, and not before this term has committed an entry: else two leaders
   * might count quorums that do not meet (Ongaro's correction of July 2015).
   */
  reconfigure(gateway: string, request: Forward): void {
    const { storage, commit, bugs, changes } = this.raft;
    const { log, term } = storage;
    const current = log.configuration;
    const voters = changed(current.voters, request.body);
    const settled = current.outgoing === null && log.configurationIndex <= commit;
    const rooted = bugs.has("early-membership") || log.term(commit) === term;
    const known = voters.every((voter) => this.raft.host.nodes.includes(voter));
    const single = differByOne(current.voters, voters);
    if (voters.length === 0 || !known || (changes === "single" && !single))
      return this.refuse(gateway, request, "no such change is possible");
    if (!settled || !rooted) return this.refuse(gateway, request, "another change is under way");
    const outgoing = changes === "joint" ? current.voters : null;
    this.enter({ gateway, request }, { kind: "configure", configuration: { voters, outgoing } });
  }

  transfer(gateway: string, request: Forward): void {
    const { host, times } = this.raft;
    this.reads.renounceLease();
    const to = String(request.body["to"]);
    this.transferring = { to, until: nanos(host.elapsed() + times.electionMax) };
    this.answer({ gateway, request }, { type: "ordeal_transfer_ok" });
    this.handOver();
  }

  appended(from: string, answer: Appended): void {
    if (answer.term !== this.raft.storage.term) return;
    this.replication.heard(from, answer);
    this.advance();
    this.handOver();
  }

  /** An entry was applied: whoever asked for it is answered. */
  settle(index: number, reply: Body | null): void {
    const proposal = this.proposals.get(index);
    if (proposal === undefined) return;
    this.proposals.delete(index);
    this.open.delete(keyOf(proposal.request));
    if (reply !== null) this.answer(proposal, reply);
  }

  /** What is committed has been applied: a change of members may go on, or go without us (4.2.2). */
  settled(): void {
    const { storage, commit, host } = this.raft;
    const { configuration, configurationIndex } = storage.log;
    if (configurationIndex === 0 || configurationIndex > commit) return;
    if (configuration.outgoing !== null) this.complete(configuration);
    else if (!configuration.voters.includes(host.self)) this.raft.follow(storage.term, null);
  }

  private complete({ voters }: Configuration): void {
    this.append({ kind: "configure", configuration: { voters, outgoing: null } });
    this.broadcast();
  }

  private enter(proposal: Proposal, command: Command): void {
    if (this.open.has(keyOf(proposal.request))) return;
    this.open.add(keyOf(proposal.request));
    this.proposals.set(this.raft.storage.log.last + 1, proposal);
    this.append(command);
    this.broadcast();
  }

  private append(command: Command): void {
    const { storage } = this.raft;
    storage.put(storage.log.last + 1, { term: storage.term, command });
    if (command.kind === "configure") this.replication.adjust();
  }

  /** The peers write at the same time as this disk does, which counts only once it has (10.2.1). */
  private broadcast(): void {
    this.replication.broadcast();
    this.reads.begin();
    this.raft.storage.sync();
    this.advance();
  }

  private advance(): void {
    const { storage, bugs } = this.raft;
    const index = bugs.has("early-ack") ? storage.log.last : this.replication.matched;
    // An earlier term's entry is never committed by counting (3.6.2, Figure 3.7).
    const counts = bugs.has("commit-by-counting") || storage.log.term(index) === storage.term;
    if (counts) this.raft.commitTo(index);
    // What was committed may have been a configuration without this member.
    if (this.raft.leadership !== this) return;
    if (this.reads.confirm()) this.broadcast();
    else this.serveReads();
  }

  private serveReads(): void {
    for (const read of this.reads.ready())
      this.answer(read, this.raft.replica.machine.apply(read.request.body));
  }

  /** The chosen successor is told once it has everything: nobody's log is ahead of its own then. */
  private handOver(): void {
    const { transferring, raft } = this;
    if (transferring === null || raft.leadership !== this) return;
    if (!this.replication.hasAll(transferring.to)) return;
    raft.send(transferring.to, { type: "timeout_now", term: raft.storage.term });
  }

  private refuse(gateway: string, request: Forward, why: string): void {
    this.answer({ gateway, request }, refusal(ERROR.temporarilyUnavailable, why));
  }

  private answer({ gateway, request: { client, id } }: Proposal, reply: Body): void {
    const message = { type: "forwarded", client, id, reply } as const;
    if (gateway === this.raft.host.self) this.raft.gateway.answer(message);
    else this.raft.send(gateway, message);
  }
}

/** The operator's wish: `{"type": "ordeal_members", "add": ["n6"], "remove": []}`. */
function changed(voters: readonly string[], { add, remove }: Body): readonly string[] {
  const [come, gone] = [add, remove].map((list) => (Array.isArray(list) ? list.map(String) : []));
  const left = voters.filter((voter) => gone?.includes(voter) !== true);
  return [...new Set([...left, ...(come ?? [])])];
}
