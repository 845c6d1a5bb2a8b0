/** The ring of consistent hashing: who keeps a key, and who stands in for them. */
import { hashOf } from "../hash.ts";

/** Positions that each node takes on the ring: its virtual nodes. */
const TOKENS_EACH = 8;

interface Token {
  readonly position: number;
  readonly node: string;
}

/**
 * Section 4.2: a key belongs to the first tokens clockwise of its hash, those of one node counted
 * once. Keys between two tokens are a range, and share their owners.
 */
export class Ring {
  private readonly tokens: readonly Token[];
  /** For each range all nodes, in the order in which they come around the ring. */
  private readonly orders: readonly (readonly string[])[];
  private readonly ranges = new Map<unknown, number>();
  private readonly copies: number;

  constructor(nodes: readonly string[], copies: number) {
    this.copies = copies;
    this.tokens = nodes
      .flatMap((node) =>
        Array.from({ length: TOKENS_EACH }, (_, i) => ({ position: hashOf(`${node}/${i}`), node })),
      )
      .toSorted((a, b) => a.position - b.position || (a.node < b.node ? -1 : 1));
    this.orders = this.tokens.map((_, i) => [
      ...new Set([...this.tokens.slice(i), ...this.tokens.slice(0, i)].map(({ node }) => node)),
    ]);
  }

  rangeOf(key: unknown): number {
    const known = this.ranges.get(key);
    if (known !== undefined) return known;
    const position = hashOf(JSON.stringify(key));
    const found = this.tokens.findIndex((token) => token.position >= position);
    // Beyond the last token the ring begins anew.
    const range = Math.max(found, 0);
    this.ranges.set(key, range);
    return range;
  }

  /** The key's preference list. */
  ownersOf(key: unknown): readonly string[] {
    return this.ownersIn(this.rangeOf(key));
  }

  /** The nodes after its owners, in the order in which they stand in. */
  substitutesOf(key: unknown): readonly string[] {
    return this.orders[this.rangeOf(key)]?.slice(this.copies) ?? [];
  }

  ownersIn(range: number): readonly string[] {
    return this.orders[range]?.slice(0, this.copies) ?? [];
  }

  /** The ranges of which both nodes keep copies. */
  shared(a: string, b: string): readonly number[] {
    return [...this.orders.keys()].filter((range) => {
      const owners = this.ownersIn(range);
      return owners.includes(a) && owners.includes(b);
    });
  }
}
