/** The main job as a stranger does it: our Raft is broken on purpose, judged valid, drawn, kept. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { faultsOf } from "#core/fault.ts";
import type { Results } from "#core/record.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { Desk, type, typed } from "./stranger.laws.ts";

interface Document extends Results {
  readonly folder: string;
  readonly files: readonly string[];
  readonly failure: unknown;
}

test("run, check and report are three programs over one folder", async () => {
  using desk = new Desk();
  // Time enough for a fault of each kind, however long a killed node takes to come back.
  const faults = "--nemesis partition,kill --interval 1500ms --time-limit 12s --seed 7";
  const line = `run raft --nodes 3 ${faults} --json --out`;
  const { code, stdout, stderr } = await typed([...line.split(" "), desk.store]);
  assert.equal(code, 0, stderr + stdout);
  const run = JSON.parse(stdout) as Document;
  assert.deepEqual([run.valid, run.failure, run.interrupted], [true, null, null]);
  assert.match(run.summary, /^Valid: register on 3 nodes of raft, [\d,]+ operations/);
  assert.match(stderr, /breaking it while clients work …[^]*healing …[^]*reading what is left …/);
  assert.ok(!(stdout + stderr).includes("\u001b"), "colours only on a terminal");
  for (const file of ["report.html", "junit.xml", "summary.md", "availability.png"])
    assert.ok(run.files.includes(file) && existsSync(join(run.folder, file)), file);
  const { history } = readHistory(layout.history(run.folder));
  const kinds = new Set(faultsOf(history).map(({ fault, effect }) => `${fault.kind} ${effect}`));
  assert.ok(kinds.has("kill proven") && kinds.has("partition proven"), [...kinds].join());
  assert.equal(realpathSync(layout.latest(desk.store)), realpathSync(run.folder));
  for (const node of ["n1", "n2", "n3"]) assert.ok(readdirSync(join(run.folder, "logs", node)));

  const check = await typed(["check", "latest", "--json", "--out", desk.store]);
  const again = JSON.parse(check.stdout) as Document;
  assert.deepEqual([check.code, again.valid, again.historyHash], [0, true, run.historyHash]);
  assert.deepEqual(again.verdicts["linearizable"], run.verdicts["linearizable"]);
  const report = await typed(["report", run.folder]);
  assert.equal(report.code, 0, report.stderr);
  assert.match(report.stdout, /\nReport: .*report\.html\n$/);
  assert.ok(readFileSync(join(run.folder, "report.html"), "utf8").includes("Valid"));
});

test("whoever closes the pipe early changes no verdict", async () => {
  const list = type(["list"]);
  list.child.stdout?.destroy();
  const { code, stderr } = await list.ended;
  assert.deepEqual([code, stderr], [0, ""]);
});
