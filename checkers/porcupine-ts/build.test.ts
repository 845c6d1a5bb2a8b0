/** The package as it is built: its entries can be imported, judge, and start their threads. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const PROGRAM = `
import { check, models } from "./index.js";
import { readEvents, pairEvents } from "./formats/index.js";
import { drawSvg } from "./visualize/index.js";
import { checkInParallel } from "./node/index.js";
const operations = ["x", "y"].flatMap((key, id) => [
  { id, process: id, key, word: "write", input: 1, output: null, outcome: "ok", invoked: 1, returned: 2 },
  { id: id + 2, process: id, key, word: "read", input: null, output: 2, outcome: "ok", invoked: 3, returned: 4 },
]);
const one = check(operations, models.register());
const many = await checkInParallel(operations, "register", { threads: 2 });
console.log(one.valid, many.valid, one.evidence.key, many.evidence.key);
console.log(typeof readEvents, typeof pairEvents, typeof drawSvg);
`;

test("the built package judges, on one thread and on several", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "porcupine-ts-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const built = spawnSync(process.execPath, [join(import.meta.dirname, "build.mjs"), folder]);
  assert.equal(built.status, 0, String(built.stderr));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "program.js"), PROGRAM);
  const run = spawnSync(process.execPath, [join(folder, "program.js")], { encoding: "utf8" });
  assert.equal(run.stdout, "false false x x\nfunction function function\n", run.stderr);
});

test("every entry that the package names has its source and its declarations", () => {
  const { exports } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8"));
  const entries: readonly (readonly [string, Record<string, string>])[] = Object.entries(exports);
  assert.equal(entries.length, 4);
  for (const [name, { source = "", default: built = "" }] of entries) {
    assert.ok(existsSync(join(import.meta.dirname, source)), name);
    assert.equal(built, source.replace("./", "./dist/").replace(/\.ts$/, ".js"));
  }
});
