/** Times and peak memory of the general search, each history in a process of its own. */
import { spawnSync } from "node:child_process";
import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Columns } from "../columns.ts";
import { models } from "../models/models.ts";
import { precheck } from "../search/precheck.ts";
import { DepthFirst } from "../search/depth-first.ts";
import { search } from "../search/search.ts";
import { Timeline } from "../search/timeline.ts";
import { calibrate, spend } from "./calibration.ts";
import { play, withContradiction, withStaleRead } from "./histories.ts";

/*
 * node bench/search.ts [name]: histories of one cas-register, judged by the search alone. Printed are
 * the verdict, CPU and wall milliseconds of the first check ("cold") and CPU of the best of four more
 * ("warm"), both CPU times as multiples of a calibration loop, nodes an operation, and the peak
 * memory of the process, which holds the history's columns and nothing else. `goal` is in CPU ms, or
 * for "unknown" a limit that the wall time must keep within a tenth.
 */
interface Bench {
  readonly name: string;
  readonly operations: number;
  readonly processes: number;
  readonly values: number;
  readonly casPercent: number;
  readonly infoPercent: number;
  readonly spoil: "no" | "stale-read" | "contradiction";
  readonly goalMs: number;
  readonly limitMs: number;
}

const NO_LIMIT = 60_000;
const unique = {
  values: 0,
  casPercent: 0,
  infoPercent: 0,
  spoil: "no",
  limitMs: NO_LIMIT,
} as const;
const etcd = { ...unique, values: 5, casPercent: 33 } as const;

const BENCHES: readonly Bench[] = [
  { ...unique, name: "unique-100k", operations: 100_000, processes: 20, goalMs: 400 },
  { ...unique, name: "unique-1m", operations: 1e6, processes: 100, infoPercent: 5, goalMs: 4_000 },
  { ...etcd, name: "etcd-20p-1m", operations: 1e6, processes: 20, goalMs: 5_000 },
  {
    ...etcd,
    name: "etcd-20p-info-100k",
    operations: 100_000,
    processes: 20,
    infoPercent: 3,
    goalMs: 3_000,
  },
  { ...etcd, name: "etcd-50p-10k", operations: 10_000, processes: 50, goalMs: 3_000 },
  {
    ...etcd,
    name: "etcd-50p-info-10k",
    operations: 10_000,
    processes: 50,
    infoPercent: 3,
    goalMs: 3_000,
  },
  {
    ...unique,
    name: "stale-1m",
    values: 1_000,
    operations: 1e6,
    processes: 50,
    spoil: "stale-read",
    goalMs: 200,
  },
  {
    ...unique,
    name: "contradiction-5p-1k",
    operations: 1_000,
    processes: 5,
    spoil: "contradiction",
    goalMs: 100,
  },
  {
    ...unique,
    name: "contradiction-20p-10k",
    operations: 10_000,
    processes: 20,
    spoil: "contradiction",
    goalMs: 3_000,
  },
];

const COLUMNS = ["a", "b", "invoked", "returned", "word", "outcome"] as const;
const MEMORY_BYTES = 512 * 1024 * 1024;
const WARM_RUNS = 4;
const register = models["cas-register"]();
const [, script = "", chosen = "", file] = process.argv;

if (file === undefined) {
  for (const bench of BENCHES) if (bench.name.startsWith(chosen)) runInChild(bench);
} else {
  const bench = BENCHES.find(({ name }) => name === chosen);
  if (bench !== undefined) console.log(measure(bench, load(file)));
}

function runInChild(bench: Bench): void {
  const path = join(tmpdir(), `porcupine-search-${process.pid}`);
  save(path, makeHistory(bench));
  const { status } = spawnSync(process.execPath, [script, bench.name, path], { stdio: "inherit" });
  unlinkSync(path);
  if (status !== 0) process.exitCode = 1;
}

function makeHistory({ spoil, ...shape }: Bench): Columns {
  const history = play({ ...shape, seed: 3 });
  if (spoil === "no") return history;
  if (spoil === "stale-read") return withStaleRead(history);
  return withContradiction(history, (candidate) => {
    const machine = register.compile(candidate, () => []);
    return precheck(candidate, new Timeline(candidate), machine, () => {}) === "passed";
  });
}

function measure({ name, goalMs, limitMs }: Bench, history: Columns): string {
  const calibrationMs = calibrate();
  const check = (): ReturnType<typeof search> => {
    const end = performance.now() + limitMs;
    const shouldStop = (): boolean => performance.now() > end;
    return search(
      history,
      register.compile(history, () => []),
      { shouldStop, memoryBytes: MEMORY_BYTES },
    );
  };
  const cold = spend(check);
  const peakMB = process.resourceUsage().maxRSS / 1e3;
  const warmMs = Math.min(...Array.from({ length: WARM_RUNS }, () => spend(check).cpuMs));
  const { result } = cold;
  return JSON.stringify({
    name,
    operations: history.count,
    verdict: result.valid === "unknown" ? result.reason : result.valid,
    by: result.algorithm,
    coldMs: Math.round(cold.cpuMs),
    coldWallMs: Math.round(cold.wallMs),
    warmMs: Math.round(warmMs),
    coldTimes: Number((cold.cpuMs / calibrationMs).toFixed(2)),
    warmTimes: Number((warmMs / calibrationMs).toFixed(2)),
    nodesPerOperation: result.valid === true ? Number(nodesOf(history).toFixed(2)) : null,
    peakMB: Math.round(peakMB),
    goalMs,
    met: cold.cpuMs <= goalMs,
  });
}

function nodesOf(history: Columns): number {
  const machine = register.compile(history, () => []);
  const effort = { pulse: () => {}, memoryBytes: MEMORY_BYTES, seed: 1 };
  const search = new DepthFirst(history, new Timeline(history), machine, effort);
  search.run(0);
  return search.nodes / history.count;
}

function save(path: string, history: Columns): void {
  const { count, valueCount } = history;
  const head = Int32Array.of(count, valueCount);
  const parts = [head, ...COLUMNS.map((name) => history[name])];
  writeFileSync(
    path,
    Buffer.concat(
      parts.map(({ buffer, byteOffset, byteLength }) =>
        Buffer.from(buffer, byteOffset, byteLength),
      ),
    ),
  );
}

function load(path: string): Columns {
  const { buffer, byteOffset } = readFileSync(path);
  const [count = 0, valueCount = 0] = new Int32Array(buffer, byteOffset, 2);
  const ints = (i: number): Int32Array =>
    new Int32Array(buffer, byteOffset + 8 + 4 * count * i, count);
  const bytes = (i: number): Uint8Array =>
    new Uint8Array(buffer, byteOffset + 8 + 16 * count + count * i, count);
  return {
    count,
    valueCount,
    a: ints(0),
    b: ints(1),
    invoked: ints(2),
    returned: ints(3),
    word: bytes(0),
    outcome: bytes(1),
    items: new Int32Array(0),
  };
}
