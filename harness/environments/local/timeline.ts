/** Things to do later, in order of time: one heap and one timer for all of them. */
import type { Clock } from "#core/ports/clock.ts";
import type { Nanos } from "#core/units.ts";

interface Entry {
  readonly due: Nanos;
  /** Entries of the same time run in the order in which they came. */
  readonly order: number;
  readonly action: () => void;
}

export class Timeline {
  readonly #clock: Clock;
  /** A binary heap: no entry is before its parent, the one at `(i - 1) >> 1`. */
  readonly #heap: Entry[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | null = null;
  #wakes: Nanos | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#heap.length;
  }

  at(due: Nanos, action: () => void): void {
    this.#push({ due, order: this.#order++, action });
    this.#arm();
  }

  /** Nothing that is still to come happens. */
  clear(): void {
    this.#heap.length = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = this.#wakes = null;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (first === undefined || (this.#wakes !== null && this.#wakes <= first.due)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const waitMs = Math.max(0, Math.ceil((first.due - this.#clock.now()) / 1e6));
    this.#wakes = first.due;
    this.#timer = setTimeout(() => this.#run(), waitMs);
  }

  #run(): void {
    this.#timer = this.#wakes = null;
    const now = this.#clock.now();
    for (
      let first = this.#heap[0];
      first !== undefined && first.due <= now;
      first = this.#heap[0]
    ) {
      this.#pop();
      first.action();
    }
    this.#arm();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    for (let up = (at - 1) >> 1; at > 0 && before(entry, heap[up]); up = (at - 1) >> 1) {
      heap[at] = heap[up] as Entry;
      at = up;
    }
    heap[at] = entry;
  }

  /** Takes the first away: the last one sinks from its place to where it belongs. */
  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = before(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!before(heap[child], last)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a !== undefined && b !== undefined && (a.due < b.due || (a.due === b.due && a.order < b.order));
