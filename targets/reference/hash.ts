/** A hash of 32 bits, for checksums, rings and trees: the same on every engine. */

/** Of a part of a text. FNV-1a over UTF-16 units, finished by MurmurHash3's avalanche. */
export function hashOf(text: string, from = 0, to: number = text.length): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
