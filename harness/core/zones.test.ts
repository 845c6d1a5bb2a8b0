/** Nodes dealt over zones, and the ways between them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeId } from "./units.ts";
import { borderOf, dealt, distanceMs } from "./zones.ts";

const nodes = ["n1", "n2", "n3", "n4", "n5"].map(nodeId);
const line = (from: number, to: number): number => 30 * Math.abs(from - to);

test("every zone has its share of the nodes", () => {
  const zones = dealt(nodes, 3, line);
  assert.deepEqual(
    zones.map((zone) => [zone.name, ...zone.nodes]),
    [
      ["z1", "n1", "n4"],
      ["z2", "n2", "n5"],
      ["z3", "n3"],
    ],
  );
  assert.equal(dealt(nodes.slice(0, 2), 3, line).length, 2, "no zone is empty");
});

test("near is near, far is far, and who stands nowhere is no further than anybody", () => {
  const zones = dealt(nodes, 3, line);
  assert.deepEqual(
    [
      ["n1", "n4"],
      ["n1", "n2"],
      ["n3", "n4"],
      ["c1", "n3"],
    ].map(([a = "", b = ""]) => distanceMs(zones, a, b)),
    [0, 30, 60, 0],
  );
});

test("a border runs both ways around some, and not among them", () => {
  const [n1, n2, n3] = ["n1", "n2", "n3"].map(nodeId);
  const border = borderOf(nodes.slice(0, 2), nodes.slice(0, 3));
  assert.deepEqual(border, [
    [n1, n3],
    [n3, n1],
    [n2, n3],
    [n3, n2],
  ]);
});
