/** Times of the histories of known verdict: etcd's logs and a key-value store's, from Porcupine. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "../columns.ts";
import { check } from "../check.ts";
import { encode } from "../encode.ts";
import { pairEvents } from "../formats/operations.ts";
import { readEvents } from "../formats/reader.ts";
import type { Model } from "../model.ts";
import { models } from "../models/models.ts";
import { calibrate } from "./calibration.ts";

/*
 * node bench/logs.ts [each]: the folder is that of the tests, or ORDEAL_HISTORIES. Times are of
 * building the model and deciding, the history being in columns already; "cold" is the first check of
 * the process (of that log), "warm" the best of many. With "each", a line a log.
 */
const FOLDER =
  process.env["ORDEAL_HISTORIES"] ??
  join(import.meta.dirname, "..", "..", "..", "..", "shared", "histories");
const WARM_RUNS = 300;
const MODELS: Readonly<Record<string, Model>> = {
  "cas-register": models["cas-register"](),
  "kv-append": models["append-string"](),
};

interface Known {
  readonly file: string;
  readonly kind: string;
  readonly model: string;
  readonly valid: boolean;
}

interface Timed {
  readonly file: string;
  readonly right: boolean;
  readonly coldMs: number;
  readonly warmMs: number;
}

if (existsSync(join(FOLDER, "manifest.json"))) report();
else console.log(`skipped: no ${FOLDER}; set ORDEAL_HISTORIES`);

function report(): void {
  const known: readonly Known[] = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8"));
  const logs = known.filter(({ kind }) => kind === "linearizability");
  const calibrationMs = calibrate();
  for (const [name, model] of Object.entries(MODELS)) {
    const timed = logs.filter((log) => log.model === name).map((log) => time(log, model));
    if (process.argv[2] === "each") for (const log of timed) console.log(JSON.stringify(log));
    const coldMs = sum(timed.map((log) => log.coldMs));
    const warmMs = sum(timed.map((log) => log.warmMs));
    console.log(
      JSON.stringify({
        model: name,
        logs: timed.length,
        right: timed.filter(({ right }) => right).length,
        coldMs: rounded(coldMs),
        warmMs: rounded(warmMs),
        warmUsPerLog: rounded((1e3 * warmMs) / timed.length),
        warmTimes: Number((warmMs / calibrationMs).toFixed(5)),
      }),
    );
  }
}

function time({ file, valid }: Known, model: Model): Timed {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const table = encode([...pairEvents(readEvents(text))], model, "observe", () => false);
  if (table === "stopped") throw new Error("nobody told it to stop");
  const start = performance.now();
  const right = check(table, model, { failures: "observe" }).valid === valid;
  const coldMs = performance.now() - start;
  return { file, right, coldMs: rounded(coldMs), warmMs: rounded(warm(table, model)) };
}

function warm(table: Table, model: Model): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < WARM_RUNS; run++) {
    const start = performance.now();
    check(table, model, { failures: "observe" });
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function sum(times: readonly number[]): number {
  return times.reduce((total, each) => total + each, 0);
}

function rounded(ms: number): number {
  return Number(ms.toFixed(4));
}
