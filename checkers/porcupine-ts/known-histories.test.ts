/** Histories of known verdict, read where they lie: etcd's and a key-value store's, from Porcupine. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { check } from "./check.ts";
import { models } from "./models/models.ts";
import type { Operation } from "./operation.ts";

const FOLDER =
  process.env["ORDEAL_HISTORIES"] ??
  join(import.meta.dirname, "..", "..", "..", "shared", "histories");

interface Known {
  readonly file: string;
  readonly kind: string;
  readonly model: string;
  readonly valid: boolean;
}

const MODELS = { "cas-register": models["cas-register"](), "kv-append": models["append-string"]() };

if (existsSync(join(FOLDER, "manifest.json"))) {
  const known: readonly Known[] = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8"));
  for (const { file, kind, model, valid } of known) {
    if (kind !== "linearizability") continue;
    for (const algorithms of ["all", "search"] as const)
      test(`${file} is ${valid ? "" : "not "}linearizable (${algorithms})`, () => {
        const history = readHistory(join(FOLDER, file));
        const chosen = MODELS[model as keyof typeof MODELS];
        const answer = check(history, chosen, { failures: "observe", algorithms });
        assert.equal(answer.valid, valid);
        if (answer.valid === false) assert.ok(answer.evidence.operations.length > 0);
      });
  }
} else {
  test("histories of known verdict", { skip: `no ${FOLDER}: set ORDEAL_HISTORIES` }, () => {});
}

/** Jepsen's events, paired by process. */
function readHistory(path: string): readonly Operation[] {
  const open = new Map<number, Event>();
  const operations: Operation[] = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as Event;
    if (event.type === "invoke") {
      open.set(event.process, event);
      continue;
    }
    const call = open.get(event.process);
    assert.ok(call);
    open.delete(event.process);
    operations.push(pair(call, event));
  }
  for (const call of open.values()) operations.push(pair(call, null));
  return operations;
}

interface Event {
  readonly index: number;
  readonly process: number;
  readonly type: string;
  readonly f: string;
  readonly key?: string;
  readonly value: unknown;
}

function pair(call: Event, event: Event | null): Operation {
  const asked = {
    id: call.index,
    process: call.process,
    key: call.key ?? null,
    word: call.f,
    input: call.value,
    invoked: call.index,
  };
  if (event === null || event.type === "info") return { ...asked, outcome: "info" };
  if (event.type === "fail") return { ...asked, outcome: "fail", returned: event.index };
  return { ...asked, outcome: "ok", output: event.value, returned: event.index };
}
