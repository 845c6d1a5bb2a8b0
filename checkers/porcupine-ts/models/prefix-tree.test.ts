/** Numbers for prefixes, against the prefixes themselves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeDice } from "../oracle/dice.ts";
import { PrefixTree } from "./prefix-tree.ts";

const LETTERS = "ab";

test("two texts have one number iff they are one prefix; all else is dead", () => {
  const dice = makeDice(1);
  const text = (): string =>
    Array.from({ length: dice.below(6) }, () => LETTERS[dice.below(2)]).join("");
  for (let round = 0; round < 300; round++) {
    const texts = Array.from({ length: 1 + dice.below(5) }, text);
    const tree = new PrefixTree(texts);
    const prefixes = new Set(
      ["", ...texts].flatMap((t) => Array.from({ length: t.length + 1 }, (_, i) => t.slice(0, i))),
    );
    const numbers = new Map<number, string>();
    for (const prefix of prefixes) {
      const node = tree.nodeOf(prefix);
      assert.notEqual(node, PrefixTree.DEAD);
      assert.equal(numbers.get(node), undefined, `${prefix} and ${numbers.get(node)}`);
      numbers.set(node, prefix);
    }
    for (const [node, prefix] of numbers) {
      const more = text();
      const longer = prefix + more;
      const expected = prefixes.has(longer) ? tree.nodeOf(longer) : PrefixTree.DEAD;
      assert.equal(tree.extend(node, more), expected);
      const begun = texts.filter((t) => t.startsWith(prefix)).length > 0 || prefix === "";
      assert.equal(tree.endOf(node) > tree.startOf(node), begun);
      for (const [other, text] of numbers)
        assert.equal(tree.continues(node, other), prefix.startsWith(text), `${prefix} ${text}`);
    }
  }
});
