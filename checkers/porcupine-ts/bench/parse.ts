/** From a JSON-lines file to a verdict: CPU seconds, peak memory, and multiples of a calibration loop. */
import { closeSync, openSync, readSync, statSync, writeSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../check.ts";
import { openTable } from "../formats/columns/table-reader.ts";
import { pairEvents } from "../formats/operations.ts";
import { openReader } from "../formats/reader.ts";
import { models } from "../models/models.ts";

/*
 * node bench/parse.ts [operations] [keys] [columns|events|read]: writes a history of a cas-register a
 * key with 20 processes and 2 % infos, then reads and judges it. "columns" is the streaming way,
 * "events" the one with an object an event, "read" only reads the bytes. The figure that counts is
 * that of a process of its own: the file is written by another one.
 */
const [, script = "", size = "1000000", keyCount = "1000", way = "columns", given] = process.argv;
const path = given ?? join(tmpdir(), `porcupine-parse-${process.pid}.jsonl`);

if (given === undefined) {
  const { spawnSync } = await import("node:child_process");
  generate(path, Number(size), Number(keyCount));
  const run = spawnSync(process.execPath, [script, size, keyCount, way, path], {
    stdio: "inherit",
  });
  unlinkSync(path);
  process.exitCode = run.status ?? 1;
} else {
  measure();
}

function measure(): void {
  const calibrationMs = calibrate();
  const before = process.cpuUsage();
  const wallBefore = performance.now();
  const { verdict, operations } = judge();
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1e3;
  console.log(
    JSON.stringify({
      way,
      operations,
      verdict,
      megabytes: Math.round(statSync(path).size / 1e6),
      cpuMs: Math.round(cpuMs),
      wallMs: Math.round(performance.now() - wallBefore),
      calibrations: Number((cpuMs / calibrationMs).toFixed(1)),
      peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

function judge(): { verdict: unknown; operations: number } {
  const model = models["cas-register"]();
  if (way === "read") {
    let bytes = 0;
    for (const chunk of chunks()) bytes += chunk.length;
    return { verdict: `${bytes} bytes`, operations: 0 };
  }
  if (way === "events") {
    const reader = openReader();
    const events = function* () {
      for (const chunk of chunks()) yield* reader.push(chunk);
      yield* reader.end();
    };
    const operations = [...pairEvents(events())];
    return { verdict: check(operations, model).valid, operations: operations.length };
  }
  const reader = openTable(model);
  for (const chunk of chunks()) reader.push(chunk);
  const { table } = reader.end();
  if (process.env["PARSE_ONLY"] !== undefined)
    return { verdict: "not asked", operations: table.columns.count };
  return { verdict: check(table, model).valid, operations: table.columns.count };
}

/** The same buffer again and again. */
function* chunks(): Generator<Uint8Array> {
  const file = openSync(path, "r");
  const buffer = new Uint8Array(256 * 1024);
  for (;;) {
    const length = readSync(file, buffer);
    if (length === 0) break;
    yield buffer.subarray(0, length);
  }
  closeSync(file);
}

/** A fixed piece of integer work, for machines to be compared by. */
function calibrate(): number {
  const before = process.cpuUsage();
  let state = 1;
  const cells = new Int32Array(1 << 16);
  for (let i = 0; i < 30_000_000; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + i;
    cells[state & 0xffff]! ^= state;
  }
  const { user } = process.cpuUsage(before);
  return user / 1e3;
}

/** A valid history: each operation takes effect at a moment between its call and its return. */
function generate(to: string, operations: number, keys: number): void {
  const dice = makeDice(7);
  const file = openSync(to, "w");
  const registers = new Int32Array(keys).fill(-1);
  const written = new Int32Array(keys);
  const open: (
    { f: string; key: number; input: unknown; output: unknown; lost: boolean } | undefined
  )[] = [];
  const processes = Array.from({ length: 20 }, (_, i) => i);
  let text: string[] = [];
  let index = 0;
  let started = 0;
  let timeNs = 0;
  const emit = (process: number, type: string, f: string, key: number, value: unknown): void => {
    timeNs += 1000 + dice(50_000);
    text.push(JSON.stringify({ index: index++, time: timeNs, process, type, f, key, value }));
    if (text.length < 10_000) return;
    writeSync(file, `${text.join("\n")}\n`);
    text = [];
  };
  while (started < operations || open.some((each) => each !== undefined)) {
    const slot = dice(processes.length);
    const process = processes[slot] ?? 0;
    const asked = open[slot];
    if (asked !== undefined) {
      open[slot] = undefined;
      if (asked.lost) processes[slot] = process + processes.length;
      emit(process, asked.lost ? "info" : "ok", asked.f, asked.key, asked.output);
    } else if (started < operations) {
      started++;
      const key = dice(keys);
      const now = registers[key] ?? -1;
      const lost = dice(50) === 0;
      const kind = dice(3);
      const f = kind === 0 ? "read" : kind === 1 || now < 0 ? "write" : "cas";
      const next = (written[key] = (written[key] ?? 0) + 1);
      const input = f === "read" ? null : f === "write" ? next : [now, next];
      if (f !== "read") registers[key] = next;
      open[slot] = { f, key, input, output: f === "read" ? (now < 0 ? null : now) : input, lost };
      emit(process, "invoke", f, key, input);
    }
  }
  writeSync(file, text.length > 0 ? `${text.join("\n")}\n` : "");
  closeSync(file);
}

function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 8) / 0x100_0000) * sides);
  };
}
