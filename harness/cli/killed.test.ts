/** kill -9 of the controller: the next start removes what it left, nothing else; its record counts. */
import assert from "node:assert/strict";
import { cpSync, readFileSync, readlinkSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { layout } from "#store/layout.ts";
import { readResults } from "#store/runs.ts";
import { nodesOf } from "./node-processes.laws.ts";
import { Desk, pressCtrlC, type, typed, typedInTurn, type Started } from "./stranger.laws.ts";

const PROXY = fileURLToPath(import.meta.resolve("#targets/program/examples/proxy.mjs"));
const start = (desk: Desk, line: string): Started =>
  type(["run", "--bin", `node ${PROXY}`, "--out", desk.store, "--nodes", "3", ...line.split(" ")]);

const linux = { skip: process.platform !== "linux" && "only /proc knows whose a process was" };

describe("a killed controller", linux, () => {
  const desk = new Desk();
  after(() => desk[Symbol.dispose]());
  let killed = "";

  before(async () => {
    // By its seed the first fault is a pause, and it lasts for many seconds.
    const run = start(desk, "--nemesis partition,pause --interval 8s --time-limit 60s --seed 1");
    await run.says(/paused/);
    killed = readlinkSync(layout.latest(desk.store));
    assert.ok(
      nodesOf(desk).some(({ state }) => state === "T"),
      "a stopped node does not see that its controller is gone",
    );
    run.child.kill("SIGKILL");
    await run.ended;
  });

  test("clean removes its nodes, stopped ones too, and disturbs no live run", async () => {
    const other = start(desk, "--nemesis none --time-limit 60s");
    await other.says(/breaking it/);
    const live = readlinkSync(layout.latest(desk.store));
    assert.notEqual(live, killed);
    // The run that began afterwards has swept already, if nobody else's has: nothing more is found.
    const { code, stdout } = await typed(["clean", "--json"]);
    assert.equal(code, 0, stdout);
    const { removed } = JSON.parse(stdout) as { removed: readonly string[] };
    for (const run of [killed, live])
      assert.ok(!removed.some((what) => what.includes(run)), stdout);
    assert.deepEqual(
      nodesOf(desk).map(({ run }) => run),
      [live, live, live],
    );
    pressCtrlC(other);
    const ended = await other.ended;
    assert.equal(ended.code, 2, ended.stderr + ended.stdout);
    assert.doesNotMatch(ended.stderr, /died by itself/);
    assert.match(ended.stdout, /✓ linearizable/);
    assert.deepEqual(nodesOf(desk), []);
  });

  test("check and report work on its record, whatever else happened to it", async () => {
    const folder = join(desk.store, killed);
    const damaged = (name: string): string => {
      const copy = join(desk.store, name);
      cpSync(folder, copy, { recursive: true });
      return copy;
    };
    const size = readFileSync(layout.history(folder)).length;
    truncateSync(layout.history(damaged("torn")), size - 9);
    writeFileSync(layout.results(damaged("half-results")), '{"valid": tr');
    rmSync(layout.history(damaged("no-history")));
    rmSync(layout.plan(damaged("no-plan")));
    writeFileSync(layout.plan(damaged("half-plan")), '{"run": "x", "target"');
    writeFileSync(layout.plan(damaged("other-plan")), '{"run": "x"}');
    const text = readFileSync(layout.history(folder), "utf8").split("\n");
    writeFileSync(layout.history(damaged("garbage")), text.toSpliced(4, 0, "garbage").join("\n"));
    const model = ["--model", "cas-register"];
    const lines = [
      ["report", killed],
      ...["torn", "half-results", "no-history"].map((name) => ["check", name]),
      ...["no-plan", "half-plan", "other-plan", "garbage"].map((name) => ["check", name]),
      ["check", layout.history(folder), ...model],
      ["check", layout.history(join(desk.store, "garbage")), ...model],
      ["check", desk.file("empty", ""), ...model],
      ["check", desk.file("binary", "\0\x01\x02\n"), ...model],
    ];
    const ended = await typedInTurn(
      lines.map((line) => [...line, "--out", desk.store]).map(withoutOut),
      { cwd: desk.folder },
    );
    const codes = Object.fromEntries(
      lines.map(([, given = ""], i) => [basename(given), ended[i]?.code]),
    );
    const said = ended.map(({ stdout, stderr }) => stdout + stderr);
    assert.deepEqual([ended[0]?.code, readResults(folder)?.valid], [2, "unknown"], said[0]);
    assert.match(said[0] ?? "", /The run was cut off in its phase "faults"/);
    for (const [i, name] of ["torn", "half-results", "no-history"].entries())
      assert.equal(codes[name], 2, `${name}: ${said[i + 1]}`);
    assert.match(said[1] ?? "", /The history's last line was torn: one record is lost/);
    assert.match(said[3] ?? "", /The run was cut off before it began/);
    for (const [i, says] of [
      /no-plan has a history, but no plan\.json .*\nJudge it as a file: ordeal check .*--model/,
      /half-plan\/plan\.json is not the plan of a run: it is not JSON/,
      /other-plan\/plan\.json is not the plan of a run: its field "target" is missing/,
      /garbage\/history\.jsonl:5 is not an event of a history: garbage/,
    ].entries()) {
      assert.equal(ended[i + 4]?.code, 254);
      assert.match(said[i + 4] ?? "", says);
    }
    assert.equal(ended[8]?.code, 0, said[8]);
    assert.match(said[8] ?? "", /✓ linearizable: \d+ operations/);
    assert.match(said[9] ?? "", /garbage\/history\.jsonl, line 5: /);
    assert.match(said[10] ?? "", /empty holds no operation: there is nothing to judge/);
    assert.deepEqual(
      [9, 10, 11].map((i) => ended[i]?.code),
      [254, 2, 254],
      said[11],
    );
  });
});

/** A foreign file has no store. */
const withoutOut = (line: readonly string[]): readonly string[] =>
  line.includes("--model") ? line.slice(0, -2) : line;
