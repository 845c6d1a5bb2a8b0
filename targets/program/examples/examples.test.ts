/** The examples on real processes: right ones stay right under faults, the wrong one is caught. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Invocation } from "#core/operation.ts";
import type { Cluster } from "#core/ports/environment.ts";
import { processId, type NodeId } from "#core/units.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { local } from "#environments/local/local.ts";
import { n1, n2, newRun, requestFor, until } from "#environments/specimen.laws.ts";
import { program } from "../program.ts";

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Example extends AsyncDisposable {
  readonly cluster: Cluster;
  /** By a new client. */
  ask(node: NodeId, f: string, value?: unknown, key?: string): Promise<unknown>;
  /** A read that is given up soon. */
  glance(node: NodeId): Promise<unknown>;
}

async function open(bin: string, vocabulary: VocabularyName): Promise<Example> {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-example-"));
  const deployments = program.deploy({ vocabulary, bugs: [], options: { sets: "keyed" }, bin });
  const cancel = new AbortController().signal;
  const run = newRun();
  const cluster = await local.open(requestFor({ run, folder, deployments, cancel, note() {} }));
  return {
    cluster,
    ask: (node, f, value = null, key = "1") => ask(cluster, node, { f, key, value }, 10_000),
    glance: (node) => ask(cluster, node, { f: "read", key: "1", value: null }, 300),
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

async function ask(cluster: Cluster, node: NodeId, op: Invocation, timeoutMs: number) {
  await using client = await cluster.client(node, processId(0));
  return await client.invoke(op, AbortSignal.timeout(timeoutMs));
}

const isolated = { kind: "partition", name: "n2 alone", cuts: [[n1, n2]] } as const;
const withPython = { skip: spawnSync("python3", ["-V"]).status !== 0 && "there is no python3" };

for (const [bin, needs] of [
  [`node ${fileOf("proxy.mjs")}`, {}],
  [`python3 ${fileOf("proxy.py")}`, withPython],
] as const) {
  const name = bin.slice(bin.lastIndexOf("/") + 1);

  test(`${name} is a register that tells every node the same, or nothing`, needs, async () => {
    await using example = await open(bin, "register");
    assert.equal(await example.ask(n2, "read"), null);
    await example.ask(n2, "write", 1);
    const cut = await example.cluster.inject(isolated);
    await example.ask(n1, "cas", [1, 2]);
    await assert.rejects(example.ask(n1, "cas", [1, 3]), { code: "precondition-failed" });
    await assert.rejects(example.glance(n2), { code: "timeout" });
    await until(async () => (await cut.prove()).effect === "proven", "n1's answer is dropped");
    assert.equal((await cut.cure()).effect, "proven");
    assert.equal(await example.ask(n2, "read"), 2);
  });

  test(`${name} keeps its promises over a kill`, needs, async () => {
    await using example = await open(bin, "set");
    for (const element of [1, 2]) await example.ask(n2, "add", element, "");
    const kill = await example.cluster.inject({ kind: "kill", name: "k", nodes: [n1] });
    await kill.cure();
    await example.ask(n2, "add", 3, "");
    assert.deepEqual(await example.ask(n1, "read", null, ""), [1, 2, 3]);
    await example.ask(n1, "add", 4, "of its own");
    assert.deepEqual(await example.ask(n2, "read", null, "of its own"), [4]);
  });
}

test("local-reads.mjs answers from the past once it is cut off", async () => {
  await using example = await open(`node ${fileOf("local-reads.mjs")}`, "register");
  await example.ask(n1, "write", 1);
  while ((await example.ask(n2, "read")) !== 1);
  const cut = await example.cluster.inject(isolated);
  await example.ask(n1, "write", 2);
  assert.equal(await example.ask(n1, "read"), 2);
  assert.equal(await example.ask(n2, "read"), 1, "a stale read");
  await cut.cure();
});
