/** What primary–backup promises, looked for in its members' memories while a world runs. */
import type { World } from "#core/sim/world.ts";
import { PrimaryBackup } from "./primary-backup.ts";

export class Invariants {
  readonly broken = new Set<string>();
  private readonly views = new Map<number, string>();
  private readonly acting = new Map<number, PrimaryBackup>();
  /** What took effect at each index, by whoever made it so first. */
  private readonly applied: string[] = [];
  private readonly seen = new WeakMap<PrimaryBackup, number>();

  readonly inspect = (world: World): void => {
    for (const { actor } of world.processes.values()) {
      if (!(actor instanceof PrimaryBackup)) continue;
      this.oneView(actor);
      this.oneActing(actor);
      this.sameEffects(actor);
    }
  };

  private oneView({ views }: PrimaryBackup): void {
    const view = JSON.stringify(views.current);
    const known = this.views.get(views.current.number) ?? view;
    this.views.set(views.current.number, known);
    if (known !== view) this.broken.add("one view a number");
  }

  /** One life of one member acts as primary of a view. */
  private oneActing(member: PrimaryBackup): void {
    if (member.primacy === null) return;
    const { number } = member.views.current;
    const known = this.acting.get(number) ?? member;
    this.acting.set(number, known);
    if (known !== member) this.broken.add("one acting primary a view");
  }

  private sameEffects(member: PrimaryBackup): void {
    let index = this.seen.get(member) ?? 0;
    while (index < member.replica.applied) {
      index++;
      const entry = JSON.stringify(member.ledger.at(index));
      this.applied[index] ??= entry;
      if (this.applied[index] !== entry) this.broken.add("same effects in the same order");
    }
    this.seen.set(member, index);
  }
}
