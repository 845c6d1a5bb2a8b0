/** Which row each process is waiting for an answer to. */

/** Processes below this one have a place in an array; the others are looked up. */
const DIRECT_MAX = 1 << 20;
export const NOTHING_OPEN = -1;

export class OpenOperations {
  private direct = new Int32Array(256).fill(NOTHING_OPEN);
  private readonly large = new Map<number, number>();

  get(process: number): number {
    if (process < this.direct.length) return this.direct[process]!;
    return this.large.get(process) ?? NOTHING_OPEN;
  }

  set(process: number, row: number): void {
    if (process >= this.direct.length && process < DIRECT_MAX) this.widen(process);
    if (process < this.direct.length) this.direct[process] = row;
    else if (row === NOTHING_OPEN) this.large.delete(process);
    else this.large.set(process, row);
  }

  /** The processes whose answers never came, and their rows. */
  *entries(): Generator<readonly [process: number, row: number]> {
    for (const [process, row] of this.direct.entries())
      if (row !== NOTHING_OPEN) yield [process, row];
    yield* this.large;
  }

  private widen(process: number): void {
    const wider = new Int32Array(Math.max(2 * this.direct.length, process + 1)).fill(NOTHING_OPEN);
    wider.set(this.direct);
    this.direct = wider;
  }
}
