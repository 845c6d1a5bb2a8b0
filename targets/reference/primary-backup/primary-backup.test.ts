/** The correct primary–backup survives every trial; each of its bugs is found in some. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemLaws, violated } from "../system.laws.ts";
import { Invariants } from "./invariants.laws.ts";
import { primaryBackupSystem as system } from "./system.ts";

const inspector = (): Invariants => new Invariants();

systemLaws({ system, inspector, settings: {} });

test("asynchronous replication loses what was acknowledged, as documented", () => {
  const settings = { options: { replication: "async" } };
  const attempts = Array.from({ length: 20 }, (_, seed) =>
    violated({ system, inspector, settings }, `async ${seed}`),
  );
  assert.ok(attempts.some((sentence) => sentence !== null));
});
