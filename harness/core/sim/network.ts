/** The simulated network: what becomes of each message between two nodes, and when. */
import type { Body, Message } from "../ports/message.ts";
import type { Dice, Seed } from "../seed.ts";
import { nanos, type Nanos } from "../units.ts";
import { draw, type Latency } from "./latency.ts";
import { TickingDice } from "./ticking.ts";

export interface LinkModel {
  readonly latency: Latency;
  readonly lossPerMille: number;
  readonly duplicatePerMille: number;
  /** Whether a message may overtake an earlier one on its way. */
  readonly reorders: boolean;
  /** How fast a message gets onto the link, after those before it; null is at once. */
  readonly bytesPerSecond: number | null;
}

/** One arrival of a message, perhaps edited. */
export interface Delivery {
  readonly at: Nanos;
  readonly body: Body;
}

/**
 * Maps one message to the deliveries it becomes: none is loss, a late one is delay, two are
 * duplication, an edited one is byzantine. `planned` is what the rules before have made of it.
 */
export type Rule = (
  message: Message,
  planned: readonly Delivery[],
  dice: Dice,
) => readonly Delivery[];

interface Link {
  readonly dice: TickingDice;
  readonly model: LinkModel;
  cut: boolean;
  /** Messages that arrived while the link was cut. */
  dropped: number;
  lastArrival: Nanos;
  /** When the messages before will all have got onto the link. */
  freeAt: Nanos;
}

type Arrive = (delivery: Delivery) => void;

export class Network {
  private readonly seed: Seed;
  private readonly modelOf: (from: string, to: string) => LinkModel;
  private readonly links = new Map<string, Map<string, Link>>();
  private readonly rules: Rule[] = [];

  constructor(seed: Seed, modelOf: (from: string, to: string) => LinkModel) {
    this.seed = seed;
    this.modelOf = modelOf;
  }

  /** Says when a message that leaves at `departure` will arrive, as often as it will. */
  carry(message: Message, departure: Nanos, arrive: Arrive): void {
    const link = this.link(message.src, message.dest);
    if (this.rules.length === 0) return plan(link, message.body, departure, arrive);
    let planned: readonly Delivery[] = [];
    plan(link, message.body, departure, (delivery) => (planned = [...planned, delivery]));
    for (const rule of this.rules) planned = rule(message, planned, link.dice.at(departure));
    for (const delivery of planned) arrive(delivery);
  }

  /** Asked when a message arrives: those under way when a cut begins don't come through either. */
  admits(from: string, to: string): boolean {
    const link = this.link(from, to);
    if (link.cut) link.dropped++;
    return !link.cut;
  }

  cut(from: string, to: string): void {
    this.link(from, to).cut = true;
  }

  mend(from: string, to: string): void {
    this.link(from, to).cut = false;
  }

  /** How many messages its cuts have dropped so far. */
  dropped(from: string, to: string): number {
    return this.link(from, to).dropped;
  }

  /** From now on every message between nodes passes this rule, after those added before. */
  addRule(rule: Rule): void {
    this.rules.push(rule);
  }

  removeRule(rule: Rule): void {
    const at = this.rules.indexOf(rule);
    if (at >= 0) this.rules.splice(at, 1);
  }

  private link(from: string, to: string): Link {
    let row = this.links.get(from);
    if (row === undefined) this.links.set(from, (row = new Map()));
    let link = row.get(to);
    if (link === undefined) row.set(to, (link = this.open(from, to)));
    return link;
  }

  private open(from: string, to: string): Link {
    return {
      dice: new TickingDice(this.seed.child(from).child(to)),
      model: this.modelOf(from, to),
      cut: false,
      dropped: 0,
      lastArrival: nanos(0),
      freeAt: nanos(0),
    };
  }
}

function plan(link: Link, body: Body, departure: Nanos, arrive: Arrive): void {
  const { model } = link;
  const dice = link.dice.at(departure);
  const sent = serialize(link, body, departure);
  if (model.lossPerMille > 0 && dice.chance(model.lossPerMille)) return;
  arrive({ at: arrival(link, sent, dice), body });
  if (model.duplicatePerMille > 0 && dice.chance(model.duplicatePerMille))
    arrive({ at: arrival(link, sent, dice), body });
}

function arrival(link: Link, sent: Nanos, dice: Dice): Nanos {
  const at = nanos(sent + draw(link.model.latency, dice));
  if (link.model.reorders) return at;
  return (link.lastArrival = nanos(Math.max(at, link.lastArrival)));
}

/** When the last byte has left. */
function serialize(link: Link, body: Body, departure: Nanos): Nanos {
  const { bytesPerSecond } = link.model;
  if (bytesPerSecond === null) return departure;
  const spanNs = Math.ceil((JSON.stringify(body).length * 1e9) / bytesPerSecond);
  return (link.freeAt = nanos(Math.max(link.freeAt, departure) + spanNs));
}
