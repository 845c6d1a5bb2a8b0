/** Words become Maelstrom's messages and its replies become outcomes, doubt included. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCodec } from "./codec.ts";

const settings = { leadership: null, absent: "observation" } as const;
const register = makeCodec("register", settings);
const set = makeCodec("set", settings);
const read = { f: "read", key: "7", value: null };
const add = { f: "add", key: "", value: 5 };
const ok = (value: unknown): unknown => ({ type: "ok", value });

test("a register's words are lin-kv's, with integer keys", () => {
  assert.deepEqual(register.request(read), { type: "read", key: 7 });
  assert.deepEqual(register.request({ ...read, key: "k12" }), { type: "read", key: 12 });
  assert.deepEqual(register.request({ f: "write", key: "xy7", value: 3 }), {
    type: "write",
    key: "xy7",
    value: 3,
  });
  assert.deepEqual(register.request({ f: "cas", key: "07", value: [3, 4] }), {
    type: "cas",
    key: "07",
    from: 3,
    to: 4,
  });
});

test("a set's words are g-set's; a set that is one of many says which", () => {
  assert.deepEqual(set.request(add), { type: "add", element: 5 });
  assert.deepEqual(set.request({ f: "read", key: "", value: null }), { type: "read" });
  assert.deepEqual(set.request({ ...add, key: "2" }), { type: "add", key: 2, element: 5 });
});

test("answers are what the words promise", () => {
  assert.deepEqual(register.outcome(read, { type: "read_ok", value: 3 }), ok(3));
  assert.deepEqual(register.outcome(read, { type: "read_ok", value: null }), ok(null));
  const write = { f: "write", key: "7", value: 3 };
  assert.deepEqual(register.outcome(write, { type: "write_ok" }), ok(undefined));
  assert.deepEqual(set.outcome(add, { type: "add_ok" }), ok(undefined));
  assert.deepEqual(set.outcome(read, { type: "read_ok", value: [2, 1] }), ok([2, 1]));
  assert.deepEqual(set.outcome(read, { type: "read_ok", value: null }), ok([]), "a Go slice");
});

test("a key that does not exist was seen to be unwritten, unless that is not wanted", () => {
  const reply = { type: "error", code: 20, text: "" };
  assert.deepEqual(register.outcome(read, reply), ok(null));
  assert.deepEqual(set.outcome(read, reply), ok([]));
  assert.equal(register.outcome({ f: "cas", key: "7", value: [1, 2] }, reply).type, "fail");
  const strict = makeCodec("register", { ...settings, absent: "failure" });
  assert.equal(strict.outcome(read, reply).type, "fail");
});

for (const [what, codec, reply] of [
  ["another word's answer", register, { type: "write_ok" }],
  ["no value at all", register, { type: "read_ok" }],
  ["a text for a number", register, { type: "read_ok", value: "3" }],
  ["an integer that no number holds", register, { type: "read_ok", value: 2n ** 62n }],
  ["a number for a set", set, { type: "read_ok", value: 3 }],
  ["a set with a text in it", set, { type: "read_ok", value: [1, "2"] }],
  ["an error of no known code", register, { type: "error" }],
] as const)
  test(`${what} leaves the outcome in doubt`, () => {
    assert.equal(codec.outcome(read, reply).type, "info");
  });
