/** Zones as they are typed, refused, and typed again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeId } from "#core/units.ts";
import { docker } from "#environments/docker/environment.ts";
import { local } from "#environments/local/local.ts";
import { zoneFlags, zonesOf, type ZoneOptions } from "./zoning.ts";

const nodes = ["n1", "n2", "n3", "n4", "n5"].map(nodeId);
const matrix = (options: ZoneOptions): readonly (readonly number[])[] =>
  zonesOf(options, nodes, local).map(({ latencyMs }) => latencyMs);

test("zones stand in a line unless the distances are said, one for all or one a pair", () => {
  assert.deepEqual(zonesOf({}, nodes, local), []);
  assert.deepEqual(matrix({ zones: "3" }), [
    [0, 30, 60],
    [30, 0, 30],
    [60, 30, 0],
  ]);
  assert.deepEqual(matrix({ zones: "2", wan: "12.5" }), [
    [0, 12.5],
    [12.5, 0],
  ]);
  assert.deepEqual(matrix({ zones: "3", wan: "1,2,3" }), [
    [0, 1, 2],
    [1, 0, 3],
    [2, 3, 0],
  ]);
});

test("a real network has zones and no distances", () => {
  const zones = zonesOf({ zones: "2" }, nodes, docker);
  assert.deepEqual(zones[0], {
    name: "z1",
    nodes: [nodes[0], nodes[2], nodes[4]],
    latencyMs: [0, 0],
  });
  assert.throws(() => zonesOf({ zones: "2", wan: "5" }, nodes, docker), /real network/);
});

test("what cannot be is refused with what could", () => {
  assert.throws(() => matrix({ wan: "5" }), { hint: "Give --zones as well." });
  assert.throws(() => matrix({ zones: "6" }), /--zones "6" is not a whole number from 1 to 5/);
  assert.throws(
    () => matrix({ zones: "3", wan: "1,2" }),
    /names 2 distances; 3 zones have 3 pairs/,
  );
  assert.throws(() => matrix({ zones: "3", wan: "far" }), /--wan "far" is not a number/);
});

test("the line that does it again means the same", () => {
  for (const options of [{ zones: "3" }, { zones: "3", wan: "1,2,3" }, { zones: "2", wan: "0" }]) {
    const zones = zonesOf(options, nodes, local);
    const flags = Object.fromEntries(zoneFlags(zones).map(([flag, text]) => [flag.slice(2), text]));
    const again = zonesOf(
      flags["wan"] === undefined ? { ...flags, wan: "0" } : flags,
      nodes,
      local,
    );
    assert.deepEqual(again, zones);
  }
});
