/** A real five-node etcd through every fault, each proven, with data that survives them all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Effect, Fault } from "#core/fault.ts";
import type { Client } from "#core/ports/client.ts";
import type { Cluster } from "#core/ports/environment.ts";
import { nodeId, processId, type NodeId } from "#core/units.ts";
import { etcd } from "#targets/etcd/target.ts";
import { needs } from "../host/needs.ts";
import { newRun, patiently, requestFor } from "../specimen.laws.ts";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker } from "./environment.ts";

const nodes = ["n1", "n2", "n3", "n4", "n5"].map(nodeId);
const settings = { bugs: [], bin: "", options: {} } as const;

interface Trial extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly folder: string;
}

async function openEtcd(vocabulary: "register" | "set", reads = "linearizable"): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-etcd-"));
  const deployments = etcd.deploy({ ...settings, vocabulary, options: { reads } });
  const cancel = new AbortController().signal;
  const request = requestFor({ run: newRun(), folder, deployments, cancel, note: () => {} });
  const cluster = await docker.open({ ...request, nodes });
  return {
    cluster,
    folder,
    [Symbol.asyncDispose]: async () => {
      await cluster[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** One word by a client of its own; `null` where the answer did not come in time. */
async function ask(
  { cluster }: Trial,
  node: NodeId,
  op: Parameters<Client["invoke"]>[0],
  timeoutMs = 10_000,
): Promise<unknown> {
  await using client = await cluster.client(node, processId(0));
  return await client.invoke(op, AbortSignal.timeout(timeoutMs));
}

const read = (key: string) => ({ f: "read", key, value: null });
const write = (key: string, value: number) => ({ f: "write", key, value });

const between = (side: readonly NodeId[], other: readonly NodeId[]): readonly Cutting[] =>
  side.flatMap((a) =>
    other.flatMap((b): Cutting[] => [
      [a, b],
      [b, a],
    ]),
  );
type Cutting = readonly [NodeId, NodeId];

const here = needs("docker", "root", "iptables", "linux-x64");

test("registers are read, written and compared on every node", here, async () => {
  await using trial = await openEtcd("register");
  const [n1, n2, n3] = nodes as [NodeId, NodeId, NodeId];
  assert.equal(await ask(trial, n1, read("a")), null);
  await ask(trial, n1, write("a", 1));
  assert.equal(await ask(trial, n2, read("a")), 1);
  await ask(trial, n3, { f: "cas", key: "a", value: [1, 2] });
  const refused = ask(trial, n3, { f: "cas", key: "a", value: [1, 3] });
  await assert.rejects(refused, { name: "Refused", code: "precondition-failed" });
  await assert.rejects(ask(trial, n3, { f: "cas", key: "none", value: [1, 3] }), {
    name: "Refused",
  });
  assert.equal(await ask(trial, n2, read("a")), 2);
  assert.equal((await trial.cluster.leaders(new AbortController().signal)).length, 1);
});

test("a set is read whole", here, async () => {
  await using trial = await openEtcd("set");
  for (const [i, node] of nodes.entries()) await ask(trial, node, { f: "add", key: "s", value: i });
  const elements = (await ask(trial, nodeId("n3"), read("s"))) as number[];
  assert.deepEqual(elements.toSorted(), [0, 1, 2, 3, 4]);
});

test("every fault is proven, and what was acknowledged outlives them all", here, async () => {
  await using trial = await openEtcd("register");
  const [n1, n2, n3, n4, n5] = nodes as [NodeId, NodeId, NodeId, NodeId, NodeId];
  const faults: readonly (readonly [Fault, Effect])[] = [
    [{ kind: "partition", name: "two", cuts: between([n1, n2], [n3, n4, n5]) }, "proven"],
    [{ kind: "partition", name: "one way", cuts: [[n1, n2]] }, "proven"],
    [{ kind: "kill", name: "minority", nodes: [n1, n2] }, "proven"],
    [{ kind: "kill", name: "all", nodes }, "proven"],
    [{ kind: "pause", name: "minority", nodes: [n4, n5] }, "proven"],
    [
      { kind: "clock", name: "back", nodes: [n1], skew: { mode: "bump", offsetMs: -60_000 } },
      "proven",
    ],
    [
      { kind: "clock", name: "little", nodes: [n2], skew: { mode: "bump", offsetMs: 300 } },
      "applied",
    ],
    [
      { kind: "clock", name: "fast", nodes: [n3], skew: { mode: "drift", ratePpm: 100_000 } },
      "applied",
    ],
    [
      {
        kind: "clock",
        name: "to and fro",
        nodes,
        skew: { mode: "strobe", offsetMs: 5_000, periodMs: 50 },
      },
      "proven",
    ],
  ];
  for (const [i, [fault, effect]] of faults.entries()) {
    const active = await trial.cluster.inject(fault);
    const cure = await active.cure();
    assert.equal(cure.effect, effect, `${fault.name}: ${cure.evidence}`);
    const [one, other] = [nodes[i % 5] ?? n1, nodes[(i + 2) % 5] ?? n1];
    await patiently(() => ask(trial, one, write("a", i)));
    assert.equal(await patiently(() => ask(trial, other, read("a"))), i);
  }
  assert.deepEqual(trial.cluster.alive(), nodes);
  await trial.cluster.saveLogs(join(trial.folder, "saved"));
  assert.match(readFileSync(join(trial.folder, "saved", "n1", "server.log"), "utf8"), /elected/);
});

test(
  "behind a partition a serializable read is stale, a linearizable one is not",
  here,
  async () => {
    const [n1, n2, ...rest] = nodes as [NodeId, NodeId, ...NodeId[]];
    for (const [reads, stale] of [
      ["serializable", true],
      ["linearizable", false],
    ] as const) {
      await using trial = await openEtcd("register", reads);
      await ask(trial, n1, write("a", 1));
      assert.equal(await patiently(() => ask(trial, n1, read("a"))), 1);
      const cuts = between([n1], [n2, ...rest]);
      const partition = await trial.cluster.inject({ kind: "partition", name: "n1 alone", cuts });
      await patiently(() => ask(trial, n2, write("a", 2)));
      const answer = ask(trial, n1, read("a"), stale ? 10_000 : 1_000);
      if (stale) assert.equal(await answer, 1);
      else await assert.rejects(answer, { name: "Indeterminate" });
      assert.equal((await partition.cure()).effect, "proven");
    }
  },
);
