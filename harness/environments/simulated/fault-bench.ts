/** Faults in the simulated world: the union of all in force is what holds. */
import type { Cured, Cut, Fault, Injected, Skew, Unsynced } from "#core/fault.ts";
import type { Invocation, Outcome } from "#core/operation.ts";
import type { Plan } from "#core/plan.ts";
import type { Card, CureRequest, InjectRequest, Nemeses } from "#core/ports/nemesis.ts";
import type { CrashFates } from "#core/sim/disk.ts";
import { DiskFull, type SimProcess } from "#core/sim/process.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, type Nanos, type NodeId } from "#core/units.ts";
import type { Zone } from "#core/zones.ts";
import { courseOf, cutsOf, type Course } from "./courses.ts";
import type { Operator } from "./operator.ts";

interface InForce {
  readonly fault: Fault;
  readonly course: Course;
}

export class FaultBench {
  private readonly world: World;
  readonly nodes: readonly NodeId[];
  private readonly zones: readonly Zone[];
  private readonly nemeses: Nemeses;
  readonly operator: Operator;
  private readonly active = new Map<string, InForce>();
  private readonly strobes = new Map<NodeId, Strobe>();
  /** Nodes that stopped for want of room, and when they are started again. */
  private readonly restarts = new Map<string, Nanos>();
  private readonly died = new Set<NodeId>();

  constructor(
    world: World,
    { nodes, zones }: Pick<Plan, "nodes" | "zones">,
    nemeses: Nemeses,
    operator: Operator,
  ) {
    this.world = world;
    this.nodes = nodes;
    this.zones = zones;
    this.nemeses = nemeses;
    this.operator = operator;
  }

  inForce(): readonly string[] {
    return [...this.active.keys()];
  }

  /** At once: in this world there is nothing to wait for. */
  perform(op: Invocation, leaders: readonly NodeId[]): Outcome {
    const value =
      op.f === "inject"
        ? this.inject(op.value as InjectRequest, leaders)
        : this.cure((op.value as CureRequest).id);
    return { type: "ok", value };
  }

  private inject(request: InjectRequest, leaders: readonly NodeId[]): Injected {
    const { id } = request;
    const fault = "fault" in request ? request.fault : this.aim(request.card, leaders);
    this.active.set(id, { fault, course: courseOf(this.world, this, fault) });
    this.enforce();
    return { id, fault, began: this.world.now };
  }

  private aim(card: Card, leaders: readonly NodeId[]): Fault {
    return this.nemeses[card.kind].aim(card, { nodes: this.nodes, zones: this.zones, leaders });
  }

  private cure(id: string): Cured | null {
    const inForce = this.active.get(id);
    if (inForce === undefined) return null;
    const proof = inForce.course.prove();
    this.active.delete(id);
    inForce.course.end();
    this.enforce();
    return { id, ended: this.world.now, ...proof };
  }

  /** Brings the world to what the faults in force ask for. */
  private enforce(): void {
    const faults = [...this.active.values()].map(({ fault }) => fault);
    this.enforceCuts(faults.flatMap((fault) => cutsOf(fault, this.nodes)));
    for (const node of this.nodes) this.enforceNode(node, faults);
  }

  private enforceCuts(cuts: readonly Cut[]): void {
    const wanted = new Set(cuts.map(([from, to]) => `${from} ${to}`));
    for (const from of this.nodes)
      for (const to of this.nodes)
        if (wanted.has(`${from} ${to}`)) this.world.network.cut(from, to);
        else this.world.network.mend(from, to);
  }

