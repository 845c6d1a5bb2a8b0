/** Append-only texts for the search: a state is what is left to tell of a text by the reads to come. */
import { NONE, type Columns } from "../columns.ts";
import { CHANGES, ILLEGAL, OBSERVES, OVERWRITES, type Machine } from "../machine.ts";
import { bytes, integers } from "../small-arrays.ts";
import { PrefixLookahead } from "./prefix-lookahead.ts";
import { PrefixTree } from "./prefix-tree.ts";

/** What a class of operations does with its text. */
export const READ = 0;
export const PUT = 1;
const APPEND = 2;

/**
 * Two texts of which neither is a prefix of an observed read are equal for every read to come: no
 * read will see them, and whatever is appended, that stays so. All of them are one state, DEAD (which
 * a put can leave). So there are no more states than nodes in the tree of prefixes of reads, and
 * orders that differ in what nobody saw are not told apart.
 *
 * `texts` holds a text for each row: what was read, put, or appended.
 */
export function appendMachine(columns: Columns, texts: readonly string[]): Machine {
  const { count, word } = columns;
  const kinds: number[] = [];
  const textOf: string[] = [];
  const classOf = integers(count);
  const known = [READ, PUT, APPEND].map(() => new Map<string, number>());
  for (let i = 0; i < count; i++) {
    const text = texts[i] ?? "";
    const names = known[word[i]!]!;
    let cls = names.get(text);
    if (cls === undefined) {
      cls = kinds.length;
      names.set(text, cls);
      kinds.push(word[i]!);
      textOf.push(text);
    }
    classOf[i] = cls;
  }
  const tree = new PrefixTree(textOf.filter((_, c) => kinds[c] === READ));
  const effect = bytes(kinds.length);
  // Reads and puts lead to one known state each.
  const target = integers(kinds.length);
  for (let c = 0; c < kinds.length; c++) {
    const kind = kinds[c]!;
    effect[c] = kind === READ ? OBSERVES : kind === PUT ? OVERWRITES : CHANGES;
    target[c] = kind === APPEND ? NONE : tree.nodeOf(textOf[c]!);
  }
  return {
    initial: tree.nodeOf(""),
    classOf,
    classCount: kinds.length,
    effect,
    step: (state, cls) => {
      switch (kinds[cls]) {
        case READ:
          return state === target[cls] ? state : ILLEGAL;
        case PUT:
          return target[cls]!;
        default:
          return tree.extend(state, textOf[cls]!);
      }
    },
    sink: PrefixTree.DEAD,
    values: "none",
    lookahead: () => new PrefixLookahead(columns, classOf, kinds, target, tree),
    stateBytes: () => tree.bytes,
  };
}
