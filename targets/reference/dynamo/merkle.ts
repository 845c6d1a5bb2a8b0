/** A Merkle tree over the items of one range: replicas whose roots agree have the same items. */

const FAN_OUT = 8;
/** Numbered like a heap: the root is 0, then its children, then the leaves. */
const FIRST_LEAF = 1 + FAN_OUT;
const LEAVES = FAN_OUT * FAN_OUT;

/** The number of a node of the tree. */
export type Branch = number;

export const ROOT: Branch = 0;

export const isLeaf = (branch: Branch): boolean => branch >= FIRST_LEAF;

export const childrenOf = (branch: Branch): readonly Branch[] =>
  Array.from({ length: FAN_OUT }, (_, i) => branch * FAN_OUT + 1 + i);

/** An item's place follows from its name. */
export const leafOf = (nameHash: number): Branch => FIRST_LEAF + (nameHash % LEAVES);

/**
 * A leaf is the exclusive or of its items' hashes, so that one item changes it without the others
 * being looked at; a branch is a hash of its children's. With 32 bits two states look alike by chance
 * once in four thousand million comparisons, and until the next change.
 */
export class MerkleTree {
  private readonly hashes = new Int32Array(FIRST_LEAF + LEAVES);

  at(branch: Branch): number {
    return this.hashes[branch] ?? 0;
  }

  /** Adds an item's hash, or takes it away: an item that changed is one of each. */
  toggle(leaf: Branch, hash: number): void {
    this.hashes[leaf] = this.at(leaf) ^ hash;
    for (let branch = leaf; branch !== ROOT;) {
      branch = Math.floor((branch - 1) / FAN_OUT);
      this.hashes[branch] = this.combined(branch);
    }
  }

  private combined(branch: Branch): number {
    let hash = 0;
    for (let child = branch * FAN_OUT + 1; child <= branch * FAN_OUT + FAN_OUT; child++)
      hash = Math.imul(hash ^ this.at(child), 0x9e3779b1) ^ (hash >>> 15);
    return hash;
  }
}
