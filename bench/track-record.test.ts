/** The track record in the docs covers every system and bug there is, and tells of no miss. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { SYSTEMS } from "#targets/reference/systems.ts";
import { seedsOf, trackRecordOf } from "./record-table.ts";

const FILE = fileURLToPath(import.meta.resolve("#targets/reference/TRACK-RECORD.md"));
const record = trackRecordOf(readFileSync(FILE, "utf8"));

for (const { name, bugs } of SYSTEMS) {
  test(`${name}: each bug has its row, and every hunt found it`, () => {
    const rows = record.bugs.get(name) ?? new Map<string, readonly string[]>();
    assert.deepEqual(
      [...rows.keys()],
      bugs.map((bug) => bug.name),
    );
    for (const [bug, [checker, hunts = ""]] of rows) {
      const [found, of] = hunts.split(" of ");
      assert.ok(Number(found) > 0, bug);
      assert.equal(found, of, bug);
      assert.notEqual(checker, "nobody", bug);
    }
  });

  test(`${name}: no false alarm, and few seeds in which too little happened`, () => {
    const survival = record.survivals.get(name);
    assert.ok(survival !== undefined && seedsOf(survival) >= 200);
    assert.equal(survival.violated, 0);
    assert.ok(survival.unknown * 20 <= seedsOf(survival));
  });
}
