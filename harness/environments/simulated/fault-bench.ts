/** Faults in the simulated world: the union of all in force is what holds. */
import type { Cured, Cut, Fault, Injected, Skew } from "#core/fault.ts";
import type { Invocation, Outcome } from "#core/operation.ts";
import type { Card, CureRequest, InjectRequest, Nemeses } from "#core/ports/nemesis.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, type Nanos, type NodeId } from "#core/units.ts";
import { courseOf, type Course } from "./courses.ts";

interface InForce {
  readonly fault: Fault;
  readonly course: Course;
}

export class FaultBench {
  private readonly world: World;
  private readonly nodes: readonly NodeId[];
  private readonly nemeses: Nemeses;
  private readonly active = new Map<string, InForce>();
  private readonly strobes = new Map<NodeId, Strobe>();
  private readonly died = new Set<NodeId>();

  constructor(world: World, nodes: readonly NodeId[], nemeses: Nemeses) {
    this.world = world;
    this.nodes = nodes;
    this.nemeses = nemeses;
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
    this.active.set(id, { fault, course: courseOf(this.world, fault) });
    this.enforce();
    return { id, fault, began: this.world.now };
  }

  private aim(card: Card, leaders: readonly NodeId[]): Fault {
    return this.nemeses[card.kind].aim(card, { nodes: this.nodes, leaders });
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
    const cuts = faults.flatMap((fault) => (fault.kind === "partition" ? fault.cuts : []));
    this.enforceCuts(cuts);
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
    const down = mine.some(({ kind }) => kind === "kill") || this.died.has(node);
    if (down) process.crash();
    else if (process.actor === null) process.start();
    if (!down && mine.some(({ kind }) => kind === "pause")) process.pause();
    else if (process.paused) process.unpause();
    const clock = mine.findLast((fault) => fault.kind === "clock");
    this.skew(node, clock?.kind === "clock" ? clock.skew : null);
  }

  private skew(node: NodeId, skew: Skew | null): void {
    const process = this.world.process(node);
    process.clock.jump(skew === null || skew.mode === "drift" ? 0 : skew.offsetMs);
    process.drift(skew?.mode === "drift" ? skew.ratePpm : 0);
    if (skew?.mode !== "strobe") this.strobes.delete(node);
    else if (this.strobes.get(node)?.skew !== skew)
      this.strobes.set(node, { skew, away: true, next: nanos(this.world.now + half(skew)) });
  }

  /** When a strobing clock next changes sides, null where none strobes. */
  get nextStrobe(): Nanos | null {
    const times = [...this.strobes.values()].map(({ next }) => next);
    return times.length === 0 ? null : nanos(Math.min(...times));
  }

  /** Lets the clocks that are due change sides. */
  strobe(): void {
    for (const [node, strobe] of this.strobes) {
      if (strobe.next > this.world.now) continue;
      const away = !strobe.away;
      this.world.process(node).clock.jump(away ? strobe.skew.offsetMs : 0);
      this.strobes.set(node, { ...strobe, away, next: nanos(strobe.next + half(strobe.skew)) });
    }
  }

  /** A node that ended by itself stays down: whoever judges must know. */
  lose(node: NodeId): void {
    this.died.add(node);
  }
}

type StrobeSkew = Extract<Skew, { readonly mode: "strobe" }>;

interface Strobe {
  readonly skew: StrobeSkew;
  readonly away: boolean;
  readonly next: Nanos;
}

const half = ({ periodMs }: StrobeSkew): Nanos => millis(Math.max(1, periodMs / 2));
