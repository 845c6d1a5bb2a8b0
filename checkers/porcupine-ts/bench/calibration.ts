/** A loop of fixed work, to say times in multiples that other machines can compare with. */

/** CPU milliseconds of thirty million rounds of integer work on 256 KB. */
export function calibrate(): number {
  const before = process.cpuUsage();
  let state = 1;
  const cells = new Int32Array(1 << 16);
  for (let i = 0; i < 30_000_000; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + i;
    cells[state & 0xffff]! ^= state;
  }
  const { user } = process.cpuUsage(before);
  return user / 1e3;
}

export interface Spent {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** What some work costs, with its result. */
export function spend<Result>(work: () => Result): Spent & { readonly result: Result } {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1e3, wallMs: performance.now() - start };
}
