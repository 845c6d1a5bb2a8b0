/** What an actor asks of its host, done by an operating-system process: pipes, timers, files. */
import type { Body } from "#core/ports/message.ts";
import type { Dice } from "#core/seed.ts";
import type { Host } from "#core/sim/actor.ts";
import { nanos, type Nanos } from "#core/units.ts";
import { FileDisk } from "./file-disk.ts";

interface Timer {
  deadline: Nanos;
  timeout: NodeJS.Timeout;
  /** When the timeout will look at the deadline, which may have been put off by then. */
  looksAt: Nanos;
}

export class ProcessHost implements Host {
  readonly self: string;
  readonly nodes: readonly string[];
  readonly dice: Dice;
  readonly disk: FileDisk;
  private readonly ring: (timer: string) => void;
  private readonly timers = new Map<string, Timer>();
  private readonly origin = process.hrtime.bigint();
  /** Messages by whether a sync has to come before them. */
  private free: string[] = [];
  private held: string[] = [];

  constructor(self: string, nodes: readonly string[], dice: Dice, ring: (timer: string) => void) {
    this.self = self;
    this.nodes = nodes;
    this.dice = dice;
    this.ring = ring;
    this.disk = new FileDisk(process.cwd());
  }

  elapsed(): Nanos {
    return nanos(Number(process.hrtime.bigint() - this.origin));
  }

  wallMs(): number {
    return Date.now();
  }

  send(to: string, body: Body): void {
    const line = `${JSON.stringify({ src: this.self, dest: to, body })}\n`;
    (this.disk.syncDue ? this.held : this.free).push(line);
  }

  setTimer(name: string, after: Nanos): void {
    const deadline = nanos(this.elapsed() + after);
    const timer = this.timers.get(name);
    if (timer !== undefined && timer.looksAt <= deadline) {
      timer.deadline = deadline;
      return;
    }
    if (timer !== undefined) clearTimeout(timer.timeout);
    this.watch(name, deadline);
  }

  clearTimer(name: string): void {
    clearTimeout(this.timers.get(name)?.timeout);
    this.timers.delete(name);
  }

  /**
   * Carries out what was commanded: messages that wait for no sync, then the one sync that all of
   * them share, then the messages that waited for it.
   */
  flush(): void {
    this.write(this.free);
    this.free = [];
    this.disk.flush();
    this.write(this.held);
    this.held = [];
  }

  private write(lines: readonly string[]): void {
    if (lines.length > 0) process.stdout.write(lines.join(""));
  }

  private watch(name: string, deadline: Nanos): void {
    const delayMs = Math.max(1, Math.ceil((deadline - this.elapsed()) / 1e6));
    const timeout = setTimeout(() => this.look(name), delayMs);
    this.timers.set(name, { deadline, timeout, looksAt: deadline });
  }

  private look(name: string): void {
    const timer = this.timers.get(name);
    if (timer === undefined) return;
    if (this.elapsed() < timer.deadline) return this.watch(name, timer.deadline);
    this.timers.delete(name);
    this.ring(name);
    this.flush();
  }
}
