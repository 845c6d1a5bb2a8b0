/** G-set: elements come and stay, and the merge is the union. */
import type { Body } from "#core/ports/message.ts";
import type { CrdtBug } from "./bugs.ts";
import type { Crdt, Delta } from "./crdt.ts";

export class GSet implements Crdt {
  private readonly elements = new Set<unknown>();
  private readonly bugs: ReadonlySet<CrdtBug>;

  constructor(bugs: ReadonlySet<CrdtBug>) {
    this.bugs = bugs;
  }

  update({ type, element }: Body): Delta | null {
    if (type !== "add" || element === undefined) return null;
    this.elements.add(element);
    return [element];
  }

  merge(delta: Delta): boolean {
    const before = this.elements.size;
    if (this.bugs.has("merge-replaces")) this.elements.clear();
    for (const element of delta as readonly unknown[]) this.elements.add(element);
    return this.elements.size !== before;
  }

  value(): readonly unknown[] {
    return [...this.elements];
  }

  state(): Delta {
    return this.value();
  }
}
