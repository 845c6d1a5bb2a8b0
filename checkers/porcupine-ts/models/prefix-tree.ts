/** All prefixes of some texts, numbered, without a node for each: sorted texts and what they share. */
import { integers } from "../small-arrays.ts";

/**
 * In sorted order, the texts that begin with a given prefix are neighbours. The first of them owns
 * the prefix; a text therefore owns its prefixes longer than what it shares with the text before.
 * The number of a prefix is its length, counted on from the numbers of earlier owners.
 */
export class PrefixTree {
  /** The number of whatever is no prefix of any text. */
  static readonly DEAD = 0;
  private readonly texts: readonly string[];
  /** By text: the length of what it shares with the text before it. */
  private readonly shared: Int32Array;
  /** By text: the number of its (unowned) prefix of length 0. */
  private readonly base: Int32Array;
  /** By text: the next text that shares less with its own predecessor. */
  private readonly jump: Int32Array;

  constructor(texts: readonly string[]) {
    this.texts = ["", ...new Set(texts.filter((text) => text !== ""))].toSorted();
    this.shared = integers(this.texts.length);
    this.base = integers(this.texts.length);
    let numbers = 1;
    for (const [i, text] of this.texts.entries()) {
      const shared = i === 0 ? -1 : sharedLength(this.texts[i - 1]!, text);
      this.shared[i] = shared;
      this.base[i] = numbers - (shared + 1);
      numbers += text.length - shared;
    }
    this.jump = nextSmaller(this.shared);
  }

  get textCount(): number {
    return this.texts.length;
  }

  /** The text that the node stands for is this one, or a negative number if it is none of the texts. */
  textEndingAt(node: number): number {
    if (node === PrefixTree.DEAD) return -1;
    const owner = this.ownerOf(node);
    return this.lengthOf(node) === this.texts[owner]!.length ? owner : -1;
  }

  /** The texts that begin with the node's text are those from here ... */
  startOf(node: number): number {
    return this.ownerOf(node);
  }

  /** ... up to this one, exclusively. */
  endOf(node: number): number {
    const length = this.lengthOf(node);
    let end = this.ownerOf(node) + 1;
    while (end < this.texts.length && this.shared[end]! >= length) end = this.jump[end]!;
    return end;
  }

  /** Whether the node's text begins with the other's. */
  continues(node: number, other: number): boolean {
    if (node === PrefixTree.DEAD || other === PrefixTree.DEAD) return false;
    const start = this.startOf(node);
    return (
      this.lengthOf(node) >= this.lengthOf(other) &&
      start >= this.startOf(other) &&
      start < this.endOf(other)
    );
  }

  get bytes(): number {
    return 100 + 12 * this.texts.length;
  }

  /** The number of a text, which may be DEAD. */
  nodeOf(text: string): number {
    return this.extend(this.numberAt(0, 0), text);
  }

  /** The number of the node's text with another appended. */
  extend(node: number, appended: string): number {
    if (node === PrefixTree.DEAD) return PrefixTree.DEAD;
    const owner = this.ownerOf(node);
    const length = this.lengthOf(node);
    for (let i = owner; i < this.texts.length; i++) {
      if (i > owner && this.shared[i]! < length) break;
      if (this.texts[i]!.startsWith(appended, length))
        return this.numberAt(this.firstWith(i, length + appended.length), length + appended.length);
    }
    return PrefixTree.DEAD;
  }

  /** The last text whose own numbers begin at or before this one. */
  private ownerOf(node: number): number {
    let low = 0;
    let high = this.texts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.numberAt(middle, this.shared[middle]! + 1) <= node) low = middle;
      else high = middle;
    }
    return low;
  }

  lengthOf(node: number): number {
    return node - this.base[this.ownerOf(node)]!;
  }

  private numberAt(owner: number, length: number): number {
    return this.base[owner]! + length;
  }

  /** The first text that has this text's prefix of the given length. */
  private firstWith(text: number, length: number): number {
    let owner = text;
    while (this.shared[owner]! >= length) owner--;
    return owner;
  }
}

function sharedLength(before: string, text: string): number {
  // Of a chain of reads each is a prefix of the next, which the engine compares far faster.
  if (text.startsWith(before)) return before.length;
  let length = 0;
  while (before.charCodeAt(length) === text.charCodeAt(length)) length++;
  return length;
}

/** Of each index the next one with a smaller entry, or the length. */
function nextSmaller(entries: Int32Array): Int32Array {
  const next = integers(entries.length);
  for (let i = entries.length - 1; i >= 0; i--) {
    let j = i + 1;
    while (j < entries.length && entries[j]! >= entries[i]!) j = next[j]!;
    next[i] = j;
  }
  return next;
}
