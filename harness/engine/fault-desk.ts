/** Carries out what the nemesis asks: aims a card, injects the fault, cures it, keeps the list. */
import type { Cancel } from "#core/cancel.ts";
import type { Cured, Fault, Injected } from "#core/fault.ts";
import type { Invocation, Outcome } from "#core/operation.ts";
import type { ActiveFault, Cluster } from "#core/ports/environment.ts";
import type { Card, CureRequest, InjectRequest, Nemeses, View } from "#core/ports/nemesis.ts";

export class FaultDesk {
  private readonly cluster: Cluster;
  private readonly nemeses: Nemeses;
  private readonly cancel: Cancel;
  private readonly active = new Map<string, ActiveFault>();
  /** Faults that could not be cured, with why: the environment is then not to be trusted. */
  readonly stuck: Map<string, string> = new Map();

  constructor(cluster: Cluster, nemeses: Nemeses, cancel: Cancel) {
    this.cluster = cluster;
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
    const { id } = request;
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
    return { nodes, leaders: wanted ? await this.cluster.leaders(this.cancel) : [] };
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
