/** Whether a time limit is kept, wherever it strikes, and a bound on memory with it. */
import type { Answer } from "../answer.ts";
import { check } from "../check.ts";
import { OPEN, type Columns, type Table } from "../columns.ts";
import type { Model } from "../model.ts";
import { models } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { play } from "./histories.ts";

/*
 * node bench/limits.ts: each history with several limits, by which it is interrupted at different
 * stages. Printed are the verdict, the time to the answer in multiples of the limit, and the longest
 * silence between two looks at the clock, which is what a limit can be exceeded by. The clock is the
 * thread's CPU time, so that what else the machine does is not in the figures.
 */
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e3;
};

const LIMITS_MS = [100, 200, 400, 1_000];
const MEMORY_BYTES = 64 * 1024 * 1024;

interface Hard {
  readonly name: string;
  readonly model: Model;
  history(): readonly Operation[] | Table;
}

const tableOf = (columns: Columns, keys: number): Table => ({
  columns,
  key: Int32Array.from({ length: columns.count }, (_, row) => row % keys),
  keys: Array.from({ length: keys }, (_, k) => k),
  ids: Int32Array.from({ length: columns.count }, (_, row) => row),
  values: Array.from({ length: columns.valueCount }, (_, value) => value),
});

const SHAPE = { operations: 1e6, processes: 50, casPercent: 33, infoPercent: 0, seed: 1 };
const cas = models["cas-register"]();

const ask = (id: number, word: string, input: unknown, output: unknown): Operation => {
  const [invoked, returned] = output === null ? [0, 10] : [11, 12];
  return { id, process: id, key: null, word, input, output, outcome: "ok", invoked, returned };
};

const HARD: readonly Hard[] = [
  {
    name: "a million operations as objects",
    model: cas,
    history: () => objectsOf(play({ ...SHAPE, values: 0, casPercent: 0 })),
  },
  {
    name: "a million operations in columns, unique values",
    model: cas,
    history: () => tableOf(play({ ...SHAPE, values: 0 }), 1),
  },
  {
    name: "a million operations in columns, five values",
    model: cas,
    history: () => tableOf(play({ ...SHAPE, processes: 20, values: 5 }), 1),
  },
  {
    name: "ten thousand keys",
    model: cas,
    history: () => tableOf(play({ ...SHAPE, values: 0 }), 10_000),
  },
  {
    name: "sums that are not there",
    model: models.counter(),
    history: () => [
      ...Array.from({ length: 26 }, (_, i) => ask(i, "add", 1 << i, null)),
      ask(26, "read", null, -1),
    ],
  },
  {
    name: "a wide queue, states as objects",
    model: models.queue(),
    history: () => [
      ...Array.from({ length: 30 }, (_, i) => ask(i, "enqueue", i % 7, null)),
      ...Array.from({ length: 20 }, (_, i) => ask(30 + i, "dequeue", null, 8)),
    ],
  },
];

function objectsOf({ count, word, a, invoked, returned }: Columns): readonly Operation[] {
  return Array.from({ length: count }, (_, row): Operation => {
    const asked = { id: row, process: row, key: null, invoked: invoked[row]! };
    const call = word[row] === 0 ? { word: "read", input: null } : { word: "write", input: a[row] };
    if (returned[row] === OPEN) return { ...asked, ...call, outcome: "info" };
    return { ...asked, ...call, outcome: "ok", output: a[row], returned: returned[row]! };
  });
}

for (const { name, model, history } of HARD) {
  const given = history();
  for (const limitMs of LIMITS_MS) console.log(name.padEnd(48), measure(given, model, limitMs));
}

function measure(given: readonly Operation[] | Table, model: Model, limitMs: number): string {
  const start = cpuMs();
  let last = start;
  let silence = 0;
  const shouldStop = (): boolean => {
    const now = cpuMs();
    silence = Math.max(silence, now - last);
    last = now;
    return now - start > limitMs;
  };
  const options = { failures: "observe", shouldStop, memoryBytes: MEMORY_BYTES } as const;
  const answer: Answer = check(given, model, options);
  const tookMs = cpuMs() - start;
  return JSON.stringify({
    limitMs,
    verdict: answer.valid === "unknown" ? answer.reason : answer.valid,
    times: Number((tookMs / limitMs).toFixed(2)),
    silenceMs: Number(Math.max(silence, cpuMs() - last).toFixed(1)),
    rssMB: Math.round(process.memoryUsage.rss() / 1e6),
  });
}
