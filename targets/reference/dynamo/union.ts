/** What several copies of a key have together, the versions of each item reconciled. */
import type { Holding, Item } from "./store.ts";
import { areSame, reconcile, type Siblings, type Supersedes } from "./versions.ts";

export class Union {
  private readonly byElement = new Map<unknown, Item>();
  /** Copies with this hash have nothing else, as long as nobody had anything else. */
  private readonly common: number | null;

  constructor(copies: readonly Holding[], supersedes: Supersedes) {
    const [first] = copies;
    const alike = copies.every(({ hash }) => hash === first?.hash);
    this.common = alike ? (first?.hash ?? null) : null;
    for (const { items } of alike ? copies.slice(0, 1) : copies)
      for (const item of items) this.add(item, supersedes);
  }

  at(element: unknown): Siblings {
    return this.byElement.get(element)?.[2] ?? [];
  }

  items(): readonly Item[] {
    return [...this.byElement.values()];
  }

  /** The items that a copy lacks, or has other versions of. */
  beyond({ hash, items }: Holding): readonly Item[] {
    if (hash === this.common) return [];
    const theirs = new Map(items.map(([, element, siblings]) => [element, siblings]));
    return this.items().filter(
      ([, element, siblings]) => !areSame(siblings, theirs.get(element) ?? []),
    );
  }

  private add(item: Item, supersedes: Supersedes): void {
    const [key, element, siblings] = item;
    const known = this.byElement.get(element);
    if (known === undefined) this.byElement.set(element, item);
    else this.byElement.set(element, [key, element, reconcile(known[2], siblings, supersedes)]);
  }
}
