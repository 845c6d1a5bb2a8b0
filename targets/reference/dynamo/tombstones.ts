/** Collects tombstones that all copies have and that nothing can come back past any more. */
import type { Nanos } from "#core/units.ts";
import type { Member } from "./settings.ts";
import type { Item } from "./store.ts";
import { areSame, isDead, type Siblings } from "./versions.ts";

interface Grave {
  readonly item: Item;
  /** When this life of the node first saw it. */
  readonly since: Nanos;
  /** The owners that have the same. */
  readonly mourners: Set<string>;
}

/**
 * A tombstone deletes whatever it knew of, whenever that arrives. Without it an old copy is a new
 * item. So it stays until every owner has it, and beyond: a hint, a message or a sleeper may hold an
 * old copy, and is taken to be younger than `grace`.
 */
export class Tombstones {
  private readonly member: Member;
  private readonly graves = new Map<string, Grave>();

  constructor(member: Member) {
    this.member = member;
  }

  sweep(): void {
    this.find();
    const due: Item[] = [];
    for (const grave of this.graves.values())
      if (this.mayCollect(grave)) this.collect([grave.item]);
      else if (this.isOld(grave)) due.push(grave.item);
    for (const owner of this.others(due))
      this.member.send(owner, {
        type: "bury",
        items: due.filter((item) => this.owns(owner, item)),
      });
  }

  /** An owner that has nothing of the item has nothing that could come back either. */
  bury(from: string, items: readonly Item[]): void {
    const { storage } = this.member;
    const same = items.filter(([key, element, siblings]) => {
      if (storage.store.at(key, element).length > 0) storage.take([key, element, siblings]);
      const mine = storage.store.at(key, element);
      return mine.length === 0 || areSame(mine, siblings);
    });
    if (same.length > 0) this.member.send(from, { type: "buried", items: same });
  }

  buried(from: string, items: readonly Item[]): void {
    for (const [key, element, siblings] of items) {
      const grave = this.graves.get(nameOf([key, element, siblings]));
      if (grave !== undefined && areSame(grave.item[2], siblings)) grave.mourners.add(from);
    }
  }

  /** If it is still the same: an item may have come back to life since. */
  forget(items: readonly Item[]): void {
    const { storage } = this.member;
    for (const item of items) {
      const [key, element, siblings] = item;
      this.graves.delete(nameOf(item));
      if (areSame(storage.store.at(key, element), siblings)) storage.remove(item);
    }
  }

  private mayCollect(grave: Grave): boolean {
    const { ring, bugs } = this.member;
    if (bugs.has("tombstone-dropped")) return true;
    const owners = ring.ownersOf(grave.item[0]);
    return this.isOld(grave) && owners.every((owner) => grave.mourners.has(owner));
  }

  private isOld({ since }: Grave): boolean {
    const { host, settings } = this.member;
    return host.elapsed() - since >= settings.times.grace;
  }

  private collect(items: readonly Item[]): void {
    this.forget(items);
    for (const owner of this.others(items)) this.member.send(owner, { type: "collect", items });
  }

  /** The dead items there are, those known before with what is known of them. */
  private find(): void {
    const { host, storage } = this.member;
    const seen = new Set<string>();
    for (const item of storage.store.all()) {
      if (!isDead(item[2])) continue;
      const name = nameOf(item);
      seen.add(name);
      if (isSameGrave(this.graves.get(name), item[2])) continue;
      const mourners = new Set([host.self]);
      this.graves.set(name, { item, since: host.elapsed(), mourners });
    }
    for (const name of this.graves.keys()) if (!seen.has(name)) this.graves.delete(name);
  }

  private others(items: readonly Item[]): readonly string[] {
    const owners = new Set(items.flatMap(([key]) => this.member.ring.ownersOf(key)));
    return [...owners].filter((owner) => owner !== this.member.host.self);
  }

  private owns(owner: string, [key]: Item): boolean {
    return this.member.ring.ownersOf(key).includes(owner);
  }
}

const isSameGrave = (grave: Grave | undefined, siblings: Siblings): boolean =>
  grave !== undefined && areSame(grave.item[2], siblings);

const nameOf = ([key, element]: Item): string => JSON.stringify([key, element]);
