/** A node of the simulated world: an actor with its clock, its disk and its queue of things to do. */
import type { Body } from "../ports/message.ts";
import type { Dice, Seed } from "../seed.ts";
import { nanos, type Nanos } from "../units.ts";
import type { Actor, ActorFactory, Disk, Host } from "./actor.ts";
import { LocalClock } from "./clock.ts";
import { SimDisk, type CrashFates } from "./disk.ts";
import { draw, type Latency } from "./latency.ts";
import { portrait } from "./portrait.ts";
import { TickingDice } from "./ticking.ts";

export interface DiskModel {
  readonly syncLatency: Latency;
  readonly fates: CrashFates;
}

/** What a process needs of the world around it. */
export interface Surroundings {
  readonly nodes: readonly string[];
  readonly actor: ActorFactory;
  readonly disk: DiskModel;
  now(): Nanos;
  /** A message leaves the process at the given moment, unless it has crashed by then. */
  depart(from: SimProcess, to: string, body: Body, at: Nanos): void;
  /** Calls `ring` then, unless the process's life has ended. */
  ringAt(process: SimProcess, timer: Timer, at: Nanos): void;
  /** Calls `resume` then, unless the process's life has ended. */
  resumeAt(process: SimProcess, at: Nanos): void;
  /** The process takes itself for the leader of a term from now on. */
  leads(process: SimProcess, term: number): void;
  /** The process has ended by itself. */
  failed(process: SimProcess, failure: Failure): void;
}

/** What an actor threw, or did without end, and what it held in its memory then. */
export interface Failure {
  readonly error: unknown;
  readonly state: string;
}

const STATE_MAX = 4000;

export interface Timer {
  readonly name: string;
  /** On the monotonic clock of the node; null when the timer is off. */
  deadline: Nanos | null;
  /** When the world will next look at it; null when it won't. */
  lookAt: Nanos | null;
}

/** What a busy or paused process finds when it gets to it. */
type Input =
  { readonly from: string; readonly body: Body; readonly timer: null } | { readonly timer: Timer };

export interface DiskTally {
  refused: number;
  syncs: number;
  longestSync: Nanos;
  flips: number;
}

export class DiskFull extends Error {
  override readonly name = "DiskFull";
}

export class SimProcess implements Host {
  readonly self: string;
  readonly nodes: readonly string[];
  readonly clock: LocalClock = new LocalClock();
  readonly storage: SimDisk = new SimDisk();
  readonly disk: Disk;
  /** Counts its starts, from 1. */
  life = 0;
  paused = false;
  /** The disk has room for nothing more. */
  full = false;
  /** How many times its usual latency a sync takes. */
  slowness = 1;
  /** Whatever is read has one bit changed, for ever. */
  rots = false;
  /** What its disk has done so far, over all lives. */
  readonly tally: DiskTally = { refused: 0, syncs: 0, longestSync: nanos(0), flips: 0 };
  actor: Actor | null = null;
  private readonly around: Surroundings;
  private readonly seed: Seed;
  private readonly diskDice: TickingDice;
  private lifeDice: TickingDice;
  /** When each life but the present one ended. */
  private readonly ends: Nanos[] = [];
  private readonly timers = new Map<string, Timer>();
  private inbox: Input[] = [];
  private resuming = false;
  /** The term in which this life takes itself for the leader. */
  private led: number | null = null;
  /** The end of the sync under way: what is commanded now happens then. */
  private readyAt: Nanos = nanos(0);

  constructor(self: string, around: Surroundings, seed: Seed) {
    this.self = self;
    this.nodes = around.nodes;
    this.around = around;
    this.seed = seed;
    this.diskDice = new TickingDice(seed.child("disk"));
    this.lifeDice = new TickingDice(seed.child("life").child(0));
    this.disk = {
      read: (file) => this.read(file),
      append: (file, text) => this.write("append", file, text),
      replace: (file, text) => this.write("replace", file, text),
      sync: () => this.sync(),
    };
  }

  get dice(): Dice {
    return this.lifeDice.at(this.around.now());
  }

  start(): void {
    this.life++;
    this.lifeDice = new TickingDice(this.seed.child("life").child(this.life));
    this.paused = false;
    this.led = null;
    this.step(() => {
      this.actor = this.around.actor(this);
      this.actor.start();
    });
  }

  /** Nothing is left of this life but what the disk keeps. */
  crash(fates: CrashFates = this.around.disk.fates): void {
    if (this.actor === null) return;
    this.actor = null;
    this.ends[this.life] = this.around.now();
    this.inbox = [];
    this.timers.clear();
    this.resuming = false;
    this.readyAt = this.around.now();
    const now = this.around.now();
    this.storage.crash(now, fates, this.diskDice.at(now));
  }

