/** What a Dynamo does when owners are away, each rule as an experiment of a few requests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { millis } from "#core/units.ts";
import { Cluster, USUAL, type ClusterSettings } from "./cluster.fixture.ts";

const clusterOf = (special: Partial<ClusterSettings>): Cluster =>
  new Cluster({ ...USUAL, ...special });

test("what was written anywhere is read anywhere", () => {
  const cluster = clusterOf({ nodes: 5 });
  assert.deepEqual([cluster.add("n1", 1), cluster.add("n4", 2)], ["add_ok", "add_ok"]);
  assert.equal(cluster.remove("n2", 1), "remove_ok");
  for (const node of cluster.nodes) assert.deepEqual(cluster.elements(node), [2]);
});

test("registers: the last of the siblings is shown, a key that was never written is refused", () => {
  const cluster = clusterOf({});
  const read = (): unknown => cluster.say("n2", { type: "read", key: 7 });
  assert.equal((read() as { code?: unknown }).code, 20);
  for (const value of [5, 6])
    assert.equal(cluster.say("n1", { type: "write", key: 7, value })?.type, "write_ok");
  assert.equal((read() as { value?: unknown }).value, 6);
});

test("words that are not its own are refused", () =>
  assert.equal(clusterOf({}).say("n1", { type: "cas", key: 1, from: 1, to: 2 })?.["code"], 10));

test("sloppy quorum: with all owners away stand-ins take a write, and hand it over later", () => {
  const cluster = clusterOf({ nodes: 5 });
  cluster.add("n1", 1);
  cluster.pass(500);
  const { owners, others } = cluster;
  assert.equal(owners.length, 3);
  cluster.split(...owners);
  cluster.pass(1000);
  const [other = "", owner = ""] = [others[0], owners[0]];
  assert.equal(cluster.add(other, 2), "add_ok");
  assert.deepEqual(cluster.elements(other), [2], "the hints are what this side knows");
  assert.deepEqual(cluster.elements(owner), [1]);
  cluster.mend();
  cluster.pass(1500);
  for (const node of cluster.nodes) assert.deepEqual(cluster.elements(node), [1, 2]);
});

test("a hint survives its holder's crash; with lost-hint on it is gone with the first try", () => {
  const after = (bugs: ClusterSettings["bugs"]): readonly unknown[] => {
    const cluster = clusterOf({ nodes: 5, bugs });
    cluster.add("n1", 1);
    cluster.pass(500);
    const { owners, others } = cluster;
    cluster.split(...owners);
    cluster.pass(1000);
    cluster.add(others[0] ?? "", 2);
    cluster.pass(500);
    for (const node of others) cluster.world.process(node).crash();
    for (const node of others) cluster.world.process(node).start();
    cluster.mend();
    cluster.pass(1500);
    return cluster.elements("n1");
  };
  assert.deepEqual(after([]), [1, 2]);
  assert.deepEqual(after(["lost-hint"]), [1]);
});

test("without a stand-in a write below W is not acknowledged, a read below R is refused", () => {
  const cluster = clusterOf({});
  cluster.split("n1");
  assert.equal(cluster.add("n1", 1), "error");
  assert.equal(cluster.add("n2", 2), "add_ok");
  assert.equal(cluster.say("n1", { type: "read", key: 1 })?.["code"], 11);
});

/** An owner that was away for some writes, with nobody to stand in for it. */
function absence(special: Partial<ClusterSettings>): Cluster {
  const cluster = clusterOf({ quorums: { n: 3, r: 1, w: 1 }, ...special });
  cluster.split("n3");
  for (let element = 0; element < 40; element++) cluster.add("n1", element);
  // Longer than a coordinator goes on trying.
  cluster.pass(3000);
  cluster.mend();
  return cluster;
}

const NEVER = millis(1e9);

test("anti-entropy alone brings an owner up to date", () => {
  const cluster = absence({ readRepair: false });
  cluster.pass(2000);
  assert.equal(cluster.elements("n3").length, 40);
});

test("merkle-skips: some of what an owner missed it never gets", () => {
  const cluster = absence({ readRepair: false, bugs: ["merkle-skips"] });
  cluster.pass(20_000);
  const { length } = cluster.elements("n3");
  assert.ok(length > 10 && length < 40, `${length} elements`);
});

test("read repair alone brings an owner up to date", () => {
  const cluster = absence({ times: { entropy: NEVER } });
  cluster.elements("n1");
  cluster.pass(500);
  assert.equal(cluster.elements("n3").length, 40);
});

test("a clock is not given twice, even to who reads from copies that have not heard of it", () => {
  const after = (bugs: ClusterSettings["bugs"]): readonly unknown[] => {
    const cluster = clusterOf({ nodes: 5, quorums: { n: 1, r: 1, w: 1 }, bugs });
    cluster.add("n1", 1);
    cluster.pass(500);
    const { owners, others } = cluster;
    cluster.split(...owners);
    const [other = ""] = others;
    // The owner has the add, the stand-in only what is written now, and both by one node.
    cluster.pass(1000);
    cluster.add(other, 2);
    cluster.mend();
    cluster.pass(1000);
    cluster.split(...owners);
    cluster.pass(1000);
    assert.equal(cluster.remove(other, 2), "remove_ok");
    cluster.mend();
    cluster.pass(1500);
    return cluster.elements("n1");
  };
  assert.deepEqual(after([]), [1]);
  assert.deepEqual(after(["version-forgotten"]), [1, 2]);
});

test("a tombstone goes when all have it and the grace is over, and what it deleted stays away", () => {
  const cluster = clusterOf({ times: { grace: millis(3000) } });
  cluster.add("n1", 1);
  cluster.split("n3");
  cluster.remove("n1", 1);
  cluster.pass(10_000);
  assert.equal(cluster.items("n1"), 1, "n3 does not have it yet");
  cluster.mend();
  cluster.pass(10_000);
  for (const node of cluster.nodes) {
    assert.equal(cluster.items(node), 0, node);
    assert.deepEqual(cluster.elements(node), []);
  }
});

test("tombstone-dropped: an owner that was away brings back what was deleted", () => {
  const cluster = clusterOf({ bugs: ["tombstone-dropped"] });
  cluster.add("n1", 1);
  cluster.split("n3");
  cluster.remove("n1", 1);
  cluster.pass(4000);
  assert.deepEqual(cluster.elements("n1"), []);
  cluster.mend();
  cluster.pass(3000);
  assert.deepEqual(cluster.elements("n1"), [1]);
});
