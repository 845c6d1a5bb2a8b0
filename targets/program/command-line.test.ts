/** What stands after `--bin` is understood as a person who knows shells means it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseCommand } from "./command-line.ts";

for (const [line, words] of [
  ["python3 node.py", ["python3", "node.py"]],
  ["  a\t b  ", ["a", "b"]],
  [`a 'b c' "d 'e'" f\\ g`, ["a", "b c", "d 'e'", "f g"]],
  [`a "" 'x\\y' "x\\"y"`, ["a", "", "x\\y", 'x"y']],
  ["a --flag=1 $HOME *", ["a", "--flag=1", "$HOME", "*"]],
] as const)
  test(`words of ${line}`, () => assert.deepEqual(parseCommand(line, "/nowhere"), words));

test("files are found again from the folder of a node", () => {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-bin-"));
  writeFileSync(join(folder, "node.py"), "");
  writeFileSync(join(folder, "node"), "");
  const found = parseCommand("node ./node node.py missing.py -x", folder);
  assert.deepEqual(found, [
    "node",
    join(folder, "node"),
    join(folder, "node.py"),
    "missing.py",
    "-x",
  ]);
  rmSync(folder, { recursive: true });
});

test("nothing, and a quote left open, are usage errors", () => {
  assert.throws(() => parseCommand("  ", "/"), { kind: "usage", code: "no-program" });
  assert.throws(() => parseCommand("''", "/"), { kind: "usage", code: "no-program" });
  assert.throws(() => parseCommand("a 'b", "/"), { kind: "usage", code: "open-quote" });
});
