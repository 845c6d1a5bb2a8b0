/** OR-set: a removal removes the adds that it has observed, so that a concurrent add wins. */
import type { Body } from "#core/ports/message.ts";
import type { CrdtBug } from "./bugs.ts";
import type { Crdt, Delta, Stamp } from "./crdt.ts";

/** Every add has a tag of its own; a removal names the tags it does away with. */
interface Change {
  readonly added: readonly (readonly [tag: string, element: unknown])[];
  readonly removed: readonly string[];
}

export class OrSet implements Crdt {
  /** Adds that no removal has observed. */
  private readonly live = new Map<string, unknown>();
  private readonly removed = new Set<string>();
  private readonly bugs: ReadonlySet<CrdtBug>;

  constructor(bugs: ReadonlySet<CrdtBug>) {
    this.bugs = bugs;
  }

  update({ type, element }: Body, stamp: Stamp): Delta | null {
    if ((type !== "add" && type !== "remove") || element === undefined) return null;
    const change = type === "add" ? this.adding(element, stamp) : this.removing(element);
    this.merge(change);
    return change;
  }

  merge(delta: Delta): boolean {
    const { added, removed } = delta as Change;
    let news = false;
    for (const tag of removed) {
      if (this.removed.has(tag)) continue;
      this.removed.add(tag);
      this.live.delete(tag);
      news = true;
    }
    for (const [tag, element] of added) {
      if (this.removed.has(tag) || this.live.has(tag)) continue;
      this.live.set(tag, element);
      news = true;
    }
    return news;
  }

  value(): readonly unknown[] {
    return [...new Set(this.live.values())];
  }

  state(): Delta {
    return { added: [...this.live], removed: [...this.removed] } satisfies Change;
  }

  private adding(element: unknown, { node, count }: Stamp): Change {
    const tag = this.bugs.has("add-wins-lost") ? String(element) : `${node}:${count}`;
    return { added: [[tag, element]], removed: [] };
  }

  private removing(element: unknown): Change {
    const observed = [...this.live].filter(([, other]) => other === element);
    return { added: [], removed: observed.map(([tag]) => tag) };
  }
}
