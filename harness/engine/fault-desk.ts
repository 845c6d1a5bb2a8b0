/** Carries out what the nemesis asks: aims a card, injects the fault, cures it, keeps the list. */
import type { Cancel } from "#core/cancel.ts";
import type { Cured, Fault, Injected } from "#core/fault.ts";
import type { Invocation, Outcome } from "#core/operation.ts";
import type { ActiveFault, Cluster } from "#core/ports/environment.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { Card, CureRequest, InjectRequest, Nemeses, View } from "#core/ports/nemesis.ts";
import { millis, nanos, type NodeId } from "#core/units.ts";
import type { Zone } from "#core/zones.ts";
import { realClock } from "./clock.ts";

/** How often, and for how long, an election is looked out for. */
const PAUSE_MS = 20;
const ELECTION_MS = 5000;

/** Where faults strike, and who stands where. */
export interface Scene {
  readonly cluster: Cluster;
  readonly zones: readonly Zone[];
}

export class FaultDesk {
  private readonly cluster: Cluster;
  private readonly zones: readonly Zone[];
  private readonly nemeses: Nemeses;
  private readonly cancel: Cancel;
  private readonly clock: Clock = realClock();
  /** Whom the last look found to lead. */
  private known: NodeId | null = null;
  private readonly active = new Map<string, ActiveFault>();
  /** Faults that could not be cured, with why: the environment is then not to be trusted. */
  readonly stuck: Map<string, string> = new Map();

  constructor({ cluster, zones }: Scene, nemeses: Nemeses, cancel: Cancel) {
    this.cluster = cluster;
    this.zones = zones;
    this.nemeses = nemeses;
    this.cancel = cancel;
  }

  /** The faults in force, by id. */
  inForce(): readonly string[] {
    return [...this.active.keys()];
  }

  /** Never rejects: a fault that cannot be injected is an `info` with its error. */
  async perform(op: Invocation): Promise<Outcome> {
    try {
      if (op.f === "inject") return ok(await this.inject(op.value as InjectRequest));
      return ok(await this.cure((op.value as CureRequest).id));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (op.f === "cure") this.stuck.set((op.value as CureRequest).id, message);
      return { type: "info", error: { code: `${op.f}-failed`, message } };
    }
  }

  private async inject(request: InjectRequest): Promise<Injected> {
    const { id, afterElectionMs } = request;
    if (afterElectionMs !== undefined) await this.election(afterElectionMs);
    const fault = "fault" in request ? request.fault : await this.aim(request.card);
    const active = await this.cluster.inject(fault);
    this.active.set(id, active);
    return { id, fault, began: active.began };
  }

  private async aim(card: Card): Promise<Fault> {
    return this.nemeses[card.kind].aim(card, await this.look(card));
  }

  /** Leaders are asked for only where the card wants one: asking is itself a load. */
  private async look(card: Card): Promise<View> {
    const { nodes, knowsLeaders } = this.cluster;
    const wanted = card.chooser === "leader" && knowsLeaders;
    return { nodes, zones: this.zones, leaders: wanted ? await this.leaders() : [] };
  }

  private async leaders(): Promise<readonly NodeId[]> {
    const leaders = await this.cluster.leaders(this.cancel);
    this.known = leaders[0] ?? this.known;
    return leaders;
  }

  /** Waits until somebody else leads than when last asked, and then for so long. */
  private async election(afterMs: number): Promise<void> {
    const before = this.known;
    const last = this.clock.now() + millis(ELECTION_MS);
    while ((await this.leaders())[0] === undefined || this.known === before) {
      if (this.clock.now() >= last) throw new Error("nobody came to lead");
      await this.pause(PAUSE_MS);
    }
    await this.pause(afterMs);
  }

  private pause(ms: number): Promise<void> {
    return this.clock.sleep(nanos(this.clock.now() + millis(ms)), this.cancel);
  }

  /** A fault that was never in force has nothing to cure: its end says so. */
  private async cure(id: string): Promise<Cured | null> {
    const active = this.active.get(id);
    if (active === undefined) return null;
    const cure = await active.cure();
    this.active.delete(id);
    this.stuck.delete(id);
    return { id, effect: cure.effect, evidence: cure.evidence, ended: cure.ended };
  }
}

const ok = (value: unknown): Outcome => ({ type: "ok", value });
