/** Ctrl-C once: heal, save, judge what there is. Twice: leave at once. In every phase of a run. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { faultsOf } from "#core/fault.ts";
import { phasesOf } from "#core/history.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";
import { readResults } from "#store/runs.ts";
import { nodesOf } from "./node-processes.laws.ts";
import { PROGRAMS } from "./programs.laws.ts";
import { Desk, pressCtrlC, type } from "./stranger.laws.ts";

const PROXY = fileURLToPath(import.meta.resolve("#targets/program/examples/proxy.mjs"));
const wordsOf = (line: string): readonly string[] => line.split(" ");

const line = (desk: Desk): readonly string[] => [
  ...wordsOf("run --nodes 3 --nemesis pause --interval 2s --time-limit 60s --out"),
  desk.store,
  "--bin",
  `node ${PROXY}`,
];

describe("signals", { concurrency: 3 }, () => {
  test("in the fault phase: the paused node is healed, what there is is judged", async () => {
    using desk = new Desk();
    const run = type(line(desk));
    await run.says(/f1 .* paused/);
    pressCtrlC(run);
    const { code, stdout, stderr } = await run.ended;
    assert.equal(code, 2, stderr + stdout);
    assert.match(stderr, /Stopping: healing, saving, judging what there is/);
    assert.match(stdout, /The run ended early: Ctrl-C\./);
    const { history } = readHistory(layout.history(desk.run()));
    assert.deepEqual(
      phasesOf(history).map(({ phase }) => phase),
      ["setup", "faults", "heal", "recovery"],
    );
    const [fault] = faultsOf(history);
    assert.deepEqual([fault?.effect, fault?.ended === null], ["proven", false]);
    assert.equal(history.filter(({ f }) => f === "died").length, 0, "Ctrl-C reached no node");
    assert.equal(readResults(desk.run())?.interrupted, "Ctrl-C");
    assert.ok(readFileSync(`${desk.run()}/report.html`, "utf8").includes("Ctrl-C"));
    assert.deepEqual(nodesOf(desk), []);
  });

  test("twice: it leaves at once, and takes its nodes with it", async () => {
    using desk = new Desk();
    // Healing takes long: the killed node does not come back.
    const bin = `node ${desk.file("spent.cjs", PROGRAMS.spent)}`;
    const kill = wordsOf("--nodes 3 --nemesis kill --interval 2s --start-timeout 10m --seed 1");
    const run = type(["run", "--bin", bin, "--out", desk.store, ...kill]);
    await run.says(/f1 n1 killed/);
    assert.notDeepEqual(nodesOf(desk), []);
    pressCtrlC(run);
    await run.says(/Ctrl-C again leaves at once/);
    pressCtrlC(run);
    const { code, stdout } = await run.ended;
    assert.deepEqual([code, stdout], [2, ""]);
    assert.deepEqual(nodesOf(desk), []);
  });

  test("while it sets up: nothing was tested, nothing is left", async () => {
    using desk = new Desk();
    const bin = `node ${desk.file("silent.cjs", PROGRAMS.silent)}`;
    const run = type(["run", "--bin", bin, "--nodes", "3", "--out", desk.store]);
    await run.says(/setting up/);
    run.child.kill("SIGTERM");
    const { code, stdout, stderr } = await run.ended;
    assert.equal(code, 2, stderr + stdout);
    assert.match(stdout, /The run ended early: SIGTERM\./);
    assert.deepEqual(nodesOf(desk), []);
  });

  test("while it reads what is left, and while it judges", async () => {
    using desk = new Desk();
    // Nobody answers a read of the last phase: the nodes are asked until time is up.
    const mute = `${PROGRAMS.forgetful}
const { parse } = JSON;
const born = Date.now();
JSON.parse = (line) => (Date.now() - born > 3000 ? { body: {} } : parse(line));`;
    const bin = `node ${desk.file("mute.cjs", mute)}`;
    const few = wordsOf("--nodes 3 --nemesis none --time-limit 3s --recovery-limit 60s");
    const run = type(["run", "--bin", bin, "--out", desk.store, ...few]);
    await run.says(/reading what is left/);
    run.child.kill("SIGINT");
    const first = await run.ended;
    assert.equal(first.code, 2, first.stderr + first.stdout);
    assert.match(first.stdout, /The run ended early: Ctrl-C\./);

    const report = type(["report", desk.run()]);
    await report.says(/judging/);
    pressCtrlC(report);
    const { code, stdout, stderr } = await report.ended;
    assert.equal(code, 2, stderr + stdout);
    assert.match(stderr, /Stopping: the checkers say how far they got/);
  });
});
