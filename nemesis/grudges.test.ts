/** Grudges by their definitions: who still hears whom. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cut } from "#core/fault.ts";
import { seedOf } from "#core/seed.ts";
import { nodeId, type NodeId } from "#core/units.ts";
import { majority } from "./choosers.ts";
import { apart, halves, majoritiesRing, oneWay } from "./grudges.ts";

const cluster = (size: number): readonly NodeId[] =>
  Array.from({ length: size }, (_, i) => nodeId(`n${i + 1}`));
const said = (cuts: readonly Cut[]): readonly string[] => cuts.map(([a, b]) => `${a}>${b}`);
const heardBy = (listener: NodeId, nodes: readonly NodeId[], cuts: readonly Cut[]): string =>
  nodes.filter((node) => !said(cuts).includes(`${node}>${listener}`)).join(" ");

test("one way is one way; apart is both ways; nobody is cut from itself", () => {
  const [a, b, c] = ["a", "b", "c"].map(nodeId) as [NodeId, NodeId, NodeId];
  assert.deepEqual(said(oneWay([a], [a, b, c])), ["a>b", "a>c"]);
  assert.deepEqual(said(apart([a], [b, c])), ["a>b", "a>c", "b>a", "c>a"]);
  assert.deepEqual(apart([a, b, c]), []);
});

test("halves: the first is never the larger", () => {
  for (const size of [1, 2, 3, 4, 5, 6, 7]) {
    const [small, large] = halves(cluster(size));
    assert.equal(small.length + large.length, size);
    assert.ok(large.length - small.length === 0 || large.length - small.length === 1);
  }
});

test("a ring of majorities, three to five nodes: exactly a majority each, no two the same", () => {
  for (const size of [3, 4, 5]) {
    for (let seed = 0; seed < 50; seed++) {
      const nodes = cluster(size);
      const cuts = majoritiesRing(nodes, seedOf(`${seed}`));
      const heard = nodes.map((node) => heardBy(node, nodes, cuts));
      assert.equal(new Set(heard).size, size);
      for (const [i, set] of heard.entries()) {
        assert.equal(set.split(" ").length, majority(size));
        assert.ok(set.split(" ").includes(nodes[i] ?? ""));
      }
    }
  }
});

test("a ring of majorities, more nodes: a majority at least, heard both ways, rarely the same", () => {
  for (const size of [6, 7, 9, 12]) {
    for (let seed = 0; seed < 20; seed++) {
      const nodes = cluster(size);
      const cuts = said(majoritiesRing(nodes, seedOf(`${seed}`)));
      for (const cut of cuts) assert.ok(cuts.includes(cut.split(">").toReversed().join(">")));
      const heard = nodes.map((node) =>
        heardBy(node, nodes, majoritiesRing(nodes, seedOf(`${seed}`))),
      );
      for (const set of heard) {
        const { length } = set.split(" ");
        assert.ok(length >= majority(size) && length < size, `${length} of ${size}`);
      }
      assert.ok(new Set(heard).size > size / 2);
    }
  }
});
