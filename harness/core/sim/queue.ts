/** Events in order of time, and of arrival where times are equal: a binary heap. */

export class Queue<T> {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly items: T[] = [];
  private pushed = 0;

  get size(): number {
    return this.items.length;
  }

  /** When the earliest is due, null if there is none. */
  get next(): number | null {
    return this.times[0] ?? null;
  }

  push(time: number, item: T): void {
    const order = this.pushed++;
    let hole = this.items.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.follows(parent, time, order)) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.put(hole, time, order, item);
  }

  pop(): T | undefined {
    const first = this.items[0];
    const item = this.items.pop();
    const time = this.times.pop();
    const order = this.orders.pop();
    if (item === undefined || time === undefined || order === undefined) return undefined;
    if (this.items.length > 0) this.sink(time, order, item);
    return first;
  }

  /** Puts what was last in the place of the first, and lets it sink to where it belongs. */
  private sink(time: number, order: number, item: T): void {
    const { length } = this.items;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length && this.follows(child, this.times[right]!, this.orders[right]!))
        child = right;
      if (this.follows(child, time, order)) break;
      this.move(child, hole);
      hole = child;
    }
    this.put(hole, time, order, item);
  }

  /** Whether what lies at a place comes after the given time and order. */
  private follows(place: number, time: number, order: number): boolean {
    const there = this.times[place]!;
    return there > time || (there === time && this.orders[place]! > order);
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from]!, this.orders[from]!, this.items[from]!);
  }

  private put(place: number, time: number, order: number, item: T): void {
    this.times[place] = time;
    this.orders[place] = order;
    this.items[place] = item;
  }
}
