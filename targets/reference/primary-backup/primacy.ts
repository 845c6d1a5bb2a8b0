/** What a primary does in its view: copy to all, acknowledge, read, and say who belongs to it. */
import type { Body } from "#core/ports/message.ts";
import { keyOf, type Forward } from "../gateway.ts";
import type { Copied, View } from "./messages.ts";
import type { PrimaryBackup } from "./primary-backup.ts";

interface Progress {
  /** It runs ahead of `match` as long as the logs are known to agree before it. */
  next: number;
  agreed: boolean;
  match: number;
  /** When the last beacon that it answered was sent. */
  beacon: number;
  /** When it answered last. */
  heardAt: number;
}

interface Asked {
  readonly gateway: string;
  readonly request: Forward;
}

interface Read extends Asked {
  readonly index: number;
  readonly since: number;
}

const ENTRIES_MAX = 128;

export class Primacy {
  private readonly node: PrimaryBackup;
  private readonly view: View;
  private readonly progress = new Map<string, Progress>();
  private readonly asked = new Map<number, Asked>();
  /** Requests in the log whose fate is open: a second copy waits for the first. */
  private readonly open = new Set<string>();
  private reads: Read[] = [];
  /** Who may be in the next view by what this primary proposed, though it is not in this one. */
  private readonly pledged = new Set<string>();
  /** What was here before may have been acknowledged in an earlier view. */
  private readonly inherited: number;

  constructor(node: PrimaryBackup, view: View) {
    this.node = node;
    this.view = view;
    this.inherited = node.ledger.last;
    const heardAt = node.host.elapsed();
    const next = this.inherited + 1;
    for (const peer of node.peers)
      this.progress.set(peer, { next, agreed: false, match: 0, beacon: -Infinity, heardAt });
  }

  get doubtful(): boolean {
    const { host, times } = this.node;
    return this.backups().some(({ heardAt }) => host.elapsed() - heardAt > times.doubt);
  }

  beat(): void {
    for (const [peer, progress] of this.progress) this.copy(peer, progress);
    this.advance();
    if (!this.node.views.proposing) this.reconfigure();
  }

  update(gateway: string, request: Forward): void {
    const { ledger } = this.node;
    if (this.open.has(keyOf(request))) return;
    this.open.add(keyOf(request));
    const { client, id, body } = request;
    const command = { kind: "request", client, id, body } as const;
    ledger.put(ledger.last + 1, { reign: this.view.number, command });
    this.asked.set(ledger.last, { gateway, request });
    for (const [peer, progress] of this.progress) this.copy(peer, progress);
    // The backups write at the same time as this disk does.
    ledger.sync();
    this.advance();
  }

  /** Of the state that is certain: what was acknowledged in this view, and all of the earlier. */
  read(gateway: string, request: Forward): void {
    const index = Math.max(this.node.commit, this.inherited);
    this.reads.push({ gateway, request, index, since: this.node.host.elapsed() });
    this.serveReads();
  }

  copied(from: string, { view, matched, index, at }: Copied): void {
    const progress = this.progress.get(from);
    if (progress === undefined || view !== this.view.number) return;
    progress.heardAt = this.node.host.elapsed();
    progress.beacon = Math.max(progress.beacon, at);
    if (matched) {
      progress.match = Math.max(progress.match, index);
      progress.next = Math.max(progress.next, progress.match + 1);
      progress.agreed = true;
      if (progress.next <= this.node.ledger.last) this.copy(from, progress);
    } else if (index + 1 < progress.next) {
      // A late answer, or the copy of one, tells nothing new and must not cause a message again.
      progress.next = index + 1;
      progress.agreed = false;
      this.copy(from, progress);
    }
    this.advance();
  }

  /** An entry took effect: whoever asked for it is answered. */
  settle(index: number, reply: Body | null): void {
    const asked = this.asked.get(index);
    if (asked === undefined) return;
    this.asked.delete(index);
    this.open.delete(keyOf(asked.request));
    if (reply !== null) this.node.answer(asked.gateway, asked.request, reply);
  }

  private copy(peer: string, progress: Progress): void {
    const { host, ledger, commit } = this.node;
    const previous = progress.next - 1;
    const previousReign = ledger.reignAt(previous);
    const entries = ledger.after(previous, ENTRIES_MAX);
    if (progress.agreed) progress.next += entries.length;
    const at = host.elapsed();
    const { view } = this;
    const type = "copy";
    this.node.announce(peer, { type, view, previous, previousReign, entries, commit, at });
  }

  /**
   * An update is certain when every member has it, since any of them may be the next primary; also
   * every one that this primary has proposed as a member, since that proposal may yet be decided.
   */
  private advance(): void {
    const { ledger, settings, bugs } = this.node;
    const needed = settings.replication === "async" || bugs.has("early-ack") ? [] : this.holders();
    this.node.commitTo(Math.min(ledger.last, ...needed.map(({ match }) => match)));
    this.serveReads();
  }

  private serveReads(): void {
    const { replica, host, times, bugs } = this.node;
    const beacon = Math.min(...this.backups().map((progress) => progress.beacon));
    const leased = host.elapsed() - beacon < times.lease || bugs.has("no-lease");
    const waiting: Read[] = [];
    for (const read of this.reads)
      if (read.index > replica.applied || (!leased && beacon < read.since)) waiting.push(read);
      else this.node.answer(read.gateway, read.request, replica.machine.apply(read.request.body));
    this.reads = waiting;
  }

  /** Drops who is silent, and takes in who has caught up. */
  private reconfigure(): void {
    const { host, times, commit, views } = this.node;
    const now = host.elapsed();
    const certain = Math.max(commit, this.inherited);
    const { members } = this.view;
    const next = host.nodes.filter((node) => {
      const progress = this.progress.get(node);
      if (progress === undefined) return true;
      if (members.includes(node)) return now - progress.heardAt <= times.removal;
      return now - progress.heardAt <= times.removal / 3 && progress.match >= certain;
    });
    if (next.length === members.length && next.every((node) => members.includes(node))) return;
    for (const node of next) if (!members.includes(node)) this.pledged.add(node);
    views.propose(host.self, next);
  }

  private backups(): readonly Progress[] {
    return [...this.progress].flatMap(([peer, progress]) =>
      this.view.members.includes(peer) ? progress : [],
    );
  }

  private holders(): readonly Progress[] {
    return [...this.progress].flatMap(([peer, progress]) =>
      this.view.members.includes(peer) || this.pledged.has(peer) ? progress : [],
    );
  }
}
