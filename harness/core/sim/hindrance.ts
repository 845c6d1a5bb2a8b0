/** Trouble on links, message by message: when each arrives instead, and how many it has befallen. */
import type { Link, Proof, Trouble } from "../fault.ts";
import type { Dice } from "../seed.ts";
import { millis, nanos, toMillis, type Nanos } from "../units.ts";

/** A message that would arrive at `at`, on a link named `from→to`. */
export interface Traveller {
  readonly way: string;
  readonly at: Nanos;
  /** In bytes; asked for only where it matters. */
  size(): number;
}

/** How a link is called, here and in evidence. */
export const wayOf = (from: string, to: string): string => `${from}→${to}`;

/** What waits longer than this in front of a narrow link is dropped, as a full buffer drops it. */
const QUEUE_MAX: Nanos = millis(1000);
const WAYS_SHOWN = 8;

export class Hindrance {
  private readonly trouble: Trouble;
  /** By the link's name: how many came along, and how many of them were troubled. */
  private readonly counts: ReadonlyMap<string, { seen: number; troubled: number }>;
  /** When a narrow link will have carried what waits for it. */
  private readonly freeAt = new Map<string, Nanos>();
  private overflowed = 0;
  private longestWait = nanos(0);

  constructor(trouble: Trouble, links: readonly Link[]) {
    this.trouble = trouble;
    this.counts = new Map(links.map(([a, b]) => [wayOf(a, b), { seen: 0, troubled: 0 }]));
  }

  covers(way: string): boolean {
    return this.counts.has(way);
  }

  /** When it arrives, as often as it does; null if it is held until the trouble is over. */
  bend(message: Traveller, dice: Dice): readonly Nanos[] | null {
    const count = this.counts.get(message.way);
    if (count === undefined) return [message.at];
    const { trouble } = this;
    count.seen++;
    if ("perMille" in trouble && !dice.chance(trouble.perMille)) return [message.at];
    count.troubled++;
    return this.befall(message, dice);
  }

  private befall(message: Traveller, dice: Dice): readonly Nanos[] | null {
    const { trouble } = this;
    const { at } = message;
    switch (trouble.mode) {
      case "loss":
        return [];
      case "duplication":
        return [at, nanos(at + dice.span(millis(trouble.laterMs) + 1))];
      case "delay":
        return [nanos(at + millis(trouble.delayMs) + dice.span(millis(trouble.jitterMs) + 1))];
      case "reordering":
        return [nanos(at + millis(trouble.delayMs))];
      case "bandwidth":
        return this.squeeze(message, trouble.bytesPerSecond);
      case "hold":
        return null;
    }
  }

  private squeeze({ way, at, size }: Traveller, bytesPerSecond: number): readonly Nanos[] {
    const begins = nanos(Math.max(at, this.freeAt.get(way) ?? 0));
    if (begins - at > QUEUE_MAX) {
      this.overflowed++;
      return [];
    }
    const through = nanos(begins + Math.ceil((size() * 1e9) / bytesPerSecond));
    this.freeAt.set(way, through);
    this.longestWait = nanos(Math.max(this.longestWait, through - at));
    return [through];
  }

  /** "31 of 120 messages lost: n1→n2 20, n1→n3 11". */
  proof(): Proof {
    const counts = [...this.counts];
    const seen = counts.reduce((sum, [, count]) => sum + count.seen, 0);
    const busy = counts.filter(([, { troubled }]) => troubled > 0);
    const troubled = busy.reduce((sum, [, count]) => sum + count.troubled, 0);
    if (seen === 0) return { effect: "unproven", evidence: "nobody sent a message on its links" };
    const what = `messages ${befell(this.trouble)}`;
    if (troubled === 0) return { effect: "unproven", evidence: `none of ${seen} ${what}` };
    const some = busy.slice(0, WAYS_SHOWN).map(([way, count]) => `${way} ${count.troubled}`);
    const rest = busy.length > WAYS_SHOWN ? [`${busy.length - WAYS_SHOWN} more`] : [];
    const share = troubled === seen ? `${seen}` : `${troubled} of ${seen}`;
    const evidence = `${share} ${what}${this.waits()}: ${[...some, ...rest].join(", ")}`;
    return { effect: "proven", evidence };
  }

  private waits(): string {
    if (this.trouble.mode !== "bandwidth") return "";
    const dropped = this.overflowed === 0 ? "" : `, ${this.overflowed} found the queue full`;
    return ` (the slowest in ${Math.round(toMillis(this.longestWait))} ms${dropped})`;
  }
}

/** What was done to messages, as a participle: "delayed by 80 to 120 ms". */
export function befell(trouble: Trouble): string {
  switch (trouble.mode) {
    case "loss":
      return "lost";
    case "duplication":
      return `repeated within ${trouble.laterMs} ms`;
    case "delay": {
      const { delayMs, jitterMs } = trouble;
      return `delayed by ${jitterMs === 0 ? delayMs : `${delayMs} to ${delayMs + jitterMs}`} ms`;
    }
    case "reordering":
      return `held back by ${trouble.delayMs} ms`;
    case "bandwidth":
      return `squeezed through ${trouble.bytesPerSecond} bytes a second`;
    case "hold":
      return "held until the end";
  }
}

/** Which messages, and what befalls them: "30% of the messages from n3 lost". */
export function troubleWords(trouble: Trouble, whose: string): string {
  const all = !("perMille" in trouble) || trouble.perMille >= 1000;
  const which = all ? "messages" : `${trouble.perMille / 10}% of the messages`;
  return `${which} ${whose} ${befell(trouble)}`;
}
