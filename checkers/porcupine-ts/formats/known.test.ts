/** Histories of known verdict, through each format and through columns: the verdict stays the same. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { check } from "../check.ts";
import { models } from "../models/models.ts";
import { openTable } from "./columns/table-reader.ts";
import { writeEdnRecord } from "./edn.ts";
import type { HistoryEvent } from "./event.ts";
import { writeLogLine } from "./jepsen-log.ts";
import { writeJsonLine } from "./json-lines.ts";
import { pairEvents } from "./operations.ts";
import { readEvents } from "./reader.ts";
import { encodeUtf8 } from "./utf8.ts";

const FOLDER =
  process.env["ORDEAL_HISTORIES"] ??
  join(import.meta.dirname, "..", "..", "..", "..", "shared", "histories");
const MANIFEST = join(FOLDER, "manifest.json");

interface Known {
  readonly file: string;
  readonly kind: string;
  readonly model: string;
  readonly valid: boolean;
}

const MODELS = { "cas-register": models["cas-register"](), "kv-append": models["append-string"]() };
const FORMS: Readonly<Record<string, (event: HistoryEvent) => string>> = {
  "JSON lines": writeJsonLine,
  EDN: writeEdnRecord,
  "a log": writeLogLine,
};

if (existsSync(MANIFEST)) {
  const known: readonly Known[] = JSON.parse(readFileSync(MANIFEST, "utf8"));
  for (const [name, write] of Object.entries(FORMS))
    test(`the known histories, as ${name}`, () => {
      for (const { file, kind, model, valid } of known) {
        if (kind !== "linearizability") continue;
        const chosen = MODELS[model as keyof typeof MODELS];
        const events = [...readEvents(readFileSync(join(FOLDER, file), "utf8"))];
        const text = events.map(write).join("");
        const operations = [...pairEvents(readEvents(text))];
        assert.equal(check(operations, chosen, { failures: "observe" }).valid, valid, file);
        const reader = openTable(chosen, { failures: "observe" });
        reader.push(encodeUtf8(text));
        assert.equal(check(reader.end().table, chosen, { failures: "observe" }).valid, valid, file);
      }
    });
} else {
  test("the known histories", { skip: `no ${FOLDER}: set ORDEAL_HISTORIES` }, () => {});
}
