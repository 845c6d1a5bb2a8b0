/** The view service: all members together decide, by Paxos, one view after the other. */
import type { Host } from "#core/sim/actor.ts";
import { nanos, type Nanos } from "#core/units.ts";
import { Journal } from "../journal.ts";
import { ballotAbove, bound, majority, mayAnswer, type Ballot, type Vote } from "../paxos/synod.ts";
import type { BackupBug } from "./bugs.ts";
import type { View, ViewMessage } from "./messages.ts";

type Saved =
  | readonly ["view", View]
  /** Of the decree after the last view above. */
  | readonly ["promise", Ballot]
  | readonly ["vote", Vote<View>];

interface Proposal {
  readonly ballot: Ballot;
  readonly wanted: View;
  readonly promises: Map<string, Vote<View> | null>;
  /** What phase 2 asks for; null in phase 1. */
  view: View | null;
  readonly votes: Set<string>;
}

export interface ViewSettings {
  readonly host: Host;
  readonly bugs: ReadonlySet<BackupBug>;
  readonly patience: Nanos;
  /** Sends what may promise something that was written. */
  readonly send: (to: string, message: ViewMessage) => void;
  readonly changed: (view: View, before: View) => void;
}

export class Views {
  current: View;
  /** Nothing is on disk: this member has never lived before. */
  readonly firstLife: boolean;
  private readonly settings: ViewSettings;
  private readonly journal: Journal;
  private readonly quorum: number;
  private promised: Ballot = 0;
  private vote: Vote<View> | null = null;
  private seen: Ballot = 0;
  private proposal: Proposal | null = null;

  constructor(settings: ViewSettings) {
    const { host, bugs } = settings;
    this.settings = settings;
    this.journal = new Journal(host.disk, "views.journal");
    // The first view needs no decision: it follows from the list of members.
    this.current = { number: 1, primary: host.nodes[0] ?? host.self, members: host.nodes };
    const saved = this.journal.recover();
    this.firstLife = saved.length === 0;
    for (const record of saved) this.replay(record as Saved);
    if (this.firstLife) this.journal.append(["view", this.current]);
    this.quorum = bugs.has("split-brain") ? 1 : majority(host.nodes.length);
  }

  sync(): void {
    this.journal.sync();
  }

  get proposing(): boolean {
    return this.proposal !== null;
  }

  /** Asks for this successor of the present view; which one it will be, the decree decides. */
  propose(primary: string, members: readonly string[]): void {
    const { host, patience } = this.settings;
    const above = Math.max(this.promised, this.seen);
    const ballot = ballotAbove(above, host.nodes.indexOf(host.self), host.nodes.length);
    const wanted = { number: this.current.number + 1, primary, members };
    this.promise(ballot);
    const promises = new Map([[host.self, this.vote]]);
    this.proposal = { ballot, wanted, promises, view: null, votes: new Set() };
    host.setTimer("proposal", nanos(patience + host.dice.span(patience)));
    this.broadcast({ type: "view_prepare", known: this.current, ballot });
    this.countPromises(this.proposal);
  }

  giveUp(): void {
    this.proposal = null;
  }

  /** What anybody says about views; who is behind is told. */
  hear(from: string, message: ViewMessage): void {
    this.learn(message.known);
    if (message.known.number < this.current.number) return this.inform(from);
    if (message.type === "view_prepare" || message.type === "view_accept")
      this.asked(from, message);
    else this.answered(from, message);
  }

  learn(view: View): void {
    if (view.number > this.current.number) this.adopt(view);
  }

  inform(member: string): void {
    this.settings.send(member, { type: "view_known", known: this.current });
  }

  private asked(
    from: string,
    message: ViewMessage & { readonly type: "view_prepare" | "view_accept" },
  ): void {
    const { ballot } = message;
    const known = this.current;
    const answer = (body: ViewMessage): void => this.settings.send(from, body);
    if (!mayAnswer(ballot, this.promised))
      return answer({ type: "view_refused", known, ballot: this.promised });
    this.promise(ballot);
    if (message.type === "view_prepare")
      return answer({ type: "view_promised", known, ballot, vote: this.vote });
    this.accept({ ballot, value: message.view });
    answer({ type: "view_accepted", known, ballot });
  }

  private answered(from: string, message: ViewMessage): void {
    const { proposal } = this;
    if (message.type === "view_refused") this.seen = Math.max(this.seen, message.ballot);
    if (proposal === null || !("ballot" in message) || message.ballot !== proposal.ballot) return;
    if (message.type === "view_promised") {
      proposal.promises.set(from, message.vote);
      this.countPromises(proposal);
    } else if (message.type === "view_accepted") {
      proposal.votes.add(from);
      this.countVotes(proposal);
    }
  }

  private countPromises(proposal: Proposal): void {
    const { ballot, promises, wanted, votes } = proposal;
    if (proposal.view !== null || promises.size < this.quorum) return;
    const accepted = [...promises.values()].filter((vote) => vote !== null);
    const view = bound(accepted)?.value ?? wanted;
    proposal.view = view;
    this.accept({ ballot, value: view });
    votes.add(this.settings.host.self);
    this.broadcast({ type: "view_accept", known: this.current, ballot, view });
    this.countVotes(proposal);
  }

  private countVotes({ view, votes }: Proposal): void {
    if (view === null || votes.size < this.quorum) return;
    this.adopt(view);
    this.broadcast({ type: "view_known", known: this.current });
  }

  private adopt(view: View): void {
    const before = this.current;
    this.journal.append(["view", view]);
    this.enter(view);
    this.proposal = null;
    this.settings.host.clearTimer("proposal");
    this.settings.changed(view, before);
  }

  private enter(view: View): void {
    this.current = view;
    this.promised = 0;
    this.vote = null;
    this.seen = 0;
  }

  private promise(ballot: Ballot): void {
    if (ballot <= this.promised) return;
    this.promised = ballot;
    this.journal.append(["promise", ballot]);
  }

  private accept(vote: Vote<View>): void {
    this.vote = vote;
    this.journal.append(["vote", vote]);
  }

  private broadcast(message: ViewMessage): void {
    const { host, send } = this.settings;
    for (const node of host.nodes) if (node !== host.self) send(node, message);
  }

  private replay(saved: Saved): void {
    if (saved[0] === "view") this.enter(saved[1]);
    else if (saved[0] === "promise") this.promised = saved[1];
    else this.vote = saved[1];
  }
}
