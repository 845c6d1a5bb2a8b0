/** The clocks of all processes of one server, bent alike by patching each of them. */
import { encodeBend, type Bend } from "../clock/bend.ts";
import { attachClock, type VirtualClock } from "../clock/virtual-clock.ts";
import { isRunning, type ProcessIdentity } from "../host/process.ts";

/** One way of bending a server's clocks; `null` stands for the true time. */
export interface ServerClocks extends Disposable {
  /** What a start of the server has to have in its environment. */
  readonly env: readonly string[];
  /** What can be read back of each process; empty where no clock was touched. */
  read(): readonly (Bend | null)[];
  /** Whether something has to be done. */
  differFrom(wanted: Bend | null, members: readonly ProcessIdentity[]): boolean;
  turn(wanted: Bend | null, members: readonly ProcessIdentity[]): Promise<void>;
  /** Moves the hands of those that are bent, while they run. */
  poke(offsetMs: number): void;
}

interface Attached {
  readonly process: ProcessIdentity;
  readonly clock: VirtualClock;
}

export class PatchedClocks implements ServerClocks {
  readonly env: readonly string[] = [];
  private attached: readonly Attached[] = [];

  /** What the patched processes say themselves. */
  read(): readonly (Bend | null)[] {
    return this.attached.map(({ clock }) => clock.read());
  }

  /**
   * A program that executes another one loses its patch, and a server may have started more
   * processes since.
   */
  differFrom(wanted: Bend | null, members: readonly ProcessIdentity[]): boolean {
    if (wanted === null) return this.attached.length > 0;
    const bytes = encodeBend(wanted);
    const right = this.attached.filter(({ clock }) => {
      const bend = clock.read();
      return bend !== null && encodeBend(bend).equals(bytes);
    });
    const pids = new Set(right.map(({ process }) => process.pid));
    return members.some((process) => isRunning(process) && !pids.has(process.pid));
  }

  async turn(wanted: Bend | null, members: readonly ProcessIdentity[]): Promise<void> {
    // Attached anew each time: what was attached before may have become another program.
    this.release();
    for (const process of members) {
      try {
        const clock = attachClock(process);
        this.attached = [...this.attached, { process, clock }];
        await (wanted === null ? clock.straighten() : clock.bend(wanted));
      } catch (error) {
        if (isRunning(process)) throw error;
      }
    }
    if (wanted !== null) return;
    const bent = this.read().some((bend) => bend !== null);
    this.release();
    if (bent) throw new Error("a clock is still bent");
  }

  poke(offsetMs: number): void {
    for (const { clock } of this.attached) if (clock.read() !== null) clock.poke(offsetMs);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  private release(): void {
    for (const { clock } of this.attached) clock[Symbol.dispose]();
    this.attached = [];
  }
}
