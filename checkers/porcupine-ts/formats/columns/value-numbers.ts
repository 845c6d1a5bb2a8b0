/** The interner of large histories: integers find their number in a typed array, not in a Map. */
import { type Interner, nameOf } from "../../interner.ts";

/** Integers from 0 up to this one have a direct place; untouched pages cost no memory. */
const DIRECT_MAX = 1 << 22;

export class ValueNumbers implements Interner {
  readonly values: unknown[] = [];
  /** Number + 1 of each small integer; 0 is unknown. */
  private direct = new Int32Array(1024);
  /** Of larger integers, by open addressing: the integer, and its number + 1. */
  private wide = new Float64Array(64);
  private wideNumbers = new Int32Array(64);
  private wideCount = 0;
  private others = new Map<unknown, number>();
  private members = new Int32Array(0);
  private used = 0;

  constructor(zero: unknown) {
    this.numberOf(zero);
  }

  numberOf(value: unknown): number {
    if (typeof value === "number" && Number.isSafeInteger(value))
      return this.numberOfInteger(value);
    const name = nameOf(value);
    const known = this.others.get(name);
    if (known !== undefined) return known;
    this.others.set(name, this.values.length);
    return this.values.push(value) - 1;
  }

  numberOfInteger(value: number): number {
    if (value < 0 || value >= DIRECT_MAX) return this.numberOfWide(value);
    if (value >= this.direct.length) this.widenDirect(value);
    const known = this.direct[value]!;
    if (known !== 0) return known - 1;
    // Plus zero: a negative zero is no other value than zero.
    this.direct[value] = this.values.push(value + 0);
    return this.values.length - 1;
  }

  list(members: readonly unknown[]): { readonly a: number; readonly b: number } {
    const a = this.used;
    if (a + members.length > this.members.length) {
      const wider = new Int32Array(Math.max(64, 2 * this.members.length, a + members.length));
      wider.set(this.members.subarray(0, a));
      this.members = wider;
    }
    for (const member of members) this.members[this.used++] = this.numberOf(member);
    return { a, b: this.used };
  }

  items(): Int32Array {
    return this.members.subarray(0, this.used);
  }

  private widenDirect(value: number): void {
    const wider = new Int32Array(Math.min(DIRECT_MAX, Math.max(2 * this.direct.length, value + 1)));
    wider.set(this.direct);
    this.direct = wider;
  }

  private numberOfWide(value: number): number {
    const slot = slotOf(value, this.wide, this.wideNumbers);
    const known = this.wideNumbers[slot]!;
    if (known !== 0) return known - 1;
    this.wide[slot] = value;
    this.wideNumbers[slot] = this.values.push(value);
    if (2 * ++this.wideCount > this.wide.length) this.rehash();
    return this.values.length - 1;
  }

  private rehash(): void {
    const [wide, numbers] = [this.wide, this.wideNumbers];
    this.wide = new Float64Array(2 * wide.length);
    this.wideNumbers = new Int32Array(2 * wide.length);
    for (const [i, number] of numbers.entries()) {
      if (number === 0) continue;
      const slot = slotOf(wide[i]!, this.wide, this.wideNumbers);
      this.wide[slot] = wide[i]!;
      this.wideNumbers[slot] = number;
    }
  }
}

function slotOf(value: number, wide: Float64Array, numbers: Int32Array): number {
  const mask = wide.length - 1;
  let hash = Math.imul(value | 0, 0x9e3779b1) ^ Math.imul((value / 0x1_0000_0000) | 0, 0x85ebca6b);
  hash ^= hash >>> 15;
  let slot = hash & mask;
  while (numbers[slot] !== 0 && wide[slot] !== value) slot = (slot + 1) & mask;
  return slot;
}
