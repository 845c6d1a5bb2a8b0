/** The items of which a node keeps copies, with a Merkle tree a range. */
import { hashOf } from "../hash.ts";
import { leafOf, MerkleTree, type Branch } from "./merkle.ts";
import type { Wanted } from "./messages.ts";
import type { Ring } from "./ring.ts";
import { reconcile, type Siblings, type Supersedes } from "./versions.ts";

/** As the client sent it; the element is null where a key is one item only. */
export type Name = readonly [key: unknown, element: unknown];
/** Plain data that goes through JSON unchanged. */
export type Item = readonly [...Name, Siblings];

/** What a node has of a key. */
export interface Holding {
  /** Equal for equal items. */
  readonly hash: number;
  readonly items: readonly Item[];
}

export const NOTHING: Holding = { hash: 0, items: [] };

interface Entry {
  readonly name: Name;
  readonly nameHash: number;
  siblings: Siblings;
  /** Of the name and the clocks of its versions; 0 for none. */
  hash: number;
}

interface Shelf {
  readonly entries: Map<unknown, Entry>;
  /** Made when it is asked for, until something changes. */
  holding: Holding | null;
}

export class Store {
  private readonly ring: Ring;
  readonly supersedes: Supersedes;
  private readonly shelves = new Map<unknown, Shelf>();
  private readonly trees = new Map<number, MerkleTree>();

  constructor(ring: Ring, supersedes: Supersedes) {
    this.ring = ring;
    this.supersedes = supersedes;
  }

  at(key: unknown, element: unknown): Siblings {
    return this.shelves.get(key)?.entries.get(element)?.siblings ?? [];
  }

  /** What is wanted of a key; none of it will change. */
  holding(wanted: Wanted): Holding {
    const shelf = this.shelves.get(wanted.key);
    if (shelf === undefined) return NOTHING;
    if (wanted.scope === "item") {
      const entry = shelf.entries.get(wanted.element);
      return entry === undefined ? NOTHING : { hash: entry.hash, items: [itemOf(entry)] };
    }
    const entries = [...shelf.entries.values()];
    shelf.holding ??= {
      hash: entries.reduce((hash, entry) => hash ^ entry.hash, 0),
      items: entries.map(itemOf),
    };
    return shelf.holding;
  }

  *all(): Iterable<Item> {
    for (const { entries } of this.shelves.values())
      for (const entry of entries.values()) yield itemOf(entry);
  }

  /** What it has now, null if that is what it had before. */
  take([key, element, siblings]: Item): Siblings | null {
    const entry = this.entry(key, element);
    const reconciled = reconcile(entry.siblings, siblings, this.supersedes);
    if (reconciled === entry.siblings) return null;
    this.put(entry, reconciled);
    return reconciled;
  }

  remove(key: unknown, element: unknown): void {
    const shelf = this.shelves.get(key);
    const entry = shelf?.entries.get(element);
    if (shelf === undefined || entry === undefined) return;
    this.put(entry, []);
    shelf.entries.delete(element);
  }

  hashAt(range: number, branch: Branch): number {
    return this.trees.get(range)?.at(branch) ?? 0;
  }

  /** The items under leaves of ranges' trees. */
  under(leaves: readonly (readonly [range: number, leaf: Branch])[]): readonly Item[] {
    const wanted = new Set(leaves.map(String));
    return [...this.shelves].flatMap(([key, { entries }]) => {
      const range = this.ring.rangeOf(key);
      const some = [...entries.values()].filter(({ nameHash }) =>
        wanted.has(String([range, leafOf(nameHash)])),
      );
      return some.map(itemOf);
    });
  }

  private put(entry: Entry, siblings: Siblings): void {
    const [key] = entry.name;
    const tree = this.treeOf(key);
    const leaf = leafOf(entry.nameHash);
    tree.toggle(leaf, entry.hash);
    entry.siblings = siblings;
    entry.hash = siblings.length === 0 ? 0 : hashOfItem(itemOf(entry));
    tree.toggle(leaf, entry.hash);
    const shelf = this.shelves.get(key);
    if (shelf !== undefined) shelf.holding = null;
  }

  private entry(key: unknown, element: unknown): Entry {
    const shelf = this.shelves.get(key) ?? { entries: new Map<unknown, Entry>(), holding: null };
    this.shelves.set(key, shelf);
    const name = [key, element] as const;
    const found = shelf.entries.get(element);
    const entry = found ?? { name, nameHash: hashOf(JSON.stringify(name)), siblings: [], hash: 0 };
    shelf.entries.set(element, entry);
    return entry;
  }

  private treeOf(key: unknown): MerkleTree {
    const range = this.ring.rangeOf(key);
    const tree = this.trees.get(range) ?? new MerkleTree();
    this.trees.set(range, tree);
    return tree;
  }
}

export const holdingOf = (items: readonly Item[]): Holding => ({
  hash: items.reduce((hash, item) => hash ^ hashOfItem(item), 0),
  items,
});

const itemOf = ({ name: [key, element], siblings }: Entry): Item => [key, element, siblings];

/** A version is known by its clock. */
const hashOfItem = ([key, element, siblings]: Item): number =>
  hashOf(JSON.stringify([key, element, siblings.map(({ clock }) => clock)]));
