/** Paths are short where that helps, and never climb. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shownPath } from "./shown-path.ts";

test("below the folder one stands in: from there", () => {
  assert.equal(shownPath("/home/me/store/a", "/home/me"), "store/a");
});

test("elsewhere: whole, since nobody counts dots", () => {
  assert.equal(shownPath("/tmp/store/a", "/home/me"), "/tmp/store/a");
  assert.equal(shownPath("/home/store", "/home/me"), "/home/store");
});
