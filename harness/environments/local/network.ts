/** The simulated network: it carries lines between nodes, late, twice, never, or not across a cut. */
import type { Cut } from "#core/fault.ts";
import type { LinkSettings } from "#core/ports/environment.ts";
import type { Dice, Seed } from "#core/seed.ts";
import { wayOf, type Hindrance } from "#core/sim/hindrance.ts";
import { nanos, type Nanos, type NodeId } from "#core/units.ts";
import { distanceMs, type Zone } from "#core/zones.ts";
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
  /** Held back by a fault, until it is over. */
  held: number;
  /** The receiver did not read, and its pipe and our queue for it were full. */
  overflow: number;
}

/** A set of cuts in force; what each has dropped is the proof that it works. */
export interface CutRule {
  readonly dropped: ReadonlyMap<string, number>;
  remove(): void;
}

/** Trouble in force; at its end what it held back is let go. */
export interface TroubleRule {
  remove(): void;
}

interface Troubling {
  readonly hindrance: Hindrance;
  readonly dice: Dice;
  readonly held: (() => void)[];
}

export interface NetworkSettings {
  readonly clock: Clock;
  readonly seed: Seed;
  readonly links: LinkSettings;
  readonly zones: readonly Zone[];
}

export class Network {
  readonly totals: Totals = {
    sent: 0,
    delivered: 0,
    duplicated: 0,
    lost: 0,
    cut: 0,
    nobodyThere: 0,
    held: 0,
    overflow: 0,
  };
  readonly #settings: NetworkSettings;
  readonly #timeline: Timeline;
  readonly #receivers = new Map<NodeId, Receiver>();
  readonly #links = new Map<string, Link>();
  readonly #rules = new Set<Map<string, number>>();
  readonly #troubles = new Set<Troubling>();
  #inFlightLength = 0;
  #hindered = 0;

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
    this.#count(delays.length);
    for (const delay of delays) this.#trouble(from, to, { receiver, text, delay });
  }

  #count(copies: number): void {
    if (copies === 0) this.totals.lost++;
    this.totals.sent += Math.max(0, copies - 1);
    this.totals.duplicated += Math.max(0, copies - 1);
  }

  /** Every trouble in force has its way with what those before it have left. */
  #trouble(from: NodeId, to: NodeId, parcel: Parcel): void {
    const way = wayOf(from, to);
    const now = this.#settings.clock.now();
    let delays: readonly Nanos[] = [parcel.delay];
    for (const { hindrance, dice, held } of this.#troubles) {
      if (!hindrance.covers(way)) continue;
      delays = delays.flatMap((delay): readonly Nanos[] => {
        const size = (): number => parcel.text.length;
        const times = hindrance.bend({ way, at: nanos(now + delay), size }, dice);
        if (times === null) return this.#hold(from, to, parcel, held);
        this.#count(times.length);
        return times.map((at) => nanos(at - now));
      });
    }
    for (const delay of delays) this.#carry(from, to, { ...parcel, delay });
  }

  /** Nothing goes on for now. */
  #hold(from: NodeId, to: NodeId, parcel: Parcel, held: (() => void)[]): readonly Nanos[] {
    if (held.length >= HELD_MAX) {
      this.totals.overflow++;
      return [];
    }
    this.totals.held++;
    held.push(() => {
      this.totals.held--;
      this.#carry(from, to, { ...parcel, delay: nanos(0) });
    });
    return [];
  }

  /** From now on nothing arrives across these cuts, not even what is already under way. */
  cut(cuts: readonly Cut[]): CutRule {
    const dropped = new Map(cuts.map(([from, to]) => [wayOf(from, to), 0]));
    this.#rules.add(dropped);
    return { dropped, remove: () => this.#rules.delete(dropped) };
  }

  /** From now on its links are troubled; each trouble has dice of its own. */
  hinder(hindrance: Hindrance): TroubleRule {
    const dice = this.#settings.seed.child("trouble").child(this.#hindered++).open();
    const troubling: Troubling = { hindrance, dice, held: [] };
    this.#troubles.add(troubling);
    return {
      remove: () => {
        this.#troubles.delete(troubling);
        for (const letGo of troubling.held.splice(0)) letGo();
      },
    };
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
    if (this.#isCut(wayOf(from, to))) this.totals.cut++;
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
    const way = wayOf(from, to);
    const known = this.#links.get(way);
    if (known !== undefined) return known;
    const { links, zones, seed } = this.#settings;
    const latencyMs = distanceMs(zones, from, to);
    const settings =
      latencyMs === 0 ? links : { ...links, latencyMs, latency: "constant" as const };
    const link = makeLink(settings, seed.child(from).child(to));
    this.#links.set(way, link);
    return link;
  }
}

interface Parcel {
  readonly receiver: Receiver;
  readonly text: string;
  readonly delay: Nanos;
}

const HELD_MAX = 10_000;
const IN_FLIGHT_MAX = 200_000;
const IN_FLIGHT_LENGTH_MAX = 256 * 1024 * 1024;
