/** LWW register: of two writes the one with the later timestamp wins, by its node if they tie. */
import type { Body } from "#core/ports/message.ts";
import type { CrdtBug } from "./bugs.ts";
import type { Crdt, Delta, Stamp } from "./crdt.ts";

interface Write {
  readonly ms: number;
  readonly node: string;
  readonly value: unknown;
}

export class LwwRegister implements Crdt {
  private write: Write = { ms: 0, node: "", value: null };
  private readonly bugs: ReadonlySet<CrdtBug>;

  constructor(bugs: ReadonlySet<CrdtBug>) {
    this.bugs = bugs;
  }

  /** Later than what it overwrites, however slow this node's clock may be. */
  update({ type, value }: Body, { node, wallMs }: Stamp): Delta | null {
    if (type !== "write") return null;
    this.write = { ms: Math.max(Math.floor(wallMs), this.write.ms + 1), node, value };
    return this.write;
  }

  merge(delta: Delta): boolean {
    const theirs = delta as Write;
    const { ms, node } = this.write;
    const wins = theirs.ms === ms ? theirs.node > node : theirs.ms > ms;
    const tie = theirs.ms === ms && this.bugs.has("no-tie-break");
    if (!wins || tie) return false;
    this.write = theirs;
    return true;
  }

  value(): unknown {
    return this.write.value;
  }

  state(): Delta {
    return this.write;
  }
}
