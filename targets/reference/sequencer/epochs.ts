/** How one epoch follows another: suspected by a majority, sealed by a majority, then taken over. */
import type { Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";
import { Journal } from "../journal.ts";
import type { Ledger } from "../ledger.ts";
import type { SequencerBug } from "./bugs.ts";
import type { End, EpochMessage, Pull, Pulled, Sealed, Suspect } from "./messages.ts";
import type { SequencerTimes } from "./settings.ts";

export interface EpochSettings {
  readonly host: Host;
  readonly times: SequencerTimes;
  readonly bugs: ReadonlySet<SequencerBug>;
  readonly ledger: Ledger;
  readonly quorum: number;
  /** All up to there is certain, and the same in the log of any later sequencer. */
  readonly delivered: () => number;
  /** Sends what may promise something that was written. */
  readonly send: (to: string, message: EpochMessage) => void;
  /** This member is the sequencer from now on, and its log is complete. */
  readonly begin: () => void;
}

/** Who sealed an epoch that is this member's turn, and how far it has got with the best log. */
interface Takeover {
  readonly ends: Map<string, End>;
  source: string;
  pulled: number;
}

const PULLED_MAX = 1024;

export class Epochs {
  /** Orders of all epochs before this one are refused for ever. */
  current = 0;
  /** The sequencer of the epoch has been heard. */
  open = false;
  private readonly settings: EpochSettings;
  private readonly journal: Journal;
  private readonly suspicions = new Map<string, Nanos>();
  private takeover: Takeover | null = null;
  private heardAt: Nanos;
  private patience: Nanos;

  constructor(settings: EpochSettings) {
    const { host, times } = settings;
    this.settings = settings;
    this.journal = new Journal(host.disk, "epochs.journal");
    for (const epoch of this.journal.recover()) this.current = epoch as number;
    this.heardAt = host.elapsed();
    this.patience = times.silence;
  }

  /** Members take turns. */
  get sequencer(): string {
    const { nodes, self } = this.settings.host;
    return nodes[this.current % nodes.length] ?? self;
  }

  get suspecting(): boolean {
    return this.suspicions.has(this.settings.host.self);
  }

  /** The first epoch needs no suspicion. A later life waits for what its epoch has come to. */
  start(): void {
    if (this.current === 0) this.enter(1);
  }

  isSealed(epoch: number): boolean {
    return epoch < this.current && !this.settings.bugs.has("no-seal");
  }

  /**
   * The seal is on disk before a word is said in the new epoch. An epoch is taken over only in the
   * life that entered it: a restarted sequencer may have lost orders that others have, and would
   * give their numbers again.
   */
  enter(epoch: number): void {
    const { host, times } = this.settings;
    this.current = epoch;
    this.journal.append(epoch);
    this.journal.sync();
    this.open = false;
    this.suspicions.clear();
    this.heardAt = host.elapsed();
    this.patience = Math.min(2 * this.patience, times.silenceMax) as Nanos;
    const mine = this.sequencer === host.self;
    this.takeover = mine ? { ends: new Map(), source: host.self, pulled: 0 } : null;
    this.reportSeal();
  }

  /** The sequencer of the epoch gave a sign of life. */
  heard(): void {
    this.open = true;
    this.heardAt = this.settings.host.elapsed();
    this.patience = this.settings.times.silence;
    this.suspicions.clear();
  }

  /** Of a member that is not in office. */
  beat(): void {
    const { host } = this.settings;
    if (!this.open) this.reportSeal();
    if (host.elapsed() - this.heardAt <= this.patience) return;
    this.broadcast({ type: "suspect", epoch: this.current });
    this.suspect(host.self, { type: "suspect", epoch: this.current });
  }

  /** Whoever hears the sequencer well deposes nobody, whatever the others say. */
  suspect(from: string, { epoch }: Suspect): void {
    const { host, times, quorum } = this.settings;
    if (epoch !== this.current) return;
    const now = host.elapsed();
    this.suspicions.set(from, now);
    const recent = [...this.suspicions.values()].filter((at) => now - at <= times.suspicion);
    if (this.suspecting && recent.length >= quorum) this.enter(this.current + 1);
  }

  sealed(from: string, { epoch, reign, last }: Sealed): void {
    if (this.takeover === null || epoch !== this.current) return;
    this.takeover.ends.set(from, { reign, last });
    this.takeOver(this.takeover);
  }

  pull(from: string, { epoch, after }: Pull): void {
    if (epoch !== this.current) return;
    const entries = this.settings.ledger.after(after, PULLED_MAX);
    this.settings.send(from, { type: "pulled", epoch, after, entries });
  }

  pulled(from: string, { epoch, after, entries }: Pulled): void {
    const { takeover } = this;
    if (takeover === null || epoch !== this.current) return;
    if (takeover.source !== from || takeover.pulled !== after) return;
    const { ledger } = this.settings;
    for (const entry of entries)
      if (ledger.reignAt(++takeover.pulled) !== entry.reign) ledger.put(takeover.pulled, entry);
    this.takeOver(takeover);
  }

  /** To the sequencer of the epoch, until it is heard. */
  private reportSeal(): void {
    const sealed = { type: "sealed", epoch: this.current, ...this.end } as const;
    const { self } = this.settings.host;
    if (this.sequencer === self) this.sealed(self, sealed);
    else this.settings.send(this.sequencer, sealed);
  }

  /**
   * What was stable in an earlier epoch was held by a majority, of which one at least is among those
   * who sealed; and nothing becomes stable there any more. So the most advanced log has all of it.
   */
  private takeOver(takeover: Takeover): void {
    const { bugs, quorum, delivered } = this.settings;
    const { ends } = takeover;
    if (ends.size < quorum) return;
    const [source, best] = [...ends].reduce((a, b) => (isAhead(b[1], a[1]) ? b : a));
    if (isAhead(best, this.end) && !bugs.has("lagging-failover")) {
      if (source !== takeover.source) takeover.pulled = delivered();
      takeover.source = source;
      this.settings.send(source, { type: "pull", epoch: this.current, after: takeover.pulled });
    } else {
      this.takeover = null;
      this.open = true;
      this.settings.begin();
    }
  }

  private get end(): End {
    const { ledger } = this.settings;
    return { reign: ledger.reignAt(ledger.last), last: ledger.last };
  }

  private broadcast(message: EpochMessage): void {
    const { host, send } = this.settings;
    for (const node of host.nodes) if (node !== host.self) send(node, message);
  }
}

const isAhead = (a: End, b: End): boolean =>
  a.reign > b.reign || (a.reign === b.reign && a.last > b.last);
