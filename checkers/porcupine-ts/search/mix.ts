/** A random number for each operation, computed instead of kept. */

/** MurmurHash3's finalizer over the operation's number and the seed. */
export function mix(op: number, seed: number): number {
  let h = Math.imul(op + 1, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
