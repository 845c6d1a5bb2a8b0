/** Sets in one set: each sees its own elements, and nonsense is seen by all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCodec } from "./codec.ts";
import { inOneSet } from "./one-set.ts";

const codec = inOneSet(makeCodec("set", { leadership: null, absent: "observation" }));
const read = (key: string) => ({ f: "read", key, value: null });

test("what is added to a set is read from it and from no other", () => {
  const elements = ["s0", "s1", "s1048575"].flatMap((key) =>
    [0, 7, 2 ** 32].map((value) => {
      const body = codec.request({ f: "add", key, value });
      assert.deepEqual(Object.keys(body), ["type", "element"], "there is no key on the wire");
      return body["element"];
    }),
  );
  assert.equal(new Set(elements).size, 9);
  for (const key of ["s0", "s1", "s1048575"])
    assert.deepEqual(codec.outcome(read(key), { type: "read_ok", value: elements }), {
      type: "ok",
      value: [0, 7, 2 ** 32],
    });
  const empty = codec.outcome(read("s2"), { type: "read_ok", value: elements });
  assert.deepEqual(empty, { type: "ok", value: [] });
});

test("what nobody can have added shows in every set; errors stay what they are", () => {
  const odd = { type: "read_ok", value: [-5, 0.5] };
  assert.deepEqual(codec.outcome(read("s3"), odd), { type: "ok", value: [-5, 0.5] });
  assert.equal(codec.outcome(read("s3"), { type: "error", code: 11 }).type, "fail");
  assert.deepEqual(codec.outcome({ ...read("s3"), f: "add" }, { type: "add_ok" }), {
    type: "ok",
    value: undefined,
  });
});
