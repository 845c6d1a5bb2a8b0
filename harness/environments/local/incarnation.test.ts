/** Lives of nodes: what a kill cuts off, what a stop holds back, and who dies with whom. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { processId, type NodeId } from "#core/units.ts";
import { n1, n2, newRun, openTrial, patiently, until, type Trial } from "../specimen.laws.ts";
import { scripted, specimen } from "./specimen.laws.ts";

const open = (script: string): Promise<Trial> =>
  openTrial(specimen, { deployments: scripted(script) });

async function call({ cluster }: Trial, node: NodeId, f: string, value?: unknown) {
  await using client = await cluster.client(node, processId(0));
  return await client.invoke({ f, key: "", value }, AbortSignal.timeout(10_000));
}

const kill = { kind: "kill", name: "k", nodes: [n1] } as const;
const pause = { kind: "pause", name: "p", nodes: [n1] } as const;

test("whole lines written before a kill were sent, the torn one never was", async () => {
  await using trial = await open(`
    let heard = 0;
    words.hello = () => { heard++; };
    words.heard = () => ({ type: "ok", value: heard });
    words.talk = () => {
      for (let i = 0; i < 100; i++) send("n2", { type: "hello" });
      process.stdout.write('{"src":"n1","dest":"n2","body":{"type":"hel');
      return undefined;
    };`);
  await using client = await trial.cluster.client(n1, processId(0));
  const talk = client.invoke({ f: "talk", key: "", value: null }, AbortSignal.timeout(10_000));
  const doubt = assert.rejects(talk, { code: "node-died" });
  await until(async () => (await call(trial, n2, "heard")) === 100, "all whole lines arrive");
  const fault = await trial.cluster.inject(kill);
  await doubt;
  await fault.cure();
  assert.equal(await call(trial, n2, "heard"), 100);
  assert.deepEqual(trial.notes, [], "a line torn by a kill is nobody's fault");
});

test("what waits for a stopped node dies with it: its next life never sees it", async () => {
  await using trial = await open(`
    let written = 0;
    words.write = ({ value }) => { written = value; return { type: "ok" }; };
    words.read = () => ({ type: "ok", value: written });`);
  const stop = await trial.cluster.inject(pause);
  await using client = await trial.cluster.client(n1, processId(0));
  const write = client.invoke({ f: "write", key: "", value: 7 }, AbortSignal.timeout(10_000));
  const doubt = assert.rejects(write, { code: "node-died" });
  const death = await trial.cluster.inject(kill);
  await doubt;
  await stop.cure();
  await death.cure();
  assert.equal(await patiently(() => call(trial, n1, "read")), 0);
});

test("what a stopped node does not read is bounded; the rest is dropped and counted", async () => {
  await using trial = await open(`
    const text = "x".repeat(64 << 10);
    let heard = 0;
    words.flood = () => {
      for (let i = 0; i < 400; i++) send("n1", { type: "water", text });
      return { type: "ok" };
    };
    words.water = () => { heard++; };
    words.heard = () => ({ type: "ok", value: heard });`);
  const stop = await trial.cluster.inject(pause);
  await call(trial, n2, "flood");
  await stop.cure();
  const heard = await call(trial, n1, "heard");
  await trial.cluster.saveLogs(trial.folder);
  const { messages } = JSON.parse(readFileSync(join(trial.folder, "network.json"), "utf8"));
  assert.equal(messages.sent, 400);
  assert(messages.overflow > 300, `25 MiB were sent, 4 may wait: ${messages.overflow} dropped`);
  assert.equal(heard, 400 - messages.overflow);
});

test("a node's own children are stopped and killed with it", async () => {
  await using trial = await open(`
    const { spawn } = await import("node:child_process");
    words.spawn = () => ({ type: "ok",
      value: spawn("sleep", ["600"], { stdio: ["ignore", "inherit", "ignore"] }).pid });`);
  const pid = await call(trial, n1, "spawn");
  const state = (): string => {
    try {
      return /\) (\w)/.exec(readFileSync(`/proc/${String(pid)}/stat`, "utf8"))?.[1] ?? "X";
    } catch {
      return "X";
    }
  };
  const stop = await trial.cluster.inject(pause);
  assert.equal((await stop.prove()).effect, "proven");
  assert.equal(state(), "T");
  await stop.cure();
  await until(async () => state() !== "T", "the child goes on");
  const death = await trial.cluster.inject(kill);
  assert.equal((await death.prove()).effect, "proven");
  assert.match(state(), /[XZ]/);
  await death.cure();
});

test("a daemon that left its family holds nothing up, and ends with the cluster", async () => {
  const trial = await open(`
    const { spawn } = await import("node:child_process");
    words.daemon = () => { spawn("sh", ["-c", "setsid sleep 600 & exit"], { stdio: "inherit" });
      return { type: "ok" }; };`);
  await call(trial, n1, "daemon");
  const death = await trial.cluster.inject(kill);
  assert.equal((await death.cure()).effect, "proven");
  await trial[Symbol.asyncDispose]();
  assert.deepEqual(await specimen.leftovers(trial.run), []);
});

test("a restarted node that does not come up leaves the fault cured, and says so", async () => {
  await using trial = await open(`
    const { existsSync, writeFileSync } = await import("node:fs");
    if (existsSync("scar")) process.exit(5);
    writeFileSync("scar", "");`);
  const death = await trial.cluster.inject(kill);
  const { effect, evidence } = await death.cure();
  assert.equal(effect, "proven");
  assert.match(evidence, /n1 did not come back: it exited with code 5/);
  assert.deepEqual(trial.cluster.alive().includes(n1), false);
});

test("a fault that can hurt nobody is refused; a cut that nobody meets is not proven", async () => {
  await using trial = await open("");
  const death = await trial.cluster.inject(kill);
  await assert.rejects(trial.cluster.inject(kill), /none of its nodes runs/);
  await assert.rejects(trial.cluster.inject(pause), /none of its nodes runs/);
  await death.cure();
  const cuts = [[n1, n2]] as const;
  const cut = await trial.cluster.inject({ kind: "partition", name: "quiet", cuts });
  assert.equal((await cut.prove()).effect, "unproven");
  assert.equal((await cut.cure()).effect, "unproven");
});

test("a controller that leaves without a word takes its nodes along", async () => {
  const run = newRun();
  const folder = mkdtempSync(join(tmpdir(), "ordeal-law-"));
  const program = `
    import { specimen } from ${JSON.stringify(new URL("specimen.laws.ts", import.meta.url))};
    import { hold } from ${JSON.stringify(new URL("../heritage.laws.ts", import.meta.url))};
    await hold(specimen, "${run}", ${JSON.stringify(folder)});
    process.exit(0);`;
  const args = ["--input-type=module", "--eval", program];
  await once(spawn(process.execPath, args, { stdio: "ignore" }), "exit");
  await until(async () => (await specimen.leftovers(run)).length === 0, "nobody is left");
  rmSync(folder, { recursive: true, force: true });
});
