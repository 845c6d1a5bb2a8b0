/** G-counter and PN-counter: each replica counts for itself, and the value is the sum. */
import type { Body } from "#core/ports/message.ts";
import type { CrdtBug } from "./bugs.ts";
import type { Crdt, Delta, Stamp } from "./crdt.ts";

/** What one replica has counted upwards and downwards; both only grow. */
type Entry = readonly [node: string, up: number, down: number];

export class Counter implements Crdt {
  private readonly entries = new Map<string, Entry>();
  private readonly descends: boolean;
  private readonly bugs: ReadonlySet<CrdtBug>;

  constructor(descends: boolean, bugs: ReadonlySet<CrdtBug>) {
    this.descends = descends;
    this.bugs = bugs;
  }

  update({ type, delta }: Body, { node }: Stamp): Delta | null {
    if (type !== "add" || !Number.isSafeInteger(delta)) return null;
    const by = Number(delta);
    if (by < 0 && !this.descends) return null;
    const [, up, down] = this.of(node);
    const entry: Entry = [node, up + Math.max(by, 0), down + Math.max(-by, 0)];
    this.entries.set(node, entry);
    return [entry];
  }

  merge(delta: Delta): boolean {
    const join = this.bugs.has("merge-adds") ? (a: number, b: number) => a + b : Math.max;
    let news = false;
    for (const [node, up, down] of delta as readonly Entry[]) {
      const [, mineUp, mineDown] = this.of(node);
      const joined: Entry = [node, join(mineUp, up), join(mineDown, down)];
      if (joined[1] === mineUp && joined[2] === mineDown) continue;
      this.entries.set(node, joined);
      news = true;
    }
    return news;
  }

  value(): number {
    return [...this.entries.values()].reduce((sum, [, up, down]) => sum + up - down, 0);
  }

  state(): Delta {
    return [...this.entries.values()];
  }

  private of(node: string): Entry {
    return this.entries.get(node) ?? [node, 0, 0];
  }
}
