/** A small ordeal for reference systems: clients and faults from one seed, in a world of its own. */
import type { Body, Message } from "#core/ports/message.ts";
import type { Dice, Seed } from "#core/seed.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import type { LinkModel } from "#core/sim/network.ts";
import { Queue } from "#core/sim/queue.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, type Nanos } from "#core/units.ts";
import { Mischief, type TrialFault } from "./mischief.ts";

export interface TrialSettings {
  readonly actor: ActorFactory;
  readonly seed: Seed;
  readonly words: "register" | "set";
  readonly nodes: number;
  readonly clients: number;
  /** The mean time that a client waits between an answer and its next request. */
  readonly pace: Nanos;
  readonly length: Nanos;
  readonly faults: readonly TrialFault[];
  /** The longest time between two faults. */
  readonly rhythm: Nanos;
  /** The mean time that a message between nodes takes. */
  readonly latency: Nanos;
  /** Looks at the world after every event. */
  readonly inspect: (world: World) => void;
}

/** A request and what its client learned of it; `ended` is Infinity where that is nothing. */
export interface Seen {
  readonly request: Body;
  readonly began: number;
  readonly ended: number;
  readonly reply: Body | null;
}

interface Client {
  readonly node: string;
  address: string;
  requests: number;
  open: { readonly request: Body; readonly began: number } | null;
}

const KEYS = 3;
const TIMEOUT = millis(1000);
/** Faults end at this part of a trial, in per cent: the rest must see the system recover. */
const FAULTY_PERCENT = 70;

export class Trial {
  readonly world: World;
  readonly history: Seen[] = [];
  /** What nodes threw. */
  readonly failures: unknown[] = [];
  delivered = 0;
  private readonly settings: TrialSettings;
  private readonly dice: Dice;
  private readonly agenda = new Queue<() => void>();
  private readonly mischief: Mischief;
  private readonly clients = new Set<Client>();
  private addresses = 0;
  private values = 0;

  constructor(settings: TrialSettings) {
    const { seed, actor } = settings;
    this.settings = settings;
    this.dice = seed.child("clients").open();
    this.world = new World({
      nodes: Array.from({ length: settings.nodes }, (_, i) => `n${i + 1}`),
      actor,
      seed: seed.child("world"),
      link: (from, to) => linkBetween(from, to, settings),
      disk: {
        syncLatency: { shape: "uniform", min: micros(100), max: millis(2) },
        fates: { lostPerMille: 400, tornPerMille: 300 },
      },
      outlet: (message) => this.hear(message),
      observe: (event) => {
        if (event.kind === "delivered") this.delivered++;
        if (event.kind === "failed") this.failures.push(event.error);
      },
    });
    this.mischief = new Mischief(
      this.world,
      settings.faults,
      settings.rhythm,
      seed.child("faults"),
    );
  }

  /** Requests that were granted. */
  get acknowledged(): number {
    return this.history.filter(({ reply }) => reply !== null && reply.type !== "error").length;
  }

  run(): this {
    const { length, clients, nodes } = this.settings;
    this.world.start();
    for (let i = 0; i < clients; i++) {
      const client = { node: `n${(i % nodes) + 1}`, address: "", requests: 0, open: null };
      this.replace(client);
      this.later(millis(400 + i), () => this.ask(client));
    }
    this.later(millis(800), () => this.strike(nanos((length * FAULTY_PERCENT) / 100)));
    this.runUntil(length);
    for (const client of this.clients) this.close(client, null);
    return this;
  }

  /** The host of a world has an agenda of its own: whichever event is earlier happens first. */
  private runUntil(end: Nanos): void {
    for (;;) {
      const mine = this.agenda.next ?? Infinity;
      const next = Math.min(mine, this.world.next ?? Infinity);
      if (next > end) return;
      if (next === mine) {
        this.world.runUntil(nanos(mine));
        this.agenda.pop()?.();
      } else {
        this.world.step();
      }
      this.settings.inspect(this.world);
    }
  }

  private later(after: Nanos, act: () => void): void {
    this.agenda.push(this.world.now + after, act);
  }

  private strike(until: Nanos): void {
    if (this.world.now >= until) return this.mischief.healAll();
    this.later(this.mischief.strike(), () => this.strike(until));
  }

  private replace(client: Client): void {
    client.address = `c${++this.addresses}`;
    client.requests = 0;
    this.clients.add(client);
  }

  private ask(client: Client): void {
    const open = { request: this.draw(), began: this.world.now };
    client.open = open;
    this.world.send(client.address, client.node, { ...open.request, msg_id: ++client.requests });
    this.later(TIMEOUT, () => {
      if (client.open !== open) return;
      this.close(client, null);
      this.replace(client);
      this.ask(client);
    });
  }

  private hear({ dest, body }: Message): void {
    for (const client of this.clients) {
      if (client.address !== dest || client.requests !== body.in_reply_to) continue;
      if (client.open === null) return;
      this.close(client, body);
      this.later(nanos(this.dice.span(2 * this.settings.pace + 1)), () => this.ask(client));
    }
  }

  private close(client: Client, reply: Body | null): void {
    if (client.open === null) return;
    this.history.push({ ...client.open, ended: reply === null ? Infinity : this.world.now, reply });
    client.open = null;
  }

  private draw(): Body {
    const key = this.dice.int(KEYS);
    const roll = this.dice.int(10);
    if (roll < 4) return { type: "read", key };
    if (this.settings.words === "set") return { type: "add", key, element: ++this.values };
    if (roll < 7) return { type: "write", key, value: ++this.values };
    const from = Math.max(1, this.values - this.dice.int(8));
    return { type: "cas", key, from, to: ++this.values };
  }
}

/** Nodes talk over a bad network, clients over connections that neither lose nor repeat. */
function linkBetween(from: string, to: string, { faults, latency }: TrialSettings): LinkModel {
  const connection = !from.startsWith("n") || !to.startsWith("n");
  const perMille = faults.includes("loss") && !connection ? 40 : 0;
  return {
    latency: { shape: "exponential", min: micros(200), mean: connection ? millis(2) : latency },
    lossPerMille: perMille,
    duplicatePerMille: perMille,
    reorders: !connection,
    bytesPerSecond: null,
  };
}
