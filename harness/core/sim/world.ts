/** The simulated world: nodes, network, disks and clocks, one event at a time, in virtual time. */
import { InternalError } from "../assert.ts";
import type { Body, Message } from "../ports/message.ts";
import type { Seed } from "../seed.ts";
import { nanos, type Nanos } from "../units.ts";
import type { ActorFactory } from "./actor.ts";
import { Network, type Delivery, type LinkModel } from "./network.ts";
import {
  SimProcess,
  type DiskModel,
  type Failure,
  type Surroundings,
  type Timer,
} from "./process.ts";
import { Queue } from "./queue.ts";

export interface WorldSettings {
  readonly nodes: readonly string[];
  readonly actor: ActorFactory;
  readonly seed: Seed;
  /** The link from one address to another; clients have addresses too. */
  readonly link: (from: string, to: string) => LinkModel;
  readonly disk: DiskModel;
  /** A message has reached an address that is no node's. */
  readonly outlet: (message: Message) => void;
  /** Told of everything that happens, for traces, counters and proofs. */
  readonly observe: (event: WorldEvent) => void;
}

export type WorldEvent =
  | { readonly kind: "sent" | "delivered" | "dropped"; readonly message: Message }
  /** A node takes itself for the leader of a term from now on. */
  | { readonly kind: "leads"; readonly node: string; readonly term: number }
  /** A node threw and is down: its own doing, not the world's. */
  | ({ readonly kind: "failed"; readonly node: string } & Failure);

type Due =
  | {
      readonly kind: "arrival";
      readonly message: Message;
      readonly departure: Nanos;
      readonly sender: Life | null;
      readonly receiver: Life | null;
    }
  | { readonly kind: "timer"; readonly at: Nanos; readonly timer: Timer; readonly owner: Life }
  | { readonly kind: "resume"; readonly owner: Life };

/** A process from one start to the next. */
interface Life {
  readonly process: SimProcess;
  readonly life: number;
}

export class World {
  now: Nanos = nanos(0);
  readonly network: Network;
  readonly processes: ReadonlyMap<string, SimProcess>;
  private readonly settings: WorldSettings;
  private readonly queue = new Queue<Due>();
  /** How many events have happened at this moment. */
  private crowd = 0;

  constructor(settings: WorldSettings) {
    this.settings = settings;
    this.network = new Network(settings.seed.child("network"), settings.link);
    const around = this.surroundings();
    this.processes = new Map(
      settings.nodes.map((node) => [
        node,
        new SimProcess(node, around, settings.seed.child("node").child(node)),
      ]),
    );
  }

  /** When the next event is due, null if nothing will ever happen by itself. */
  get next(): Nanos | null {
    return this.queue.next === null ? null : nanos(this.queue.next);
  }

  process(node: string): SimProcess {
    const process = this.processes.get(node);
    if (process === undefined) throw new InternalError(`the world has no node ${node}`);
    return process;
  }

  start(): void {
    for (const process of this.processes.values()) process.start();
  }

  /** Lets the next event happen. */
  step(): void {
    const at = this.queue.next;
    const due = this.queue.pop();
    if (due === undefined || at === null) return;
    this.crowd = at === this.now ? this.crowd + 1 : 0;
    this.now = nanos(at);
    if (due.kind === "arrival") return this.arrive(due);
    const { process, life } = due.owner;
    if (process.life !== life) return;
    if (this.crowd > CROWD_MAX)
      process.fail(new Runaway(`${process.self} stops time by its timers`));
    else if (due.kind === "timer") process.ring(due.timer, due.at);
    else process.resume();
  }

  /** Lets everything happen that is due by then, and time pass. */
  runUntil(time: Nanos): void {
    for (let next = this.queue.next; next !== null && next <= time; next = this.queue.next)
      this.step();
    this.now = time;
  }

  /**
   * A client says something to a node. Its connection is to the node's present life: what has not
   * arrived when the node crashes never will.
   */
  send(from: string, to: string, body: Body): void {
    const process = this.process(to);
    const receiver = { process, life: process.life };
    this.launch({ src: from, dest: to, body }, this.now, null, receiver);
  }

  /**
   * Puts a message on its way past all links and rules: one that a rule held back, a copy of one
   * that came through before, or a forgery.
   */
  slip(message: Message, after: Nanos): void {
    const at = nanos(this.now + after);
    const stray = { departure: this.now, sender: null, receiver: null };
    this.queue.push(at, { kind: "arrival", message, ...stray });
  }

  private launch(
    message: Message,
    departure: Nanos,
    sender: Life | null,
    receiver: Life | null,
  ): void {
    if (this.queue.size > IN_FLIGHT_MAX) throw new Runaway(`${message.src} floods the network`);
    this.settings.observe({ kind: "sent", message });
    let isUnderWay = false;
    this.network.carry(message, departure, ({ at, body }: Delivery) => {
      isUnderWay = true;
      const arriving = body === message.body ? message : { ...message, body };
      const due = { kind: "arrival", message: arriving, departure, sender, receiver } as const;
      this.queue.push(at, due);
    });
    if (!isUnderWay) this.settings.observe({ kind: "dropped", message });
  }

  private arrive({ message, departure, sender, receiver }: Due & { kind: "arrival" }): void {
    if (sender !== null && neverLeft(sender, departure)) return;
    const process = this.processes.get(message.dest);
    const reached =
      this.network.admits(message.src, message.dest) &&
      (receiver === null || receiver.process.life === receiver.life) &&
      (process === undefined || process.actor !== null);
    this.settings.observe({ kind: reached ? "delivered" : "dropped", message });
    if (!reached) return;
    if (process === undefined) this.settings.outlet(message);
    else process.receive(message.src, message.body);
  }

  private surroundings(): Surroundings {
    const { nodes, actor, disk, observe } = this.settings;
    return {
      nodes,
      actor,
      disk,
      now: () => this.now,
      depart: (process, to, body, at) => {
        const sender = at > this.now ? { process, life: process.life } : null;
        this.launch({ src: process.self, dest: to, body }, at, sender, null);
      },
      ringAt: (process, timer, at) =>
        this.queue.push(at, { kind: "timer", at, timer, owner: { process, life: process.life } }),
      resumeAt: (process, at) =>
        this.queue.push(at, { kind: "resume", owner: { process, life: process.life } }),
      leads: ({ self }, term) => observe({ kind: "leads", node: self, term }),
      failed: ({ self }, failure) => observe({ kind: "failed", node: self, ...failure }),
    };
  }
}

/** An actor that never stops: its node fails, and the world goes on. */
export class Runaway extends Error {
  override readonly name = "Runaway";
}

/** Far more than any honest system has in flight, or does at one moment. */
const IN_FLIGHT_MAX = 200_000;
const CROWD_MAX = 200_000;

/** Its sender crashed before the sync that the message had to wait for. */
function neverLeft({ process, life }: Life, departure: Nanos): boolean {
  return process.endOf(life) <= departure;
}
