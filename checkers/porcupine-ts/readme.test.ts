/** The README's example is run, and prints what the README says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const text = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(
    ([, code = ""]) => code,
  );

/** In a program of its own, from this folder: the package's name leads to itself. */
function run(program: string): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--conditions=source", "--input-type=module-typescript", "--eval", program],
    { cwd: import.meta.dirname, encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

test("the worked example prints what it says", () => {
  const [example = ""] = blocks("ts");
  assert.equal(run(example), blocks("text")[0]);
});

test("the model of one's own judges", () => {
  const [, model = ""] = blocks("ts");
  const said = (first: number, then: number): string => `console.log(check([
    { id: 0, process: 0, key: null, word: "write", input: 7, invoked: 0, outcome: "info" },
    { id: 1, process: 1, key: null, word: "read", input: null, invoked: 1, returned: 2, outcome: "ok", output: ${first} },
    { id: 2, process: 1, key: null, word: "read", input: null, invoked: 3, returned: 4, outcome: "ok", output: ${then} },
  ], maxRegister).valid);`;
  const use = `import { check } from "porcupine-ts";\n${said(0, 7)}\n${said(7, 0)}`;
  assert.equal(run(`${model}\n${use}`), "true\nfalse\n");
});

test("a large file is judged in two passes", () => {
  const [, , judge = ""] = blocks("ts");
  const line = (process: number, type: string, f: string, value: number | null): string =>
    `${JSON.stringify({ process, type, f, value, key: "k" })}\n`;
  const stale = [
    line(0, "invoke", "write", 1),
    line(0, "ok", "write", 1),
    line(1, "invoke", "read", null),
    line(1, "ok", "read", 7),
  ];
  const use = `console.log(judge(() => [new TextEncoder().encode(${JSON.stringify(stale.join(""))})]));`;
  assert.match(
    run(`${judge}\n${use}`),
    /^No order explains 1 operation of key "k": read\(\) → 7 \[2\]/,
  );
});

test("every model that exists is named, and no other", async () => {
  const { models } = await import("./models/models.ts");
  const section = /## Models\n(.*?)```ts/s.exec(text)?.[1] ?? "";
  const named = [...section.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
  assert.deepEqual(named.toSorted(), Object.keys(models).toSorted());
});
