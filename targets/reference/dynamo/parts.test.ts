/** The parts of a Dynamo by themselves: versions, ring, tree, failure detector. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf, type Dice } from "#core/seed.ts";
import { Hints } from "./hints.ts";
import { childrenOf, isLeaf, leafOf, MerkleTree, ROOT } from "./merkle.ts";
import { Ring } from "./ring.ts";
import { Store, type Item } from "./store.ts";
import { Union } from "./union.ts";
import {
  areSame,
  descends,
  increment,
  join,
  reconcile,
  supersedesOf,
  type Siblings,
  type Version,
} from "./versions.ts";

const causal = supersedesOf(new Set());
const NODES = ["n1", "n2", "n3", "n4", "n5"];

/** Versions as three nodes write them, each having read some of those before. */
function written(dice: Dice): readonly Version[] {
  const versions: Version[] = [];
  for (let i = 0; i < 8; i++) {
    const read = versions.filter(() => dice.chance(400)).map(({ clock }) => clock);
    const at = dice.int(3);
    const own = versions.filter((_, j) => j % 3 === at).map(({ clock }) => clock);
    const before = join([...read, ...own, ...versions.map(({ clock }) => onlyAt(clock, at))], 3);
    versions.push({ clock: increment(before, at), ms: dice.int(5), value: i });
  }
  return versions;
}

const onlyAt = (clock: readonly number[], at: number): readonly number[] =>
  clock.map((count, i) => (i === at ? count : 0));

test("versions: whatever the order, and however often they come, the same siblings are left", () => {
  for (let seed = 0; seed < 200; seed++) {
    const dice = seedOf(`${seed}`).open();
    const versions = written(dice);
    const all = (): Siblings =>
      [...dice.shuffle(versions), ...dice.shuffle(versions)].reduce<Siblings>(
        (siblings, version) => reconcile(siblings, [version], causal),
        [],
      );
    const [one, other] = [all(), all()];
    assert.ok(areSame(one, other), `seed ${seed}`);
    const lost = versions.filter((version) => !one.some((kept) => causal(kept, version)));
    assert.deepEqual(lost, [], "each version is kept, or one that knew of it");
    for (const a of one) for (const b of one) assert.ok(a === b || !descends(a.clock, b.clock));
  }
});

test("versions: what adds nothing gives the same array back", () => {
  const mine = [{ clock: [1, 2], ms: 0, value: 1 }];
  assert.equal(reconcile(mine, [{ clock: [1, 1], ms: 9, value: 2 }], causal), mine);
});

test("last-write-wins: the later clock on the wall, whichever knew of which", () => {
  const byWall = supersedesOf(new Set(["last-write-wins"]));
  const [old, late] = [
    { clock: [1, 0], ms: 9, value: 1 },
    { clock: [1, 1], ms: 5, value: 2 },
  ];
  assert.deepEqual(reconcile([old], [late], byWall), [old]);
  assert.deepEqual(reconcile([old], [late], causal), [late]);
});

test("ring: every key has its owners, all different, the same at every node", () => {
  const ring = new Ring(NODES, 3);
  const loads = new Map<string, number>();
  for (let key = 0; key < 2000; key++) {
    const owners = ring.ownersOf(key);
    assert.equal(new Set(owners).size, 3);
    assert.deepEqual([...owners, ...ring.substitutesOf(key)].toSorted(), NODES);
    for (const owner of owners) loads.set(owner, (loads.get(owner) ?? 0) + 1);
  }
  for (const [node, load] of loads) assert.ok(load > 400, `${node} has ${load} of 2000 keys`);
});

test("ring: a node that joins takes keys from others, who exchange none", () => {
  const [before, after] = [new Ring(NODES.slice(0, 4), 1), new Ring(NODES, 1)];
  for (let key = 0; key < 500; key++) {
    const [now] = after.ownersOf(key);
    assert.ok(now === "n5" || now === before.ownersOf(key)[0]);
  }
});

const item = (key: number, element: number, ...clock: number[]): Item => [
  key,
  element,
  [{ clock, ms: 0, value: true }],
];

/** The leaves to which differing hashes lead from the root. */
function differing(a: Store, b: Store, range: number, branch = ROOT): readonly number[] {
  if (a.hashAt(range, branch) === b.hashAt(range, branch)) return [];
  if (isLeaf(branch)) return [branch];
  return childrenOf(branch).flatMap((child) => differing(a, b, range, child));
}

test("tree: equal items in any order, equal roots; one that differs is found under its leaf", () => {
  const ring = new Ring(NODES, 3);
  const items = Array.from({ length: 60 }, (_, element) => item(1, element, 1, 0));
  const range = ring.rangeOf(1);
  const [a, b] = [new Store(ring, causal), new Store(ring, causal)];
  for (const one of items) a.take(one);
  for (const one of items.toReversed()) b.take(one);
  assert.deepEqual(differing(a, b, range), []);
  b.take(item(1, 7, 1, 1));
  const leaves = differing(a, b, range);
  assert.equal(leaves.length, 1);
  const under = a.under(leaves.map((leaf) => [range, leaf]));
  assert.ok(under.some(([, element]) => element === 7));
  a.take(item(1, 7, 1, 1));
  assert.deepEqual(differing(a, b, range), []);
  b.remove(1, 7);
  assert.deepEqual(differing(a, b, range), leaves);
});

test("tree: every leaf is reached from the root, and what is taken away leaves no trace", () => {
  const reach = (branch: number): readonly number[] =>
    isLeaf(branch) ? [branch] : childrenOf(branch).flatMap(reach);
  const leaves = new Set(reach(ROOT));
  const tree = new MerkleTree();
  const empty = tree.at(ROOT);
  for (let name = 0; name < 200; name++) {
    assert.ok(leaves.has(leafOf(name)));
    tree.toggle(leafOf(name), 77 + name);
    assert.notEqual(tree.at(ROOT), empty);
    tree.toggle(leafOf(name), 77 + name);
    assert.equal(tree.at(ROOT), empty);
  }
});

test("hints: a late answer to an earlier life drops none of this one", () => {
  const [before, now] = [1, 2].map((life) => new Hints(causal, life));
  const handed = before?.make("n1", item(1, 1, 1));
  const kept = now?.make("n1", item(1, 2, 1));
  assert.equal(now?.drop(handed?.id ?? -1), false);
  assert.deepEqual(now?.all(), [kept]);
});

test("union: what some copies lack, and nothing where all are alike", () => {
  const ring = new Ring(NODES, 3);
  const [a, b] = [new Store(ring, causal), new Store(ring, causal)];
  for (const one of [item(1, 1, 1, 0), item(1, 2, 1, 0)]) a.take(one);
  b.take(item(1, 1, 2, 0));
  const copies = [a, b].map((store) => store.holding({ scope: "key", key: 1 }));
  const union = new Union(copies, causal);
  assert.deepEqual(
    copies.map((copy) => union.beyond(copy).map(([, element]) => element)),
    [[1], [2]],
  );
  b.take(item(1, 2, 1, 0));
  a.take(item(1, 1, 2, 0));
  const alike = [a, b].map((store) => store.holding({ scope: "key", key: 1 }));
  assert.deepEqual(
    alike.map((copy) => new Union(alike, causal).beyond(copy)),
    [[], []],
  );
});
