/** The tree obeys the house style, and the style notices what it should. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { tidy } from "./tidy.laws.ts";

test("the tree is tidy", () => {
  const folders = "{harness,workloads,nemesis,checkers,targets,reports,bench}/**/*.ts";
  const paths = globSync(folders).filter((path) => !/\.tsbuild|node_modules|\/dist\//.test(path));
  assert.ok(paths.length > 50, "the tests run from the top of the repository");
  const sources = paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
  assert.deepEqual(tidy(sources), []);
});

const complaints = (path: string, text: string): readonly string[] =>
  tidy([{ path, text: `/** x */\n${text}` }]).filter((line) => !line.includes("nobody imports"));

test("tidy notices", () => {
  assert.deepEqual(complaints("checkers/a.ts", "const t = Date.now();"), [
    "checkers/a.ts:2: Date.now is banned, use a Clock",
  ]);
  assert.deepEqual(complaints("harness/engine/a.ts", "const t = Date.now();"), []);
  assert.deepEqual(complaints("targets/a.ts", "const x: any = 1;"), [
    "targets/a.ts:2: : any is banned, use unknown and a narrowing",
  ]);
  assert.deepEqual(complaints("workloads/a.ts", 'import { execa } from "execa";'), [
    "workloads/a.ts:2: only harness/environments/shell/run.ts may import execa",
  ]);
  assert.deepEqual(complaints("nemesis/a.ts", 'import { x } from "../targets/b.ts";'), [
    "nemesis/a.ts:2: cross into another folder by its #name, not by ../",
  ]);
  const long = `function f(): void {\n${"  g();\n".repeat(80)}}`;
  assert.deepEqual(complaints("nemesis/a.ts", long), [
    "nemesis/a.ts:2: a function of 82 lines, at most 70",
  ]);
  assert.deepEqual(tidy([{ path: "checkers/a.ts", text: "export {};" }]), [
    "checkers/a.ts:1: say in one sentence what this file is",
    "checkers/a.ts: nobody imports it",
  ]);
});
