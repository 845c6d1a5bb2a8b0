/** Copies compared with a peer's, branch by branch of their Merkle trees (section 4.7). */
import { childrenOf, isLeaf, ROOT } from "./merkle.ts";
import type { BranchHash, DynamoMessage, Leaf } from "./messages.ts";
import type { Member } from "./settings.ts";
import type { Item } from "./store.ts";
import { areSame } from "./versions.ts";

export class AntiEntropy {
  private readonly member: Member;
  /** Peers still to be asked in this turn: all of them have theirs before one has another. */
  private turn: string[] = [];

  constructor(member: Member) {
    this.member = member;
  }

  /** Begins with the roots of all ranges of which both keep copies. */
  begin(): void {
    const { host, ring } = this.member;
    if (this.turn.length === 0)
      this.turn = host.dice.shuffle(host.nodes.filter((node) => node !== host.self));
    const peer = this.turn.pop();
    if (peer === undefined) return;
    const hashes = ring.shared(host.self, peer).map((range) => this.hashOf(range, ROOT));
    if (hashes.length > 0) this.member.send(peer, { type: "compare", hashes });
  }

  /** Where the hashes differ the children's come next, and under leaves the items themselves. */
  compare(from: string, hashes: readonly BranchHash[]): void {
    const differing = hashes.filter(([range, branch, hash]) => {
      return this.member.storage.store.hashAt(range, branch) !== hash;
    });
    const children = differing.flatMap(([range, branch]) =>
      isLeaf(branch) ? [] : this.looked(branch).map((child) => this.hashOf(range, child)),
    );
    const leaves = differing.flatMap(([range, branch]): readonly Leaf[] =>
      isLeaf(branch) ? [[range, branch]] : [],
    );
    if (children.length > 0) this.member.send(from, { type: "compare", hashes: children });
    if (leaves.length > 0) this.give(from, leaves, this.under(leaves), true);
  }

  items(from: string, message: Extract<DynamoMessage, { type: "items" }>): void {
    const { leaves, items, wanting } = message;
    for (const item of items) this.member.storage.take(item);
    if (!wanting) return;
    const theirs = new Map(
      items.map(([key, element, siblings]) => [nameOf(key, element), siblings]),
    );
    const lacking = this.under(leaves).filter(
      ([key, element, siblings]) => !areSame(siblings, theirs.get(nameOf(key, element)) ?? []),
    );
    if (lacking.length > 0) this.give(from, leaves, lacking, false);
  }

  private looked(branch: number): readonly number[] {
    const children = childrenOf(branch);
    return this.member.bugs.has("merkle-skips") ? children.slice(0, -1) : children;
  }

  private give(
    to: string,
    leaves: readonly Leaf[],
    items: readonly Item[],
    wanting: boolean,
  ): void {
    this.member.send(to, { type: "items", leaves, items, wanting });
  }

  private under(leaves: readonly Leaf[]): readonly Item[] {
    return this.member.storage.store.under(leaves);
  }

  private hashOf(range: number, branch: number): BranchHash {
    return [range, branch, this.member.storage.store.hashAt(range, branch)];
  }
}

const nameOf = (key: unknown, element: unknown): string => JSON.stringify([key, element]);
