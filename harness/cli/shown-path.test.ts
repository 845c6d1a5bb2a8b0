/** Paths are short where that helps, and never climb. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shownPath, typedPath } from "./shown-path.ts";

test("below the folder one stands in: from there", () => {
  assert.equal(shownPath("/home/me/store/a", "/home/me"), "store/a");
});

test("elsewhere: whole, since nobody counts dots", () => {
  assert.equal(shownPath("/tmp/store/a", "/home/me"), "/tmp/store/a");
  assert.equal(shownPath("/home/store", "/home/me"), "/home/store");
});

test("in a line to be pasted: quoted where the shell would part it", () => {
  assert.equal(typedPath("/home/me/store/a", "/home/me"), "store/a");
  assert.equal(typedPath("/tmp/my store/a", "/home/me"), "'/tmp/my store/a'");
});
