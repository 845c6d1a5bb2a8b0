/** A node: what is wanted of it by all faults together, and what is done to make it so. */
import type { Machine, MachineDeployment } from "#core/ports/target.ts";
import { composeBend, type SkewInForce } from "../clock/compose.ts";
import type { Bend } from "../clock/bend.ts";
import type { Links } from "../host/links.ts";
import { isRunning } from "../host/process.ts";
import type { ServerClocks } from "./clocks.ts";
import { startServer, type Place, type Server } from "./server.ts";

/** Each fault adds its own and takes only that away: what others want stays. */
export interface Wants {
  readonly down: Set<object>;
  readonly still: Set<object>;
  readonly skews: Set<SkewInForce>;
  /** By fault, the addresses whose packets are dropped. */
  readonly deafTo: Map<object, readonly string[]>;
}

export interface NodeParts {
  readonly machine: Machine;
  readonly place: Place;
  readonly links: Links;
  readonly clocks: ServerClocks;
  readonly command: ReturnType<MachineDeployment["command"]>;
  died(exitCode: number | null): void;
}

export class MachineNode {
  readonly machine: Machine;
  readonly links: Links;
  private readonly parts: NodeParts;
  private readonly wants: Wants = {
    down: new Set(),
    still: new Set(),
    skews: new Set(),
    deafTo: new Map(),
  };
  private server: Server | null = null;
  private readonly clocks: ServerClocks;
  private deafTo: readonly string[] = [];
  private halted = false;
  /** It ended without being told to; it stays so until a cure starts it. */
  private fallen = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(parts: NodeParts) {
    this.parts = parts;
    this.machine = parts.machine;
    this.links = parts.links;
    this.clocks = parts.clocks;
  }

  /** Changes what is wanted, then makes it so; one change at a time. */
  change(how: (wants: Wants) => void): Promise<void> {
    const changed = this.last.then(() => {
      how(this.wants);
      return this.reconcile();
    });
    this.last = changed.catch(() => {});
    return changed;
  }

  /** The life it is in, null while it is down. */
  get life(): Server | null {
    return this.server !== null && isRunning(this.server.main) ? this.server : null;
  }

  get alive(): boolean {
    return this.life !== null && this.wants.still.size === 0 && this.wants.down.size === 0;
  }

  /** How its clock is meant to be bent now. */
  get bend(): Bend {
    return composeBend([...this.wants.skews]);
  }

  /** What the patched processes say themselves; empty where no clock is bent. */
  readClocks(): readonly (Bend | null)[] {
    return this.clocks.read();
  }

  /** A strobe's beat: nothing stands still for it, so it need not wait for its turn. */
  pokeClocks(): void {
    if (this.life !== null) this.clocks.poke(this.bend.offsetMs);
  }

  /** Notices a death that nobody asked for, and processes that are not as they should be. */
  async look(): Promise<void> {
    const { server } = this;
    if (server === null || this.wants.down.size > 0) return;
    if (isRunning(server.main)) {
      const slipped = this.wants.skews.size > 0 && this.clocksDiffer(server);
      return slipped ? await this.change(() => {}) : undefined;
    }
    let noticed = false;
    await this.change(() => {
      // A change that was waiting may have seen to it already.
      if (this.server !== server) return;
      this.bury("fallen");
      noticed = true;
    });
    if (noticed) this.parts.died(await server.exitCode());
  }

  private async reconcile(): Promise<void> {
    await this.reconcileLinks();
    if (this.wants.down.size > 0) return await this.stop();
    // Whoever fell by itself is raised by the cure of a kill, not by that of another fault.
    if (this.server === null && !this.fallen) await this.start();
    const { server } = this;
    if (server === null || !isRunning(server.main)) return;
    const still = this.wants.still.size > 0;
    const turnClocks = this.clocksDiffer(server);
    // Frozen processes cannot be stopped for a moment, as their clocks' change needs it.
    const thaw = turnClocks && this.parts.place.processes === "several";
    if (this.halted && (!still || thaw)) await this.resume(server);
    if (turnClocks) await this.clocks.turn(this.bendOrNone, server.members());
    if (still && !this.halted) await server.halt();
    this.halted = still;
  }

  private async reconcileLinks(): Promise<void> {
    const wanted = [...new Set([...this.wants.deafTo.values()].flat())].toSorted();
    if (wanted.join() === this.deafTo.join()) return;
    await this.links.cutOff(wanted);
    this.deafTo = wanted;
  }

  private async stop(): Promise<void> {
    const { server } = this;
    if (server !== null && this.halted && this.parts.place.processes === "several")
      await this.resume(server);
    await server?.kill();
    this.bury("killed");
  }

  private async resume(server: Server): Promise<void> {
    await server.resume();
    this.halted = false;
  }

  private bury(how: "fallen" | "killed"): void {
    this.clocks[Symbol.dispose]();
    this.server = null;
    this.halted = false;
    this.fallen = how === "fallen";
  }

  private async start(): Promise<void> {
    this.server = await startServer(this.parts.place, this.parts.command, this.clocks.env);
  }

  private clocksDiffer(server: Server): boolean {
    return this.clocks.differFrom(this.bendOrNone, server.members());
  }

  private get bendOrNone(): Bend | null {
    return this.wants.skews.size === 0 ? null : this.bend;
  }

  /** Lets go of files; what it made is removed by whoever made the machines. */
  [Symbol.dispose](): void {
    this.bury("killed");
  }
}
