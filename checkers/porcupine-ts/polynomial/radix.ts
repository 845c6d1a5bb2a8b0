/** Sorting numbers by integer keys in linear time. */

/** The values, those with smaller keys first, equal keys in the given order. Keys have 32 bits. */
export function sortByKey(values: Int32Array, keyOf: (value: number) => number): Int32Array {
  let from = values;
  let fromKeys = new Uint32Array(values.length);
  // With the sign bit turned over, unsigned order is signed order.
  for (let i = 0; i < values.length; i++) fromKeys[i] = keyOf(values[i]!) ^ 0x8000_0000;
  for (let shift = 0; shift < 32; shift += 11) {
    const starts = new Int32Array(2049);
    for (const key of fromKeys) starts[((key >>> shift) & 2047) + 1]!++;
    for (let digit = 0; digit < 2048; digit++) starts[digit + 1]! += starts[digit]!;
    const to = new Int32Array(from.length);
    const toKeys = new Uint32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const place = starts[(fromKeys[i]! >>> shift) & 2047]!++;
      to[place] = from[i]!;
      toKeys[place] = fromKeys[i]!;
    }
    from = to;
    fromKeys = toKeys;
  }
  return from;
}
