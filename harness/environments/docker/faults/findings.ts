/** What has been seen of a fault so far: the best of each subject, the worst of all of them. */
import type { Effect, Proof } from "#core/fault.ts";

const RANK: Readonly<Record<Effect, number>> = { unproven: 0, applied: 1, proven: 2 };

export class Findings {
  private readonly bySubject = new Map<string, Proof>();

  constructor(subjects: readonly string[]) {
    for (const subject of subjects)
      this.bySubject.set(subject, { effect: "unproven", evidence: `${subject}: nothing seen` });
  }

  /** A later finding counts unless an earlier one was better. */
  add(subject: string, effect: Effect, evidence: string): void {
    const before = this.bySubject.get(subject);
    if (before !== undefined && RANK[before.effect] > RANK[effect]) return;
    this.bySubject.set(subject, { effect, evidence });
  }

  lacking(): readonly string[] {
    return [...this.bySubject].filter(([, { effect }]) => effect !== "proven").map(([who]) => who);
  }

  proof(): Proof {
    const all = [...this.bySubject.values()];
    const ranks = all.map(({ effect }) => RANK[effect]);
    const worst = all[ranks.indexOf(Math.min(...ranks))];
    const evidence = all.map((one) => one.evidence).join("; ");
    return { effect: worst?.effect ?? "unproven", evidence };
  }
}
