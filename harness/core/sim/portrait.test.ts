/** Any value has a portrait, and none is too long. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { portrait } from "./portrait.ts";

test("what an actor may hold is shown: numbers, texts, lists, maps, sets, objects of classes", () => {
  class Log {
    entries = [{ term: 1, value: "x" }];
    get last(): number {
      return assert.fail("getters of a class are not state");
    }
  }
  const state = { term: 7, log: new Log(), next: new Map([["n2", 3]]), votes: new Set(["n1"]) };
  assert.equal(
    portrait(state, 1000),
    '{term: 7, log: {entries: [{term: 1, value: "x"}]}, next: {n2: 3}, votes: {"n1"}}',
  );
});

test("circles end, depths end, lists end, texts end, and the whole ends", () => {
  const node: { name: string; self?: unknown } = { name: "n".repeat(100) };
  node.self = node;
  assert.equal(portrait(node, 1000), `{name: "${"n".repeat(60)}…", self: ↑}`);
  let deep: unknown = 1;
  for (let i = 0; i < 50; i++) deep = [deep];
  assert.equal(portrait(deep, 1000), "[[[[[…]]]]]");
  assert.match(
    portrait(
      Array.from({ length: 1e5 }, (_, i) => i),
      1000,
    ),
    / 11, 99988 more]$/,
  );
  assert.equal(portrait("x".repeat(50), 10).length, 11);
});

test("what stands apart and functions are left out; a hostile object harms nobody", () => {
  const host = { secret: 1 };
  assert.equal(portrait({ host, run: () => 1, id: 5n }, 1000, host), "{id: 5n}");
  const hostile = new Proxy({}, { ownKeys: () => assert.fail("look at me") });
  assert.equal(portrait({ hostile }, 1000), "{hostile: {}}");
});
