/** Primary–backup replication under majority-agreed views: one member, primary or backup. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import { nanos } from "#core/units.ts";
import { Gateway, type Forward, type Service } from "../gateway.ts";
import { Ledger } from "../ledger.ts";
import type { Machine } from "../machine.ts";
import { Replica } from "../replica.ts";
import { tellStatus } from "../status.ts";
import type { BackupBug } from "./bugs.ts";
import { isBackupMessage, type BackupMessage, type Copy, type View } from "./messages.ts";
import { Primacy } from "./primacy.ts";
import type { BackupSettings, BackupTimes } from "./settings.ts";
import { Views } from "./views.ts";

export function primaryBackup(settings: BackupSettings): ActorFactory {
  return (host) => new PrimaryBackup(host, settings);
}

export class PrimaryBackup implements Actor, Service {
  readonly host: Host;
  readonly settings: BackupSettings;
  readonly times: BackupTimes;
  readonly bugs: ReadonlySet<BackupBug>;
  readonly peers: readonly string[];
  readonly ledger: Ledger;
  readonly replica: Replica;
  readonly machine: Machine;
  readonly views: Views;
  readonly gateway: Gateway;
  /** What only an acting primary has. */
  primacy: Primacy | null = null;
  commit = 0;
  /** The last answer to another primary, which may hold a lease because of it. */
  private answeredAt: number;
  /** A primary was heard, or a view began. */
  private heardAt: number;
  private patience: number;

  constructor(host: Host, settings: BackupSettings) {
    this.host = host;
    this.settings = settings;
    this.times = settings.times;
    this.bugs = new Set(settings.bugs);
    this.peers = host.nodes.filter((node) => node !== host.self);
    this.ledger = new Ledger(host.disk);
    this.machine = settings.machine();
    this.replica = new Replica(this.machine, this.ledger, (index, reply) =>
      this.primacy?.settle(index, reply),
    );
    this.views = new Views({
      host,
      bugs: this.bugs,
      patience: this.times.proposal,
      send: (to, message) => this.send(to, message),
      changed: (view, before) => this.changed(view, before),
    });
    this.gateway = new Gateway(this);
    // An earlier life may have answered until a moment ago.
    this.answeredAt = host.elapsed();
    this.heardAt = this.answeredAt;
    this.patience = this.drawPatience();
  }

  get leads(): number | null {
    return this.primacy === null ? null : this.views.current.number;
  }

  get leader(): string | null {
    const { primary } = this.views.current;
    return primary === this.host.self && this.primacy === null ? null : primary;
  }

  get doubtful(): boolean {
    return this.primacy?.doubtful === true;
  }

  start(): void {
    this.host.setTimer("beat", this.times.beat);
    if (this.views.firstLife && this.views.current.primary === this.host.self) this.begin();
  }

  receive(from: string, body: Body): void {
    if (isBackupMessage(body)) this.hear(from, body);
    else if (body.type === "ordeal_status") this.tell(from, body);
    else this.gateway.request(from, body);
  }

  wake(timer: string): void {
    if (timer === "beat") this.beat();
    else if (timer === "lease") this.begin();
    else if (timer === "proposal") this.views.giveUp();
    else this.gateway.tick();
  }

  /** Sends what may promise something that was written: so that is synced first. */
  send(to: string, message: BackupMessage): void {
    this.views.sync();
    this.ledger.sync();
    this.host.send(to, message);
  }

  /** Sends what promises nothing of this member's log; that it is in this view was synced before. */
  announce(to: string, message: Copy): void {
    this.views.sync();
    this.host.send(to, message);
  }

  answer(gateway: string, { client, id }: Forward, reply: Body): void {
    if (gateway === this.host.self) this.gateway.answer({ client, id, reply });
    else this.host.send(gateway, { type: "forwarded", client, id, reply });
  }

  serve(gateway: string, request: Forward): void {
    if (this.machine.kind(request.body) === "read") this.primacy?.read(gateway, request);
    else this.primacy?.update(gateway, request);
  }

  commitTo(index: number): void {
    if (index <= this.commit) return;
    this.commit = index;
    this.replica.applyUpTo(index);
  }

  private hear(from: string, message: BackupMessage): void {
    switch (message.type) {
      case "copy":
        return this.copy(from, message);
      case "copied":
        return this.primacy?.copied(from, message);
      case "forward":
        return this.serve(from, message);
      case "forwarded":
        return this.gateway.answer(message);
      default:
        return this.views.hear(from, message);
    }
  }

  private beat(): void {
    this.host.setTimer("beat", this.times.beat);
    if (this.primacy !== null) return this.primacy.beat();
    if (!this.views.proposing && this.mayStand()) this.stand();
  }

  /**
   * Only a member has all that was acknowledged. One that was primary in an earlier life may have
   * proposed what it no longer knows: it needs a new view, in which that comes to light.
   */
  private mayStand(): boolean {
    const { primary, members } = this.views.current;
    if (!members.includes(this.host.self) && !this.bugs.has("lagging-failover")) return false;
    const patience = primary === this.host.self ? this.times.proposal : this.patience;
    return this.host.elapsed() - this.heardAt > patience;
  }

  private stand(): void {
    const { primary, members } = this.views.current;
    const { self } = this.host;
    const others = members.filter((node) => node !== primary && node !== self);
    this.views.propose(self, [self, ...others]);
  }

  private changed(view: View, before: View): void {
    this.primacy = null;
    this.heardAt = this.host.elapsed();
    this.patience = this.drawPatience();
    this.host.clearTimer("lease");
    if (view.primary === this.host.self) this.succeed(before);
    this.gateway.leaderFound();
  }

  /** A predecessor may read under a lease from this member until grace is over. */
  private succeed(before: View): void {
    const rest = this.answeredAt + this.times.grace - this.host.elapsed();
    if (before.primary === this.host.self || rest <= 0) this.begin();
    else this.host.setTimer("lease", nanos(rest));
  }

  private begin(): void {
    this.primacy = new Primacy(this, this.views.current);
    this.primacy.beat();
    this.gateway.leaderFound();
  }

  /** A backup: its log becomes the primary's. */
  private copy(from: string, { view, previous, previousReign, entries, commit, at }: Copy): void {
    if (view.number < this.views.current.number && !this.bugs.has("no-fencing"))
      return this.views.inform(from);
    this.views.learn(view);
    // A primary has nobody above itself in its own view.
    if (this.primacy !== null && view.number === this.views.current.number) return;
    this.heardAt = this.host.elapsed();
    this.answeredAt = this.heardAt;
    const answer = (matched: boolean, index: number): void =>
      this.send(from, { type: "copied", view: view.number, matched, index, at });
    if (this.ledger.reignAt(previous) !== previousReign)
      return answer(false, this.lastThatMightAgree(previous));
    let index = previous;
    for (const entry of entries)
      if (this.ledger.reignAt(++index) !== entry.reign) {
        const undone = index <= this.replica.applied;
        this.ledger.put(index, entry);
        if (undone) this.undo(index - 1);
      }
    this.commitTo(Math.min(commit, index));
    answer(true, index);
  }

  /** What is certain agrees, where replication is synchronous; where it is not, halves soon do. */
  private lastThatMightAgree(previous: number): number {
    return previous > this.commit ? this.commit : Math.floor(previous / 2);
  }

  /** Only an asynchronous primary, or a wrong one, makes entries take effect that are replaced. */
  private undo(index: number): void {
    this.commit = index;
    this.replica.rewind(index);
  }

  private drawPatience(): number {
    return this.times.grace + this.host.dice.span(this.times.removal);
  }

  private tell(asker: string, body: Body): void {
    const role = this.primacy === null ? "follower" : "leader";
    tellStatus(this.host, asker, body, {
      role,
      term: this.views.current.number,
      leader: this.leader,
    });
  }
}
