/** What a node has on disk: its copies, its hints, and the clocks that it gave as a coordinator. */
import type { Disk } from "#core/sim/actor.ts";
import { Journal } from "../journal.ts";
import type { DynamoBug } from "./bugs.ts";
import { Hints, type Hint } from "./hints.ts";
import type { Ring } from "./ring.ts";
import { Store, type Item } from "./store.ts";
import { supersedesOf, type Clock } from "./versions.ts";

type Entry =
  | readonly ["item", Item]
  | readonly ["gone", key: unknown, element: unknown]
  | readonly ["hint", Hint]
  | readonly ["handed", id: number]
  | readonly ["gave", key: unknown, element: unknown, Clock];

/** The journal is written anew when it has got longer by this much, and by as much as it was. */
const RECORDS_MIN = 1000;

export class Storage {
  readonly store: Store;
  readonly hints: Hints;
  /** The last clock given for each item, by its name. */
  private readonly gave = new Map<string, Extract<Entry, readonly ["gave", ...unknown[]]>>();
  private readonly journal: Journal;
  /** Records until the journal is written anew. */
  private room: number;

  constructor(disk: Disk, life: number, ring: Ring, bugs: ReadonlySet<DynamoBug>) {
    const supersedes = supersedesOf(bugs);
    this.store = new Store(ring, supersedes);
    this.hints = new Hints(supersedes, life);
    this.journal = new Journal(disk, "dynamo.journal");
    const saved = this.journal.recover() as readonly Entry[];
    for (const entry of saved) this.replay(entry);
    this.room = RECORDS_MIN;
  }

  /** A copy of this node's own. What is older than what is there changes nothing. */
  take(item: Item): void {
    const [key, element] = item;
    const siblings = this.store.take(item);
    if (siblings !== null) this.note(["item", [key, element, siblings]]);
  }

  /** A tombstone is collected. */
  remove([key, element]: Item): void {
    this.store.remove(key, element);
    this.note(["gone", key, element]);
  }

  hint(owner: string, item: Item): void {
    this.note(["hint", this.hints.make(owner, item)]);
  }

  dropHint(id: number): void {
    if (this.hints.drop(id)) this.note(["handed", id]);
  }

  /** What this node knew of an item when it last wrote it; null if it never did. */
  lastClock(key: unknown, element: unknown): Clock | null {
    return this.gave.get(nameOf(key, element))?.[3] ?? null;
  }

  giveClock(key: unknown, element: unknown, clock: Clock): void {
    const entry = ["gave", key, element, clock] as const;
    this.gave.set(nameOf(key, element), entry);
    this.note(entry);
  }

  /** To be called before anything that promises what was written leaves this node. */
  sync(): void {
    this.journal.sync();
  }

  private replay(entry: Entry): void {
    switch (entry[0]) {
      case "item":
        this.store.take(entry[1]);
        return;
      case "gone":
        return this.store.remove(entry[1], entry[2]);
      case "hint":
        return this.hints.keep(entry[1]);
      case "handed":
        this.hints.drop(entry[1]);
        return;
      case "gave":
        this.gave.set(nameOf(entry[1], entry[2]), entry);
    }
  }

  private note(entry: Entry): void {
    this.journal.append(entry);
    if (--this.room <= 0) this.compact();
  }

  private compact(): void {
    const entries: readonly Entry[] = [
      ...[...this.store.all()].map((item) => ["item", item] as const),
      ...this.hints.all().map((hint) => ["hint", hint] as const),
      ...this.gave.values(),
    ];
    this.journal.rewrite(entries);
    this.room = RECORDS_MIN + entries.length;
  }
}

const nameOf = (key: unknown, element: unknown): string => JSON.stringify([key, element]);
