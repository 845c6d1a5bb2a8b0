/** Merges are joins: whatever order, however often, the replicas agree; and each bug breaks that. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body } from "#core/ports/message.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import type { CrdtBug } from "./bugs.ts";
import { Counter } from "./counters.ts";
import type { Crdt } from "./crdt.ts";
import { GSet } from "./g-set.ts";
import { LwwRegister } from "./lww-register.ts";
import { OrSet } from "./or-set.ts";

interface Subject {
  readonly name: string;
  make(bugs: ReadonlySet<CrdtBug>): Crdt;
  ask(dice: Dice): Body;
}

const SUBJECTS: readonly Subject[] = [
  {
    name: "g-counter",
    make: (bugs) => new Counter(false, bugs),
    ask: (dice) => ({ type: "add", delta: dice.int(5) }),
  },
  {
    name: "pn-counter",
    make: (bugs) => new Counter(true, bugs),
    ask: (dice) => ({ type: "add", delta: dice.int(9) - 4 }),
  },
  {
    name: "g-set",
    make: (bugs) => new GSet(bugs),
    ask: (dice) => ({ type: "add", element: dice.int(8) }),
  },
  {
    name: "or-set",
    make: (bugs) => new OrSet(bugs),
    ask: (dice) => ({ type: dice.pick(["add", "remove"]), element: dice.int(4) }),
  },
  {
    name: "lww-register",
    make: (bugs) => new LwwRegister(bugs),
    ask: (dice) => ({ type: "write", value: dice.int(1000) }),
  },
];

/** Updates on three replicas, with states delivered by lot, late, twice; then all hear all. */
function story({ make, ask }: Subject, seed: string, bugs: ReadonlySet<CrdtBug>): readonly Crdt[] {
  const dice = seedOf(seed).open();
  const replicas = ["a", "b", "c"].map(() => make(bugs));
  const sent: unknown[] = [];
  for (let count = 1; count <= 30; count++) {
    const at = dice.int(3);
    const stamp = { node: "abc".charAt(at), count, wallMs: dice.int(10) };
    const replica = replicas[at] ?? assert.fail();
    sent.push(replica.update(ask(dice), stamp), structuredClone(replica.state()));
    replicas[dice.int(3)]?.merge(sent[dice.int(sent.length)]);
  }
  for (const replica of replicas) for (const state of dice.shuffle(sent)) replica.merge(state);
  return replicas;
}

const answer = (crdt: Crdt): string => {
  const value = crdt.value();
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
};

for (const subject of SUBJECTS)
  test(`${subject.name}: replicas that heard the same agree, and hearing it again changes nothing`, () => {
    for (let seed = 0; seed < 200; seed++) {
      const replicas = story(subject, `${seed}`, new Set());
      assert.equal(new Set(replicas.map(answer)).size, 1, `seed ${seed}`);
      const [first] = replicas;
      const before = JSON.stringify(first?.state());
      first?.merge(structuredClone(first.state()));
      assert.equal(JSON.stringify(first?.state()), before);
    }
  });

test("counters: the sum of all that was added; a counter that only grows refuses to go down", () => {
  const stamp = { node: "a", count: 1, wallMs: 0 };
  const counter = new Counter(true, new Set());
  for (const delta of [5, -2, 4]) counter.update({ type: "add", delta }, stamp);
  assert.equal(counter.value(), 7);
  assert.equal(new Counter(false, new Set()).update({ type: "add", delta: -1 }, stamp), null);
});

test("or-set: a removal spares the add that it has not observed", () => {
  const [a, b] = [new OrSet(new Set()), new OrSet(new Set())];
  const add = (set: OrSet, node: string, count: number): unknown =>
    set.update({ type: "add", element: 1 }, { node, count, wallMs: 0 });
  a.merge(add(b, "b", 1));
  const removal = a.update({ type: "remove", element: 1 }, { node: "a", count: 1, wallMs: 0 });
  add(b, "b", 2);
  b.merge(removal);
  a.merge(b.state());
  assert.deepEqual([a.value(), b.value()], [[1], [1]]);
});

test("with a bug on replicas disagree, or what was acknowledged is gone", () => {
  const broken = (name: string, bug: CrdtBug): boolean => {
    const subject = SUBJECTS.find((one) => one.name === name) ?? assert.fail();
    return Array.from({ length: 50 }, (_, seed) => `${seed}`).some((seed) => {
      const honest = story(subject, seed, new Set()).map(answer);
      return String(story(subject, seed, new Set([bug])).map(answer)) !== String(honest);
    });
  };
  assert.ok(broken("g-counter", "merge-adds"));
  assert.ok(broken("g-set", "merge-replaces"));
  assert.ok(broken("or-set", "add-wins-lost"));
  assert.ok(broken("lww-register", "no-tie-break"));
});
