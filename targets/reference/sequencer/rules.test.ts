/** Single rules of the sequencer, each with the bug that is its absence, where there is one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body } from "#core/ports/message.ts";
import { millis } from "#core/units.ts";
import type { Entry } from "../ledger.ts";
import { Lone } from "../lone.fixture.ts";
import { sequencerSystem } from "./system.ts";

const NODES = ["n1", "n2", "n3"];

/** n1 by itself; n2 has epoch 1, n3 has epoch 2, n1 has epoch 3. */
const alone = (...bugs: readonly string[]): Lone =>
  new Lone(
    sequencerSystem.actor({ vocabulary: "register", bugs, options: {}, timeScale: 1 }),
    NODES,
  );

const entries = (count: number, reign: number): readonly Entry[] =>
  Array.from({ length: count }, () => ({ reign, command: { kind: "noop" } }));

const order = (
  epoch: number,
  [previous, previousReign]: readonly [number, number],
  some: readonly Entry[] = [],
): Body => ({
  type: "order",
  epoch,
  previous,
  previousReign,
  entries: some,
  stable: 0,
  at: 0,
});

/** n1 after n2 has given it so many numbers in epoch 1. */
function holding(count: number): Lone {
  const n1 = alone();
  n1.tell("n2", order(1, [0, 0], entries(count, 1)));
  return n1;
}

test("an order of a sealed epoch is refused with the new one", () => {
  for (const [bugs, answer] of [
    [[], "newer"],
    [["no-seal"], "held"],
  ] as const) {
    const n1 = alone(...bugs);
    n1.tell("n3", order(2, [0, 0], entries(1, 2)));
    const said = n1.tell("n2", order(1, [0, 0])).get("n2");
    assert.equal(said?.type, answer);
  }
});

test("a seal outlives a crash", () => {
  const n1 = alone();
  n1.tell("n3", order(2, [0, 0]));
  n1.restart();
  const said = n1.tell("n2", order(1, [0, 0])).get("n2");
  assert.deepEqual(said, { type: "newer", epoch: 2 });
});

test("a gap is asked for, once in a while", () => {
  const n1 = holding(3);
  const ask = (): Body | undefined => n1.tell("n2", order(1, [5, 1], entries(1, 1))).get("n2");
  assert.deepEqual(ask(), { type: "missing", epoch: 1, after: 3 });
  assert.equal(ask(), undefined, "the answer is on its way");
  n1.pass(millis(25));
  assert.deepEqual(ask(), { type: "missing", epoch: 1, after: 3 });
  const said = n1.tell("n2", order(1, [3, 1], entries(3, 1))).get("n2");
  assert.deepEqual(said, { type: "held", epoch: 1, index: 6, at: 0 });
});

test("where two logs part is found by halves, and a lost answer does not send back to the start", () => {
  const n1 = holding(600);
  // n3 has 500 of these numbers, and 100 others after them.
  const asked = (body: Body): unknown => n1.tell("n3", body).get("n3")?.["after"];
  assert.equal(asked(order(2, [580, 2])), 290);
  assert.equal(asked(order(2, [290, 1], entries(128, 1))), 418);
  // What follows 418 never comes.
  n1.pass(millis(25));
  assert.equal(asked(order(2, [581, 2])), 418);
  const rest = [...entries(82, 1), ...entries(46, 2)];
  assert.equal(asked(order(2, [418, 1], rest)), 546);
  const said = n1.tell("n3", order(2, [546, 2], entries(36, 2))).get("n3");
  assert.deepEqual(said, { type: "held", epoch: 2, index: 582, at: 0 });
});

const sealed = (epoch: number, reign: number, last: number): Body => ({
  type: "sealed",
  epoch,
  reign,
  last,
});

test("a new sequencer pulls what the most advanced of a majority has before it gives numbers", () => {
  const n1 = holding(2);
  const pull = n1.tell("n3", sealed(3, 2, 2)).get("n3");
  assert.deepEqual(pull, { type: "pull", epoch: 3, after: 0 });
  assert.equal(n1.actor.leads, null);
  const pulled = { type: "pulled", epoch: 3, after: 0, entries: entries(2, 2) };
  const first = n1.tell("n3", pulled).get("n2");
  assert.deepEqual(first, order(3, [2, 2], entries(1, 3)));
  assert.equal(n1.actor.leads, 3);
});

test("lagging-failover: it begins with what it has", () => {
  const n1 = alone("lagging-failover");
  n1.tell("n3", sealed(3, 2, 2));
  assert.equal(n1.actor.leads, 3);
});

test("an epoch is led in one life only", () => {
  const n1 = alone();
  n1.tell("n3", sealed(3, 0, 0));
  assert.equal(n1.actor.leads, 3);
  n1.restart();
  for (const peer of ["n2", "n3"]) n1.tell(peer, sealed(3, 0, 0));
  assert.equal(n1.actor.leads, null);
});

test("an epoch is left when a majority misses its sequencer, this member among them", () => {
  const n1 = alone();
  const suspect = { type: "suspect", epoch: 1 };
  assert.equal(n1.tell("n3", suspect).has("n3"), false, "n1 has nothing to complain of yet");
  // A new epoch is given twelve beats.
  for (let beat = 1; beat <= 13; beat++) n1.ring("beat");
  const said = n1.tell("n3", suspect).get("n3");
  assert.deepEqual(said, sealed(2, 0, 0));
});

test("nothing is executed before a majority holds it", () => {
  for (const [bugs, answered] of [
    [[], false],
    [["early-delivery"], true],
  ] as const) {
    const n1 = alone(...bugs);
    n1.tell("n3", sealed(3, 0, 0));
    const write = { type: "write", key: 1, value: 7, msg_id: 1 };
    assert.equal(n1.tell("c1", write).has("c1"), answered);
    const held = n1.tell("n2", { type: "held", epoch: 3, index: 2, at: 0 });
    assert.equal(held.get("c1")?.type, answered ? undefined : "write_ok");
  }
});

test("what was inherited is stable only with an entry of the own epoch", () => {
  const n1 = holding(2);
  n1.tell("n3", sealed(3, 0, 0));
  assert.equal(n1.tell("n2", { type: "held", epoch: 3, index: 2, at: 0 }).has("n2"), false);
  const stable = n1.tell("n2", { type: "held", epoch: 3, index: 3, at: 0 }).get("n2");
  assert.deepEqual(stable, { type: "stable", epoch: 3, index: 3 });
});
