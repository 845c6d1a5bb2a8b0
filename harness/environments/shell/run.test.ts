/** Real commands: what they print, how they fail, how they are stopped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { OrdealError } from "#core/errors.ts";
import { run } from "./run.ts";

const node = (script: string): readonly [string, ...string[]] => [process.execPath, "-e", script];

test("a command reads its standard input and its output is the answer", async () => {
  const argv = node("process.stdin.pipe(process.stdout)");
  assert.equal(await run({ argv, stdin: "one\ntwo\n" }), "one\ntwo");
});

test("a failure quotes the complaint", async () => {
  const argv = node("console.error('no such chain'); process.exit(3)");
  await assert.rejects(
    run({ argv, stdin: "" }),
    (error) => error instanceof OrdealError && error.message.endsWith("no such chain"),
  );
});

test("a missing program is named", async () => {
  const missing = run({ argv: ["ordeal-no-such-program"], stdin: "" });
  await assert.rejects(missing, { code: "command-failed", hint: /ordeal-no-such-program/ });
});

test("a command that takes too long is killed", async () => {
  const argv = node("setInterval(() => {}, 1000)");
  await assert.rejects(run({ argv, stdin: "" }, { timeoutMs: 200 }), /timed out/);
});
