/** The promises of the README, each once and short: `npm run prove` has them in full. */
import assert from "node:assert/strict";
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { FAULT_KINDS, faultsOf, type FaultKind } from "#core/fault.ts";
import type { Results } from "#core/record.ts";
import { needs } from "#environments/host/needs.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { leftovers } from "../../bench/leftovers.ts";
import { Desk, type, typed, type Ended } from "./stranger.laws.ts";

const run = (desk: Desk, line: string): Promise<Ended> =>
  typed(["run", ...line.split(" "), "--out", desk.store]);

const latest = (desk: Desk): string => join(desk.store, "latest");

function provenKinds(desk: Desk): readonly FaultKind[] {
  const { history } = readHistory(layout.history(latest(desk)));
  const effective = faultsOf(history).filter(({ effect }) => effect !== "unproven");
  return FAULT_KINDS.filter((kind) => effective.some(({ fault }) => fault.kind === kind));
}

/** The first seed at which it is a violation, explained in words. */
async function foundWithin(desk: Desk, seeds: number, line: string): Promise<Results> {
  for (let seed = 1; seed <= seeds; seed++) {
    const { code } = await run(desk, `${line} --seed ${seed}`);
    if (code === 1)
      return JSON.parse(readFileSync(layout.results(latest(desk)), "utf8")) as Results;
  }
  return assert.fail(`not found within ${seeds} seeds: ${line}`);
}

describe("processes of this machine", () => {
  const desk = new Desk();
  after(() => desk[Symbol.dispose]());

  test("a correct Raft is valid, and every kind of fault was proven", async () => {
    const ended = await run(desk, "raft --time-limit 20s --seed 1");
    assert.equal(ended.code, 0, ended.stderr + ended.stdout);
    assert.deepEqual(provenKinds(desk), ["partition", "kill", "pause"]);
  });

  test("nodes that keep nothing on disk are found, and the operations named", async () => {
    const line = "raft --bug no-persist --nemesis kill --time-limit 15s";
    const results = await foundWithin(desk, 5, line);
    assert.match(results.summary, /no order explains .*read of k\d+, answered .* on n\d/);
  });
});

describe("containers", needs("docker", "root", "iptables", "linux-x64"), () => {
  const desk = new Desk();
  after(() => desk[Symbol.dispose]());

  test("etcd is valid under every kind of fault, each proven", async () => {
    const kinds = "partition,kill,pause,clock";
    const ended = await run(desk, `etcd --env docker --nemesis ${kinds} --time-limit 35s --seed 1`);
    assert.equal(ended.code, 0, ended.stderr + ended.stdout);
    assert.deepEqual(provenKinds(desk), kinds.split(","));
  });

  test("etcd's serializable reads are stale, and the operations are named", async () => {
    const line = "etcd --env docker --nemesis partition --reads serializable --time-limit 20s";
    const results = await foundWithin(desk, 3, line);
    assert.match(results.summary, /no order explains process \d+'s .* on n\d/);
  });

  test("kill -9 in the middle of a fault: the next start leaves nothing, the record checks", async () => {
    const args = ["run", "etcd", "--env", "docker", "--nemesis", "partition,pause"];
    const started = type([...args, "--time-limit", "60s", "--out", desk.store]);
    await started.says(/f1 /);
    const killed = readlinkSync(latest(desk));
    assert.notDeepEqual(await leftovers(killed), [], "it has a cluster");
    started.child.kill("SIGKILL");
    await started.ended;
    const clean = await typed(["clean"]);
    assert.equal(clean.code, 0, clean.stderr);
    assert.deepEqual(await leftovers(killed), []);
    const { code, stdout } = await typed(["check", "latest", "--out", desk.store]);
    assert.equal(code, 2, stdout);
  });
});
