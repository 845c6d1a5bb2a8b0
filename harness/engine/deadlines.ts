/** One timer for all operations: they have the same time limit, so they fall due in order. */
import type { Cancel } from "#core/cancel.ts";

export interface Deadline {
  /** Fires at the deadline: the client must let go. */
  readonly cancel: Cancel;
  /** The answer came in time. */
  met(): void;
}

interface Entry {
  readonly at: number;
  readonly expire: () => void;
  met: boolean;
}

export class Deadlines {
  private readonly timeoutMs: number;
  private readonly queue: Entry[] = [];
  private head = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  /** `expired` is called once, unless `met` was first. */
  start(expired: () => void): Deadline {
    const cancellation = new Cancellation();
    const expire = (): void => {
      expired();
      cancellation.abort();
    };
    const entry: Entry = { at: performance.now() + this.timeoutMs, expire, met: false };
    this.queue.push(entry);
    this.arm();
    return { cancel: cancellation, met: () => (entry.met = true) };
  }

  private arm(): void {
    if (this.timer !== undefined) return;
    while (this.queue[this.head]?.met === true) this.head++;
    this.compact();
    const first = this.queue[this.head];
    if (first === undefined) return;
    this.timer = setTimeout(() => this.sweep(), Math.max(1, first.at - performance.now()));
  }

  private sweep(): void {
    this.timer = undefined;
    const now = performance.now();
    for (let entry; (entry = this.queue[this.head]) !== undefined; this.head++) {
      if (entry.met) continue;
      if (entry.at > now) break;
      entry.met = true;
      entry.expire();
    }
    this.arm();
  }

  /** Drops the settled front now and then, so that a long run does not keep every entry. */
  private compact(): void {
    if (this.head < 1024) return;
    this.queue.splice(0, this.head);
    this.head = 0;
  }
}

/** An AbortSignal's pure part, without its cost: one is made for each operation. */
class Cancellation implements Cancel {
  aborted = false;
  private listeners: (() => void)[] | undefined;

  addEventListener(_type: "abort", listener: () => void): void {
    (this.listeners ??= []).push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.listeners = this.listeners?.filter((other) => other !== listener);
  }

  abort(): void {
    this.aborted = true;
    const listeners = this.listeners ?? [];
    this.listeners = undefined;
    for (const listener of listeners) listener();
  }
}
