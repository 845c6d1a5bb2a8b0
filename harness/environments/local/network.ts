/** The simulated network: it carries lines between nodes, late, twice, never, or not across a cut. */
import type { Cut } from "#core/fault.ts";
import type { LinkSettings } from "#core/ports/environment.ts";
import type { Seed } from "#core/seed.ts";
import { nanos, type Nanos, type NodeId } from "#core/units.ts";
import type { Clock } from "#core/ports/clock.ts";
import { makeLink, type Link } from "./link.ts";
import { Timeline } from "./timeline.ts";

/** One life of a node, as the network sees it. */
export interface Receiver {
  /** False if the line had to be dropped because too much is waiting there already. */
  write(text: string): boolean;
}

/** Where every line between nodes went; `sent` is the sum of the rest and of what is in flight. */
export interface Totals {
  sent: number;
  delivered: number;
  /** Copies that the network added; they count among the sent. */
  duplicated: number;
  lost: number;
  cut: number;
  /** The receiver was down, or died while the line was under way. */
  nobodyThere: number;
  /** The receiver did not read, and its pipe and our queue for it were full. */
  overflow: number;
}

/** A set of cuts in force; what each has dropped is the proof that it works. */
export interface CutRule {
  readonly dropped: ReadonlyMap<string, number>;
  remove(): void;
}

export interface NetworkSettings {
  readonly clock: Clock;
  readonly seed: Seed;
  readonly links: LinkSettings;
}

export class Network {
  readonly totals: Totals = {
    sent: 0,
    delivered: 0,
    duplicated: 0,
    lost: 0,
    cut: 0,
    nobodyThere: 0,
    overflow: 0,
  };
  readonly #settings: NetworkSettings;
  readonly #timeline: Timeline;
  readonly #receivers = new Map<NodeId, Receiver>();
  readonly #links = new Map<string, Link>();
  readonly #rules = new Set<Map<string, number>>();
  #inFlightLength = 0;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
    this.#timeline = new Timeline(settings.clock);
  }

  /** A node is born; the life that had its name before gets nothing any more. */
  attach(node: NodeId, receiver: Receiver): void {
    this.#receivers.set(node, receiver);
  }

  detach(node: NodeId, receiver: Receiver): void {
    if (this.#receivers.get(node) === receiver) this.#receivers.delete(node);
  }

  send(from: NodeId, to: NodeId, text: string): void {
    this.totals.sent++;
    const receiver = this.#receivers.get(to);
    if (receiver === undefined) {
      this.totals.nobodyThere++;
      return;
    }
    const delays = this.#link(from, to)();
    if (delays.length === 0) this.totals.lost++;
    if (delays.length > 1) {
      this.totals.sent++;
      this.totals.duplicated++;
    }
    for (const delay of delays) this.#carry(from, to, { receiver, text, delay });
  }

  /** From now on nothing arrives across these cuts, not even what is already under way. */
  cut(cuts: readonly Cut[]): CutRule {
    const dropped = new Map(cuts.map(([from, to]) => [direction(from, to), 0]));
    this.#rules.add(dropped);
    return { dropped, remove: () => this.#rules.delete(dropped) };
  }

  close(): void {
    this.#timeline.clear();
    this.#receivers.clear();
  }

  #carry(from: NodeId, to: NodeId, parcel: Parcel): void {
    if (parcel.delay === 0) return this.#arrive(from, to, parcel);
    if (
      this.#timeline.size >= IN_FLIGHT_MAX ||
      this.#inFlightLength + parcel.text.length > IN_FLIGHT_LENGTH_MAX
    ) {
      this.totals.overflow++;
      return undefined;
    }
    this.#inFlightLength += parcel.text.length;
    this.#timeline.at(nanos(this.#settings.clock.now() + parcel.delay), () => {
      this.#inFlightLength -= parcel.text.length;
      this.#arrive(from, to, parcel);
    });
    return undefined;
  }

  /** Cuts are looked at here, at the end of the way; a connection dies with the life it led to. */
  #arrive(from: NodeId, to: NodeId, parcel: Parcel): void {
    if (this.#isCut(direction(from, to))) this.totals.cut++;
    else if (this.#receivers.get(to) !== parcel.receiver) this.totals.nobodyThere++;
    else if (parcel.receiver.write(parcel.text)) this.totals.delivered++;
    else this.totals.overflow++;
  }

  #isCut(way: string): boolean {
    let cut = false;
    for (const dropped of this.#rules) {
      const count = dropped.get(way);
      if (count === undefined) continue;
      dropped.set(way, count + 1);
      cut = true;
    }
    return cut;
  }

  #link(from: NodeId, to: NodeId): Link {
    const way = direction(from, to);
    const known = this.#links.get(way);
    if (known !== undefined) return known;
    const link = makeLink(this.#settings.links, this.#settings.seed.child(from).child(to));
    this.#links.set(way, link);
    return link;
  }
}

interface Parcel {
  readonly receiver: Receiver;
  readonly text: string;
  readonly delay: Nanos;
}

const IN_FLIGHT_MAX = 200_000;
const IN_FLIGHT_LENGTH_MAX = 256 * 1024 * 1024;

/** How a direction is called, here and in evidence. */
export const direction = (from: NodeId, to: NodeId): string => `${from}→${to}`;
