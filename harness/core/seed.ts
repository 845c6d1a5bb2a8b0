/** Randomness as a value: a seed is immutable and forks by name; dice live inside one function. */

export interface Seed {
  /** An independent stream, a pure function of this seed and the label. */
  child(label: string | number): Seed;
  /** Local dice. Never store or pass them on: pass a child seed instead. */
  open(): Dice;
  /** Sixteen hexadecimal digits that name this stream. */
  toString(): string;
}

export interface Dice {
  /** Uniform in [0, 2^32). */
  u32(): number;
  /** Uniform in [0, limit), limit an integer in [1, 2^32]. */
  int(limit: number): number;
  /** Uniform in [0, limit), limit an integer in [1, 2^53]: for spans of nanoseconds. */
  span(limit: number): number;
  /** True in `perMille` of a thousand rolls. */
  chance(perMille: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** A uniformly shuffled copy (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[];
}

/** Any text is a seed; equal texts give equal streams on every machine and engine. */
export function seedOf(text: string): Seed {
  return new Stream(hash(0x9e3779b9, text), hash(0x85ebca6b, text));
}

class Stream implements Seed {
  private readonly high: number;
  private readonly low: number;

  constructor(high: number, low: number) {
    this.high = high;
    this.low = low;
  }

  child(label: string | number): Seed {
    const text = String(label);
    return new Stream(hash(this.high ^ this.low, text), hash(this.low ^ 0x27d4eb2f, text));
  }

  open(): Dice {
    return new Sfc32(this.high, this.low);
  }

  toString(): string {
    return hex(this.high) + hex(this.low);
  }
}

/** Chris Doty-Humphrey's sfc32, seeded with 64 bits and warmed up by its author's twelve rounds. */
class Sfc32 implements Dice {
  private a: number;
  private b: number;
  private c = 0x2545f491;
  private counter = 1;

  constructor(high: number, low: number) {
    this.a = high | 0;
    this.b = low | 0;
    for (let round = 0; round < 12; round++) this.u32();
  }

  u32(): number {
    const { a, b, c } = this;
    const t = (((a + b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  int(limit: number): number {
    // Rolls above the last whole multiple of the limit would favour small numbers: roll again.
    const fair = Math.floor(0x1_0000_0000 / limit) * limit;
    for (;;) {
      const roll = this.u32();
      if (roll < fair) return roll % limit;
    }
  }

  span(limit: number): number {
    if (limit <= 0x1_0000_0000) return this.int(limit);
    const fair = Math.floor(0x20_0000_0000_0000 / limit) * limit;
    for (;;) {
      const roll = (this.u32() & 0x1f_ffff) * 0x1_0000_0000 + this.u32();
      if (roll < fair) return roll % limit;
    }
  }

  chance(perMille: number): boolean {
    return this.int(1000) < perMille;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.int(choices.length)] ?? choices[0];
  }

  shuffle<T>(items: readonly T[]): T[] {
    const deck = [...items];
    for (let i = deck.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const card = deck[i] as T;
      deck[i] = deck[j] as T;
      deck[j] = card;
    }
    return deck;
  }
}

/** FNV-1a over the UTF-16 units, finished by MurmurHash3's avalanche. */
function hash(start: number, text: string): number {
  let h = start | 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hex = (n: number): string => n.toString(16).padStart(8, "0");
