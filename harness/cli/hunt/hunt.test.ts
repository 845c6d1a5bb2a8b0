/** A hunt, as it is typed: what it finds, what it keeps, what it refuses. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { OrdealError } from "#core/errors.ts";
import { planOf } from "#core/plan.fixture.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { createRun, findRun, readPlan, readResults, readScript } from "#store/runs.ts";
import { huntCommand, huntedOf, type HuntOptions } from "../commands/hunt.ts";
import { EXIT } from "../exit-codes.ts";
import { simulate } from "../parts.ts";
import { firstDifference, hashOf } from "./comparing.ts";
import type { SeedReport } from "./pool.ts";
import { Tally } from "./tally.ts";
import { huntText } from "./telling.ts";
import { LEAST, tryOut } from "./trial.ts";

const typed: HuntOptions = {
  bug: [],
  seeds: "3",
  from: "1",
  timeLimit: "12s",
  keep: "3",
  all: false,
  out: "store",
  json: true,
};

function storeOf(t: TestContext): string {
  const store = mkdtempSync(join(tmpdir(), "ordeal-hunt-"));
  t.after(() => rmSync(store, { recursive: true }));
  return store;
}

test("a bug is found, and its run kept so that it can be played again", (t) => {
  const store = storeOf(t);
  const args = ["hunt", "raft", "--bug", "early-ack", "--jobs", "1", "--json", "--out", store];
  const { status, stdout } = spawnSync(process.execPath, ["harness/cli/start.ts", ...args], {
    encoding: "utf8",
  });
  assert.equal(status, 1);
  const { found } = JSON.parse(stdout) as { found: readonly { run: string; seed: string }[] };
  assert.equal(found.length, 1, "one proof is enough");
  const folder = findRun(store, found[0]?.run ?? "");
  const plan = readPlan(folder);
  const { history, hash } = readHistory(layout.history(folder));
  assert.deepEqual(plan.bugs, ["early-ack"]);
  assert.equal(readResults(folder)?.valid, false);
  assert.equal(readResults(folder)?.historyHash, hash);
  assert.ok((readScript(folder)?.operations.length ?? 0) >= 100);
  const again = simulate(plan);
  assert.equal(hashOf(again), hash);
  assert.equal(firstDifference(history, again), null);
  const changed = history.map((event) => (event.index === 7 ? { ...event, value: 7 } : event));
  assert.match(firstDifference(changed, again) ?? "", /^event 7 was\n.*"value":7/);
  assert.match(firstDifference(history.slice(0, -1), again) ?? "", /was\n\s+nothing/);
});

test("a run whose system has changed since is told from one that has not", (t) => {
  const store = storeOf(t);
  const plan = planOf({ environment: "simulated", timeLimitMs: 2000, run: "before" });
  const folder = createRun(store, plan);
  const lines = simulate(plan).map((event) => `${JSON.stringify(event)}\n`);
  writeFileSync(layout.history(folder), lines.join(""));
  const replay = (): { stdout: string; stderr: string; status: number | null } =>
    spawnSync(process.execPath, ["harness/cli/start.ts", "replay", folder], { encoding: "utf8" });
  assert.match(replay().stdout, /The same history, byte for byte/);
  writeFileSync(layout.history(folder), lines.with(3, lines[5] ?? "").join(""));
  assert.match(
    replay().stdout,
    /Another history: the system, Ordeal or the run's folder has changed since[^]*event 3 was/,
  );
  rmSync(layout.history(folder));
  const { status, stderr } = replay();
  assert.equal(status, EXIT.usage);
  assert.match(stderr, /has no history to compare with/);
});

test("a correct system survives", async () => {
  const hunted = await huntedOf("raft", typed);
  for (const seed of ["1", "2"]) {
    const { outcome, virtualMs, acknowledged } = tryOut(hunted, seed);
    assert.deepEqual(outcome, { kind: "survived" });
    assert.ok(virtualMs >= LEAST.virtualMs && acknowledged >= LEAST.acknowledged);
  }
});

test("a seed that shows too little is unknown, not survived", async () => {
  const hunted = await huntedOf("raft", { ...typed, timeLimit: "3s" });
  assert.equal(tryOut(hunted, "1").outcome.kind, "unknown");
});

test("what cannot work is refused before anything starts, with what could", async () => {
  const refused = (target: string, options: Partial<HuntOptions>, hint: RegExp): Promise<void> =>
    assert.rejects(huntCommand(target, { ...typed, ...options }), (error) => {
      assert.ok(error instanceof OrdealError);
      assert.match(`${error.message} ${error.hint}`, hint);
      return true;
    });
  await refused("zab", {}, /no target "zab".*raft/);
  await refused("etcd", {}, /does not run in virtual time.*raft/);
  await refused("raft", { bug: ["stale"] }, /no bug "stale".*stale-read/);
  await refused("raft", { seeds: "0" }, /--seeds "0" is not a whole number from 1/);
  await refused("raft", { nemesis: "flood" }, /no nemesis "flood".*partition/);
  await refused("raft", { workload: "queue" }, /no workload "queue".*register/);
  await refused("raft", { bug: ["stale-read"], nemesis: "kill" }, /cannot show.*partition/);
});

test("a hunt is worth what its seeds were: one violation, or too many that showed too little", () => {
  const report = (kind: "survived" | "unknown"): SeedReport => ({
    seed: "1",
    outcome: kind === "unknown" ? { kind, message: "" } : { kind },
    drawn: "",
    virtualMs: 1,
    realMs: 1,
    acknowledged: 1,
    run: null,
  });
  const tally = new Tally();
  assert.equal(tally.exitCode(false), EXIT.unknown, "nothing was seen");
  for (let i = 0; i < 19; i++) tally.add(report("survived"));
  assert.match(huntText(tally, "store", 1, 1000), /19 seeds survived of the 1,000 asked for/);
  assert.match(huntText(tally, "store", 1, 19), /19 seeds survived: /);
  assert.equal(tally.exitCode(true), EXIT.unknown, "stopped by hand");
  tally.add(report("unknown"));
  assert.equal(tally.exitCode(false), EXIT.valid, "one in twenty");
  tally.add(report("unknown"));
  assert.equal(tally.exitCode(false), EXIT.unknown);
});