  /** A sync is under way: what the actor believes to be on disk may yet be lost. */
  get syncing(): boolean {
    return this.readyAt > this.around.now();
  }

  /** Its life ends by its own doing. */
  fail(error: unknown): void {
    const state = portrait(this.actor, STATE_MAX, this);
    this.crash();
    this.around.failed(this, { error, state });
  }

  /** When a life ended, later than any time if it has not. */
  endOf(life: number): number {
    return this.ends[life] ?? Infinity;
  }

  receive(from: string, body: Body): void {
    const { actor } = this;
    if (actor === null) return;
    if (this.busy()) this.inbox.push({ from, body, timer: null });
    else this.step(() => actor.receive(from, body));
  }

  /** A timer may be due: not if it was put off, nor if the node's clock is slow. */
  ring(timer: Timer, at: Nanos): void {
    if (timer.lookAt !== at) return;
    timer.lookAt = null;
    if (timer.deadline === null) return;
    if (this.clock.elapsed(this.around.now()) < timer.deadline) this.watch(timer);
    else if (this.busy()) this.inbox.push({ timer });
    else this.wake(timer);
  }

  /** The disk has answered, or the pause is over: what came meanwhile is done in one go. */
  resume(): void {
    this.resuming = false;
    if (this.busy()) return;
    const inputs = this.inbox;
    this.inbox = [];
    for (const input of inputs) {
      const { actor } = this;
      if (actor === null) return;
      if (input.timer === null) this.step(() => actor.receive(input.from, input.body));
      else this.wake(input.timer);
    }
  }

  pause(): void {
    this.paused = true;
  }

  unpause(): void {
    this.paused = false;
    this.resume();
  }

  /** Changes the clock's rate; timers under way follow it. */
  drift(ratePpm: number): void {
    this.clock.drift(this.around.now(), ratePpm);
    for (const timer of this.timers.values()) if (timer.deadline !== null) this.watch(timer);
  }

  elapsed(): Nanos {
    return this.clock.elapsed(this.moment());
  }

  wallMs(): number {
    return this.clock.wallMs(this.moment());
  }

  send(to: string, body: Body): void {
    this.around.depart(this, to, body, this.moment());
  }

  setTimer(name: string, after: Nanos): void {
    let timer = this.timers.get(name);
    if (timer === undefined)
      this.timers.set(name, (timer = { name, deadline: null, lookAt: null }));
    timer.deadline = nanos(this.elapsed() + after);
    this.watch(timer);
  }

  clearTimer(name: string): void {
    const timer = this.timers.get(name);
    if (timer !== undefined) timer.deadline = null;
  }

  /** A timer that is put off again and again keeps its one place in the world's queue. */
  private watch(timer: Timer): void {
    const at = this.clock.when(timer.deadline ?? nanos(0));
    if (timer.lookAt !== null && timer.lookAt <= at) return;
    timer.lookAt = at;
    this.around.ringAt(this, timer, at);
  }

  /** An actor that was busy when its timer rang may have put it off since. */
  private wake(timer: Timer): void {
    const { actor } = this;
    const now = this.clock.elapsed(this.around.now());
    if (actor === null || timer.deadline === null) return;
    if (timer.deadline > now) return this.watch(timer);
    timer.deadline = null;
    this.step(() => actor.wake(timer.name));
  }

  /** An actor that throws has failed: that is a finding about it, not an error of the world. */
  private step(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.fail(error);
    }
    const term = this.actor?.leads ?? null;
    if (term === this.led) return;
    this.led = term;
    if (term !== null) this.around.leads(this, term);
  }

  private busy(): boolean {
    if (this.paused) return true;
    if (this.readyAt <= this.around.now()) return false;
    if (!this.resuming) this.around.resumeAt(this, this.readyAt);
    return (this.resuming = true);
  }

  private moment(): Nanos {
    return nanos(Math.max(this.around.now(), this.readyAt));
  }

  private read(file: string): string {
    const dice = this.diskDice.at(this.around.now());
    if (this.rots && this.storage.flip(file, dice)) this.tally.flips++;
    return this.storage.read(file);
  }

  private write(kind: "append" | "replace", file: string, text: string): void {
    if (this.full) this.tally.refused++;
    if (this.full) throw new DiskFull(`no space left for ${file} on ${this.self}`);
    this.storage.write(kind, file, text);
  }

  /** Inputs that were done in one go share one sync. */
  private sync(): void {
    const now = this.around.now();
    if (this.readyAt <= now) {
      const latency = draw(this.around.disk.syncLatency, this.diskDice.at(now)) * this.slowness;
      this.readyAt = nanos(now + latency);
      this.tally.syncs++;
      this.tally.longestSync = nanos(Math.max(this.tally.longestSync, latency));
    }
    this.storage.sync(now, this.readyAt);
  }
}
