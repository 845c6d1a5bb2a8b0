/** Parts of a table: what they keep, and that their numbers are their own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Table } from "./columns.ts";
import { encode } from "./encode.ts";
import { historyOf } from "./history-text.laws.ts";
import { models } from "./models/models.ts";
import { partition } from "./partition.ts";

const tableOf = (text: string, model = models.register()): Table =>
  encode(historyOf(text), model, "ignore", () => false) as Table;

test("each key has positions and values from 0 on, in the same order", () => {
  const table = tableOf(`
    x:p0 [1,4] write "a"
    y:p1 [2,3] write "b"
    x:p2 [5,8] read -> "a"
    y:p3 [6,7] read -> "b"
  `);
  const parts = [...partition(table, models.register())];
  assert.deepEqual(
    parts.map((part) => part.key),
    ["x", "y"],
  );
  for (const { columns, rows, values } of parts) {
    assert.deepEqual([...columns.invoked], [0, 2]);
    assert.deepEqual([...columns.returned], [1, 3]);
    assert.deepEqual([...columns.a], [1, 1]);
    assert.equal(columns.valueCount, 2);
    assert.equal(values()[1], rows[0] === 0 ? "a" : "b");
  }
});

test("lists of elements are renumbered with their elements", () => {
  const table = tableOf(
    `
    x:p0 [1,2] add "a"
    y:p0 [3,4] add "b"
    y:p0 [5,6] add "c"
    y:p0 [7,8] read -> ["c", "b"]
  `,
    models.set(),
  );
  const [, part] = partition(table, models.set());
  assert.ok(part);
  const { columns } = part;
  const read = columns.items.subarray(columns.a[2], columns.b[2]);
  assert.deepEqual(
    Array.from(read, (element) => part.values()[element]),
    ["c", "b"],
  );
});

test("one key is the table itself", () => {
  const table = tableOf("p0 [1,2] write 1");
  const [part] = partition(table, models.register());
  assert.equal(part?.columns, table.columns);
});
