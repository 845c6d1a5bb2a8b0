/** The table of steps already taken: (state, class) to the state after. */

/** Open addressing; the key's two numbers and the result lie side by side. */
export class StepTable {
  static readonly MISSING = -2;
  private readonly classCount: number;
  private dense = new Int32Array(0);
  private slots = new Int32Array(0);
  private used = 0;

  constructor(classCount: number) {
    this.classCount = classCount;
  }

  get(state: number, cls: number): number {
    const at = state * this.classCount + cls;
    if (at < DENSE_MAX) return at < this.dense.length ? (this.dense[at] ?? MISSING) : MISSING;
    const { slots } = this;
    if (slots.length === 0) return MISSING;
    const mask = slots.length / 4 - 1;
    for (let slot = hash(state, cls) & mask; ; slot = (slot + 1) & mask) {
      const i = slot * 4;
      if (slots[i] === 0) return MISSING;
      if (slots[i] === state + 1 && slots[i + 1] === cls) return slots[i + 2] ?? MISSING;
    }
  }

  set(state: number, cls: number, next: number): void {
    const at = state * this.classCount + cls;
    if (at < DENSE_MAX) {
      if (at >= this.dense.length) this.widen(at);
      this.dense[at] = next;
      return;
    }
    if (this.used * 8 >= this.slots.length) this.grow();
    this.used++;
    place(this.slots, state, cls, next);
  }

  bytes(): number {
    return this.dense.byteLength + this.slots.byteLength;
  }

  private widen(at: number): void {
    const wider = new Int32Array(Math.min(DENSE_MAX, Math.max(256, at + 1, this.dense.length * 2)));
    wider.fill(MISSING, this.dense.length);
    wider.set(this.dense);
    this.dense = wider;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(Math.max(1024, old.length * 2));
    for (let i = 0; i < old.length; i += 4)
      if (old[i] !== 0)
        place(this.slots, (old[i] ?? 0) - 1, old[i + 1] ?? 0, old[i + 2] ?? MISSING);
  }
}

const MISSING: number = StepTable.MISSING;

/** Up to 4 MB the product of states and classes is a plain table. */
const DENSE_MAX = 1 << 20;

function place(slots: Int32Array, state: number, cls: number, next: number): void {
  const mask = slots.length / 4 - 1;
  let slot = hash(state, cls) & mask;
  while (slots[slot * 4] !== 0) slot = (slot + 1) & mask;
  slots[slot * 4] = state + 1;
  slots[slot * 4 + 1] = cls;
  slots[slot * 4 + 2] = next;
}

function hash(state: number, cls: number): number {
  let h = Math.imul(state, 0x9e3779b1) ^ Math.imul(cls, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
