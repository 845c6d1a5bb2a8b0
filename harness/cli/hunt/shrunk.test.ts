/** What shrinking says in the end, and what it refuses; a replay where time is real. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { OrdealError } from "#core/errors.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Plan } from "#core/plan.ts";
import type { Verdict } from "#core/verdict.ts";
import { layout } from "#store/layout.ts";
import { readResults } from "#store/runs.ts";
import { huntedOf } from "../commands/hunt.ts";
import { shrinkCommand } from "../commands/shrink.ts";
import { keep } from "./keeping.ts";
import { mendedOf } from "./shrunk.ts";
import { judgedTrial, tryOut } from "./trial.ts";

function storeOf(t: TestContext): string {
  const store = mkdtempSync(join(tmpdir(), "ordeal-shrunk-"));
  t.after(() => rmSync(store, { recursive: true }));
  return store;
}

const options = (out: string): { for: string; out: string; json: boolean } => ({
  for: "30s",
  out,
  json: false,
});

/** A failure as a hunt keeps it. */
async function found(store: string): Promise<string> {
  const limits = { seeds: "1", from: "1", timeLimit: "10s", keep: "0", out: store };
  const wanted = { ...limits, bug: ["early-ack"], all: false, json: true };
  const hunted = await huntedOf("raft", wanted);
  for (let seed = 1; seed <= 40; seed++) {
    const trial = tryOut(hunted, String(seed));
    if (trial.outcome.kind === "violated") return join(store, keep(trial, store));
  }
  throw new Error("early-ack was not found");
}

test("a failure made small is a run of its own, drawn, told, and without its bug no failure", async (t) => {
  const store = storeOf(t);
  const folder = await found(store);
  const args = ["shrink", folder, "--out", store, "--json"];
  const { status, stdout } = spawnSync(process.execPath, ["harness/cli/start.ts", ...args], {
    encoding: "utf8",
  });
  assert.equal(status, 1, "what is left is a violation");
  const said = JSON.parse(stdout) as { folder: string; mended: { checker: unknown } };
  assert.equal(said.mended.checker, true);
  assert.match(readFileSync(layout.shrunk(said.folder), "utf8"), /With the bug off .* passes/);
  assert.match(readFileSync(join(said.folder, "space-time.svg"), "utf8"), /^<svg/);
  assert.match(readFileSync(join(said.folder, "report.html"), "utf8"), /In space and time/);
  const again = spawnSync(process.execPath, ["harness/cli/start.ts", "replay", said.folder]);
  assert.match(String(again.stdout), /The same history, byte for byte/);
  await assert.rejects(
    shrinkCommand(folder, { ...options(store), for: "1ms" }),
    /--for 1ms was over before the failure had been shown/,
    "no time is another matter than no failure",
  );
  await refuses(t, folder, { bugs: [] }, /no longer shows linearizable: nonlinearizable/);
});

/** The run with another plan beside the same history. */
async function refuses(
  t: TestContext,
  folder: string,
  change: Partial<Plan>,
  complaint: RegExp,
): Promise<void> {
  const plan = JSON.parse(readFileSync(layout.plan(folder), "utf8")) as Plan;
  writeFileSync(layout.plan(folder), JSON.stringify({ ...plan, ...change }));
  await assert.rejects(shrinkCommand(folder, options(storeOf(t))), (error) => {
    assert.ok(error instanceof OrdealError);
    assert.match(error.message, complaint);
    return true;
  });
}

test("what did not fail, and what was not simulated, is not made small", async (t) => {
  const store = storeOf(t);
  const plan = planOf({ environment: "simulated", timeLimitMs: 2000, run: "fine" });
  const folder = join(store, keep(judgedTrial(plan), store));
  assert.notEqual(readResults(folder)?.valid, false);
  await refuses(
    t,
    folder,
    {},
    /fine.* did not fail|did not fail, so there is nothing to make small/,
  );
  await refuses(t, folder, { environment: "local" }, /environment local cannot be made small/);
});

test("passing without the bug is the failed checker's to say, and what is unknown is said", () => {
  const reason = { checker: "linearizable", anomaly: "nonlinearizable" };
  const open: Verdict = { valid: "unknown", reason: "too-little", message: "No fault." };
  const wrong: Verdict = {
    valid: false,
    anomalies: [{ name: "lost", explanation: "", operations: [] }],
  };
  const told = (linearizable: Verdict, assumptions: Verdict): string =>
    mendedOf(reason, { linearizable, assumptions }).said;
  assert.match(told({ valid: true }, { valid: true }), /passes: linearizable holds\.$/);
  assert.match(told({ valid: true }, open), /passes.*unknown is: assumptions \(No fault\.\)/);
  assert.match(told(open, { valid: true }), /linearizable cannot tell: No fault\./);
  assert.match(told({ valid: true }, wrong), /still fails: assumptions: lost/);
});

test("where time is real a replay says how often it came to the same", (t) => {
  const store = storeOf(t);
  const ordeal = (...args: readonly string[]): string =>
    spawnSync(process.execPath, ["harness/cli/start.ts", ...args, "--out", store], {
      encoding: "utf8",
    }).stdout;
  const short = ["--time-limit", "1s", "--nodes", "3", "--nemesis", "none"];
  ordeal("run", "raft", "--env", "local", ...short);
  assert.match(
    ordeal("replay", "latest", "--times", "2"),
    /^Reproduced 2 of 2: failing in nothing/,
  );
});
