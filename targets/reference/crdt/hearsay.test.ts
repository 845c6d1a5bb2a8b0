/** What a peer is known to have heard, over losses, late messages and crashes on either side. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hearsay } from "./hearsay.ts";

test("all is told to a stranger, then only what it has not said that it heard", () => {
  const [a, b] = [new Hearsay(1), new Hearsay(1)];
  const first = a.telling("b", 3, []);
  assert.deepEqual([first.since, first.upTo], [0, 3]);
  b.heardFrom("a", first);
  assert.equal(a.knownTo("b"), 0, "b has not said so yet");
  a.heardFrom("b", b.telling("a", 0, []));
  assert.equal(a.knownTo("b"), 3);
  assert.equal(a.telling("b", 5, []).since, 3);
});

test("after a lost telling the next begins where the last that came ended", () => {
  const [a, b] = [new Hearsay(1), new Hearsay(1)];
  b.heardFrom("a", a.telling("b", 3, []));
  a.telling("b", 5, []);
  a.heardFrom("b", b.telling("a", 0, []));
  assert.equal(a.telling("b", 6, []).since, 3);
});

test("what crashed is told all again, though a message from before its crash comes late", () => {
  const [a, b] = [new Hearsay(1), new Hearsay(1)];
  b.heardFrom("a", a.telling("b", 3, []));
  const early = b.telling("a", 0, []);
  a.heardFrom("b", early);
  const reborn = new Hearsay(2);
  a.heardFrom("b", reborn.telling("a", 0, []));
  a.heardFrom("b", early);
  assert.equal(a.knownTo("b"), 0);
});

test("a telling that takes for granted what was forgotten does not count as heard", () => {
  const [a, b] = [new Hearsay(1), new Hearsay(1)];
  b.heardFrom("a", a.telling("b", 3, []));
  a.heardFrom("b", b.telling("a", 0, []));
  const reborn = new Hearsay(2);
  reborn.heardFrom("a", a.telling("b", 5, []));
  assert.deepEqual(reborn.telling("a", 0, []).heard, { life: 1, upTo: 0 });
});

test("who crashed numbers anew: what was heard of its last life is no answer to this one", () => {
  const [a, b] = [new Hearsay(1), new Hearsay(1)];
  b.heardFrom("a", a.telling("b", 3, []));
  const reborn = new Hearsay(2);
  reborn.heardFrom("b", b.telling("a", 0, []));
  assert.equal(reborn.knownTo("b"), 0);
  b.heardFrom("a", reborn.telling("b", 1, []));
  assert.deepEqual(b.telling("a", 0, []).heard, { life: 2, upTo: 1 });
});
