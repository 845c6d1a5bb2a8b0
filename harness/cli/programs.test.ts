/** Strange programs get a verdict that a person understands, and wrong ones are caught. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROGRAMS, type ProgramName } from "./programs.laws.ts";
import { Desk, typed, type Ended } from "./stranger.laws.ts";

const exampleOf = (name: string): string =>
  `node ${fileURLToPath(import.meta.resolve(`#targets/program/examples/${name}`))}`;

const run = (desk: Desk, bin: string, line: string): Promise<Ended> =>
  typed(["run", "--bin", bin, "--nodes", "3", "--out", desk.store, ...line.split(" ")]);

const runProgram = (desk: Desk, name: ProgramName, line: string): Promise<Ended> =>
  run(desk, `node ${desk.file(`${name}.cjs`, PROGRAMS[name])}`, line);

describe("run --bin", { concurrency: 3 }, () => {
  test("a right program is valid", async () => {
    using desk = new Desk();
    const { code, stdout, stderr } = await run(
      desk,
      exampleOf("proxy.mjs"),
      // By its seed the first partition cuts n1 off, to whom all others forward.
      "--time-limit 6s --interval 1s --nemesis partition,pause --seed 6",
    );
    assert.equal(code, 0, stderr + stdout);
    assert.match(stdout, /^\n✓ Valid: register on 3 nodes of program \(node .*proxy\.mjs\), /);
  });

  test("one that reads locally is caught, the operations named", async () => {
    using desk = new Desk();
    // A client at a node that is cut off from n1 waits in vain for its first update: only what it
    // reads before and after that is stale. Twenty of them, who give up soon, see it a hundred times.
    const clients = "--concurrency 10n --rate 500 --op-timeout 200ms";
    const line = `--time-limit 9s --nemesis partition --interval 2500ms ${clients} --seed 1`;
    const { code, stdout, stderr } = await run(desk, exampleOf("local-reads.mjs"), line);
    assert.equal(code, 1, stderr + stdout);
    assert.match(stdout, /✗ linearizable: Key k\d+: .*read.*\(nonlinearizable\)/);
    assert.match(stdout, /^    1\. .* by process \d+ at n\d, invoked at [\d.]+ s/m);
    assert.match(stdout, /\nAgain: ordeal run --bin .* --seed 1\n/);
    assert.doesNotMatch(stdout, /suspect/);
  });

  test("one that keeps nothing on disk loses it when killed, and that is a suspect", async () => {
    using desk = new Desk();
    // What was forgotten is hidden by the next write of its key: many keys, so that some are read.
    const line = "--time-limit 6s --nemesis kill --interval 600ms --concurrency 10n --seed 2";
    const { code, stdout, stderr } = await runProgram(desk, "forgetful", line);
    assert.equal(code, 1, stderr + stdout);
    assert.match(stdout, /A suspect is lost persistence: nodes were killed/);
  });

  test("one that babbles is understood as far as it can be, and quoted", async () => {
    using desk = new Desk();
    const line = "--time-limit 3s --nemesis none";
    const { code, stdout, stderr } = await runProgram(desk, "babbling", line);
    assert.equal(code, 0, stderr + stdout);
    assert.match(stderr, /n\d wrote what is no message/);
    assert.match(stdout, /Lines that are not one message each: n\d .*the first was "listening …"/);
  });

  test("one that dies by itself: unknown, with its last words", async () => {
    using desk = new Desk();
    const line = "--time-limit 3s --recovery-limit 1s --nemesis none";
    const { code, stdout, stderr } = await runProgram(desk, "mortal", line);
    assert.equal(code, 2, stderr + stdout);
    assert.match(
      stderr,
      /n2 died by itself \(exit code 1\), its last words: Error: index out of range/,
    );
    assert.match(stdout, /\? assumptions: .*Died by itself: n2 at/);
  });

  test("one that never answers init: the environment failed, its log is kept", async () => {
    using desk = new Desk();
    const { code, stdout } = await runProgram(desk, "silent", "--start-timeout 1s");
    assert.equal(code, 4);
    assert.match(stdout, /The run ended early: n1 \(and 2 more\) did not become healthy: it did/);
    assert.match(stdout, /a program reads one JSON message a line and must answer init/);
    assert.ok(existsSync(join(desk.run(), "nodes", "n1", "stderr.log")));
    assert.ok(existsSync(join(desk.run(), "junit.xml")));
  });

  test("one that exits at once: the environment failed, its last words are said", async () => {
    using desk = new Desk();
    const { code, stdout } = await runProgram(desk, "leaving", "--time-limit 1s");
    assert.equal(code, 4);
    assert.match(stdout, /it exited with code 3; its last words: cannot open config\.toml/);
  });
});
