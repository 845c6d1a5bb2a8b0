/** What a fault is with less in it, and what it is called then. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../fault.ts";
import { nodeId } from "../units.ts";
import { extentOf, spared, thin } from "./lesser.ts";

const [n1, n2, n3] = [nodeId("n1"), nodeId("n2"), nodeId("n3")];
const late: Fault = {
  kind: "packet",
  name: "messages to and from n1 delayed by 80 ms",
  links: [
    [n1, n2],
    [n2, n1],
    [n1, n3],
  ],
  trouble: { mode: "delay", delayMs: 80, jitterMs: 0 },
};
const dark: Fault = { kind: "zone", name: "zone z1 down", nodes: [n1, n2], outage: "down" };

test("without a node its links are gone, and the name says what is left", () => {
  const rest = spared(late, n2);
  assert.deepEqual(rest?.kind === "packet" && rest.links, [[n1, n3]]);
  assert.equal(rest?.name, "messages from n1 to n3 delayed by 80 ms");
  assert.equal(spared(late, n1), null, "nothing is left");
  assert.equal(spared(late, nodeId("n9")), late, "who has no part in it changes nothing");
});

test("a zone without a node is fewer nodes lost", () => {
  assert.equal(spared(dark, n1)?.name, "n2 lost with their zone");
  assert.deepEqual([extentOf(dark), extentOf(late)], [2, 3]);
});

test("a fault is thinned to the link that matters", () => {
  let least = late;
  thin(late, (smaller) => {
    const matters =
      smaller.kind === "packet" && smaller.links.some(([a, b]) => a === n1 && b === n3);
    if (matters) least = smaller;
    return matters;
  });
  assert.equal(least.name, "messages from n1 to n3 delayed by 80 ms");
});
