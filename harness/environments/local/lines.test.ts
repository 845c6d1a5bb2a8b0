/** Lines come out whole however their bytes are cut, and a giant one costs only itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LineSplitter } from "./lines.ts";

function split(chunks: readonly Buffer[], maxBytes = 100): readonly (string | number)[] {
  const heard: (string | number)[] = [];
  const listener = {
    line: (text: string): void => void heard.push(text),
    tooLong: (bytes: number): void => void heard.push(bytes),
  };
  const splitter = new LineSplitter(listener, maxBytes);
  for (const chunk of chunks) splitter.push(chunk);
  return heard;
}

test("any cut gives the same lines, in the middle of a character too", () => {
  const bytes = Buffer.from("a\n\nzwölf €\n\u{1F980} end\ntorn");
  const lines = ["a", "", "zwölf €", "\u{1F980} end"];
  assert.deepEqual(split([bytes]), lines);
  for (let size = 1; size < 8; size++) {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    assert.deepEqual(split(chunks), lines, `pieces of ${size}`);
  }
});

test("a line beyond the limit is dropped with its length, the next is heard", () => {
  const long = Buffer.from("x".repeat(60));
  assert.deepEqual(split([long, long, Buffer.from("\nnext\n")]), [120, "next"]);
  assert.deepEqual(split([Buffer.from(`${"x".repeat(100)}\n`)]), ["x".repeat(100)]);
});
