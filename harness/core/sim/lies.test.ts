/** Lies in messages: only where there is something to lie about, and never in the original. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { edited, LieCount } from "./lies.ts";

const append = {
  type: "append",
  term: 3,
  previousIndex: 7,
  entries: [{ term: 2, command: { kind: "update", body: { type: "write", key: 1, value: 6 } } }],
};

test("values change by a bit, wherever they are; all else stays", () => {
  const lied = edited(append, { mode: "values", perMille: 1000 });
  assert.equal(JSON.stringify(lied), JSON.stringify(append).replace('"value":6', '"value":7'));
  assert.equal(append.entries[0]?.command.body.value, 6, "the original is as it was");
});

test("terms are raised, those of entries too", () => {
  const lied = edited(append, { mode: "terms", perMille: 1000, by: 10 });
  assert.match(JSON.stringify(lied), /^{"type":"append","term":13,.*"term":12/);
});

test("where there is nothing to lie about the truth is told", () => {
  assert.equal(edited({ type: "stored", id: "n1 7" }, { mode: "values", perMille: 1000 }), null);
});

test("what was done is counted by the kind of message; nothing done is no proof", () => {
  const lie = { mode: "terms", perMille: 500, by: 2 } as const;
  const count = new LieCount();
  count.said = 5;
  assert.equal(count.proof(lie, "n3").effect, "unproven");
  count.lie("append");
  count.lie("append");
  const evidence = "2 of 5 messages from n3 with terms raised by 2: append 2";
  assert.deepEqual(count.proof(lie, "n3"), { effect: "proven", evidence });
});
