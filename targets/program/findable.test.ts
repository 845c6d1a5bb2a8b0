/** A program that cannot be started is found out before anything is made for it. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { mustBeFindable } from "./findable.ts";

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-find-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("by path or by PATH, if it may be executed", (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "node"), "");
  chmodSync(join(folder, "node"), 0o755);
  mustBeFindable(join(folder, "node"), "");
  mustBeFindable("node", `/nowhere:${folder}`);
});

test("missing, a folder, a file without the permission: each is said", (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "plain.py"), "");
  mkdirSync(join(folder, "sub"));
  const found = (program: string): void => mustBeFindable(program, folder);
  assert.throws(() => found("nothing"), { code: "no-such-program", hint: /not in the PATH/ });
  assert.throws(() => found("./nothing"), { kind: "usage", hint: /no file of that name/ });
  assert.throws(() => found(join(folder, "sub")), { hint: /is a folder/ });
  assert.throws(() => found("plain.py"), { hint: /not executable: chmod \+x it/ });
});
