/** Items kept for owners that did not answer, until they have them (section 4.6). */
import type { Wanted } from "./messages.ts";
import { holdingOf, type Holding, type Item } from "./store.ts";
import { reconcile, type Supersedes } from "./versions.ts";

export interface Hint {
  readonly id: number;
  readonly owner: string;
  readonly item: Item;
}

/** More than a node can take in one life. */
const HINTS_A_LIFE = 1e9;

export class Hints {
  private readonly supersedes: Supersedes;
  private readonly hints = new Map<number, Hint>();
  private last: number;

  /** A late answer to an earlier life must not drop a hint of this one. */
  constructor(supersedes: Supersedes, life: number) {
    this.supersedes = supersedes;
    this.last = life * HINTS_A_LIFE;
  }

  all(): readonly Hint[] {
    return [...this.hints.values()];
  }

  /** A hint of its own each time, so that what was handed over is what is dropped. */
  make(owner: string, item: Item): Hint {
    const hint = { id: ++this.last, owner, item };
    this.keep(hint);
    return hint;
  }

  keep(hint: Hint): void {
    this.hints.set(hint.id, hint);
  }

  /** Whether there was one. */
  drop(id: number): boolean {
    return this.hints.delete(id);
  }

  /** What the hints say about a key or an item of it, whomever they are for. */
  holding(wanted: Wanted): Holding {
    const items = new Map<unknown, Item>();
    for (const { item } of this.hints.values()) {
      const [of, element, siblings] = item;
      if (of !== wanted.key || (wanted.scope === "item" && element !== wanted.element)) continue;
      const known = items.get(element)?.[2] ?? [];
      items.set(element, [of, element, reconcile(known, siblings, this.supersedes)]);
    }
    return holdingOf([...items.values()]);
  }
}