  private enforceNode(node: NodeId, faults: readonly Fault[]): void {
    const process = this.world.process(node);
    const mine = faults.filter((fault) => "nodes" in fault && fault.nodes.includes(node));
    this.enforceDisk(process, mine);
    const power = mine.flatMap((fault) =>
      fault.kind === "disk" && fault.trouble.mode === "power-loss" ? [fault.trouble.unsynced] : [],
    );
    const [unsynced] = power;
    const down = power.length > 0 || mine.some(isDeadly) || this.died.has(node);
    if (down) process.crash(unsynced === undefined ? undefined : FATES[unsynced]);
    else if (process.actor === null && !this.restarts.has(node)) process.start();
    if (!down && mine.some(({ kind }) => kind === "pause")) process.pause();
    else if (process.paused) process.unpause();
    const clock = mine.findLast((fault) => fault.kind === "clock");
    this.skew(node, clock?.kind === "clock" ? clock.skew : null);
  }

  private enforceDisk(process: SimProcess, faults: readonly Fault[]): void {
    const troubles = faults.flatMap((fault) => (fault.kind === "disk" ? [fault.trouble] : []));
    process.full = troubles.some(({ mode }) => mode === "full");
    if (!process.full) this.restarts.delete(process.self);
    const factors = troubles.flatMap((trouble) => (trouble.mode === "slow" ? trouble.factor : []));
    process.slowness = Math.max(1, ...factors);
    process.rots = faults.some(({ kind }) => kind === "bit-flip");
  }

  private skew(node: NodeId, skew: Skew | null): void {
    const process = this.world.process(node);
    process.clock.jump(skew === null || skew.mode === "drift" ? 0 : skew.offsetMs);
    process.drift(skew?.mode === "drift" ? skew.ratePpm : 0);
    if (skew?.mode !== "strobe") this.strobes.delete(node);
    else if (this.strobes.get(node)?.skew !== skew)
      this.strobes.set(node, { skew, away: true, next: nanos(this.world.now + half(skew)) });
  }

  /** When something next happens by itself: a clock changes sides, a node is started again, … */
  get nextMove(): Nanos | null {
    const times = [
      ...[...this.strobes.values()].map(({ next }) => next),
      ...this.restarts.values(),
      ...(this.operator.next === null ? [] : [this.operator.next]),
    ];
    return times.length === 0 ? null : nanos(Math.min(...times));
  }

  /** Lets happen what is due. */
  move(): void {
    const { now } = this.world;
    this.operator.move();
    for (const [node, strobe] of this.strobes) {
      if (strobe.next > now) continue;
      const away = !strobe.away;
      this.world.process(node).clock.jump(away ? strobe.skew.offsetMs : 0);
      this.strobes.set(node, { ...strobe, away, next: nanos(strobe.next + half(strobe.skew)) });
    }
    for (const [node, at] of this.restarts) {
      if (at > now) continue;
      this.restarts.delete(node);
      this.enforce();
    }
  }

  /** Whether a node that stopped did so for a fault's sake; it is then started again soon. */
  excuses(node: NodeId, error: unknown): boolean {
    if (!(error instanceof DiskFull)) return false;
    this.restarts.set(node, nanos(this.world.now + RESTART_AFTER));
    return true;
  }

  /** A node that ended by itself stays down: whoever judges must know. */
  lose(node: NodeId): void {
    this.died.add(node);
  }
}

const isDeadly = (fault: Fault): boolean =>
  fault.kind === "kill" || (fault.kind === "zone" && fault.outage === "down");

type StrobeSkew = Extract<Skew, { readonly mode: "strobe" }>;

interface Strobe {
  readonly skew: StrobeSkew;
  readonly away: boolean;
  readonly next: Nanos;
}

/** As whoever watches over a service would; on a disk still full it soon stops again. */
const RESTART_AFTER: Nanos = millis(200);

const FATES: Readonly<Record<Unsynced, CrashFates>> = {
  kept: { lostPerMille: 0, tornPerMille: 0 },
  lost: { lostPerMille: 1000, tornPerMille: 0 },
  torn: { lostPerMille: 0, tornPerMille: 1000 },
  reordered: { lostPerMille: 500, tornPerMille: 0 },
};

const half = ({ periodMs }: StrobeSkew): Nanos => millis(Math.max(1, periodMs / 2));
