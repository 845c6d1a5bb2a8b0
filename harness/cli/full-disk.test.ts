/** A disk that runs full in the middle of a run: exit 4, in words, and nothing stays behind. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { needs } from "#environments/host/needs.ts";
import { layout } from "#store/layout.ts";
import { nodesOf } from "./node-processes.laws.ts";
import { Desk, typed } from "./stranger.laws.ts";

const PROXY = fileURLToPath(import.meta.resolve("#targets/program/examples/proxy.mjs"));

/** A small file system of its own at the desk's store. */
function mountSmall({ store }: Desk): boolean {
  mkdirSync(store);
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", "size=96k", "ordeal-test", store]);
  return made.status === 0;
}

test("a full disk", needs("root"), async (t) => {
  const desk = new Desk();
  t.after(() => {
    spawnSync("umount", ["-l", desk.store]);
    desk[Symbol.dispose]();
  });
  assert.ok(mountSmall(desk), "root can mount a small file system");
  const line = ["--nodes", "3", "--nemesis", "none", "--time-limit", "60s", "--rate", "400"];
  const args = ["run", "--bin", `node ${PROXY}`, "--out", desk.store, ...line];
  const { code, stdout, stderr } = await typed(args);
  assert.equal(code, 4, stderr + stdout);
  assert.match(stdout, /The run ended early: The history cannot be written to .*the disk is full/);
  assert.match(stdout, /Free some space or choose another place with --out/);
  assert.doesNotMatch(stderr, /bug of Ordeal's own/);
  assert.deepEqual(nodesOf(desk), []);
  const run = join(desk.store, readdirSync(desk.store).find((name) => name !== "latest") ?? "");
  assert.ok(readFileSync(layout.history(run), "utf8").length > 10_000, "what fitted is kept");

  const again = await typed(args);
  assert.equal(again.code, 4, again.stderr + again.stdout);
  assert.match(again.stderr, /cannot be written to .*the disk is full/);
  const check = await typed(["check", "latest", "--out", desk.store]);
  assert.notEqual(check.code, 255, check.stderr);
});
