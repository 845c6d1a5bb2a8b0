/** What the sequencer promises, looked for in its members' memories while a world runs. */
import type { World } from "#core/sim/world.ts";
import { Member } from "./member.ts";
import type { Sequencing } from "./sequencing.ts";

export class Invariants {
  readonly broken = new Set<string>();
  private readonly offices = new Map<number, Sequencing>();
  /** What was delivered under each number, by whoever was first, with the epoch that gave it. */
  private readonly delivered: string[] = [];
  private readonly reigns: number[] = [];
  private readonly seen = new WeakMap<Member, number>();

  readonly inspect = (world: World): void => {
    for (const { actor } of world.processes.values()) {
      if (!(actor instanceof Member)) continue;
      this.oneSequencer(actor);
      this.sameOrder(actor);
    }
  };

  /** One life of one member gives numbers in an epoch, and it begins after all that is settled. */
  private oneSequencer({ sequencing }: Member): void {
    if (sequencing === null) return;
    const known = this.offices.get(sequencing.epoch) ?? sequencing;
    if (known !== sequencing) this.broken.add("one sequencer an epoch");
    if (this.offices.has(sequencing.epoch)) return;
    this.offices.set(sequencing.epoch, sequencing);
    this.reigns.forEach((reign, index) => this.sealed(index, reign));
  }

  private sameOrder(member: Member): void {
    let index = this.seen.get(member) ?? 0;
    while (index < member.replica.applied) {
      index++;
      const entry = member.ledger.at(index);
      const text = JSON.stringify(entry);
      if (this.delivered[index] === undefined) {
        this.delivered[index] = text;
        this.reigns[index] = entry?.reign ?? 0;
        this.sealed(index, entry?.reign ?? 0);
      }
      if (this.delivered[index] !== text) this.broken.add("the same order at all replicas");
    }
    this.seen.set(member, index);
  }

  /** No number of an epoch comes to be delivered that a later sequencer did not begin with. */
  private sealed(index: number, reign: number): void {
    for (const { epoch, inherited } of this.offices.values())
      if (reign < epoch && index > inherited) this.broken.add("a sealed epoch has no more numbers");
  }
}
