/** Operations a second through interpreter and journal, and what memory does over a million. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { limit } from "#core/generator/pace.ts";
import { clients } from "#core/generator/route.ts";
import type { Dispatch } from "#core/interpreter/interpreter.ts";
import type { Client } from "#core/ports/client.ts";
import { seedOf } from "#core/seed.ts";
import { nodeId } from "#core/units.ts";
import { realClock } from "#engine/clock.ts";
import { Deadlines } from "#engine/deadlines.ts";
import { Interpretation, type Stage } from "#engine/interpret.ts";
import { Seats } from "#engine/seats.ts";
import { speak } from "#engine/worker.ts";
import { openJournal } from "#store/journal.ts";
import { workloads } from "#workloads/registry.ts";

const OPERATIONS = Number(process.argv[2] ?? 1_000_000);
const PROCESSES = 50;

/**
 * Registers in memory, each answer a millisecond after its question. Node's timers count whole
 * milliseconds, which would make it one to two: this one looks at the clock on every turn.
 */
function slowRegisters(): Client {
  const values = new Map<string, unknown>();
  const waiting: { readonly due: number; readonly wake: () => void }[] = [];
  let head = 0;
  const turn = (): void => {
    const now = performance.now();
    for (let next; (next = waiting[head]) !== undefined && next.due <= now; head++) next.wake();
    if (head > 1000) head -= waiting.splice(0, head).length;
    if (head < waiting.length) setImmediate(turn);
  };
  const later = (): Promise<void> =>
    new Promise((wake) => {
      if (head === waiting.length) setImmediate(turn);
      waiting.push({ due: performance.now() + 1, wake });
    });
  return {
    invoke: async ({ f, key, value }) => {
      await later();
      if (f === "read") return values.get(key) ?? null;
      values.set(key, f === "cas" ? (value as readonly unknown[])[1] : value);
      return undefined;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const folder = mkdtempSync(join(tmpdir(), "ordeal-bench-"));
const path = join(folder, "history.jsonl");
using journal = openJournal(path);
const deadlines = new Deadlines(1000);
const client = slowRegisters();
await using seats = new Seats(async () => client);

let completed = 0;
const heaps: number[] = [];
const stage: Stage = {
  clock: realClock(),
  journal,
  observe(event) {
    if (event.type === "invoke" || ++completed % (OPERATIONS / 10) !== 0) return;
    globalThis.gc?.();
    heaps.push(Math.round(process.memoryUsage().heapUsed / 1e6));
  },
  log: () => {},
  perform: (dispatch: Dispatch) => {
    const { process: id, node } = dispatch;
    if (id === "nemesis" || node === null) throw new Error("there is no nemesis here");
    return speak(seats.take({ ...dispatch, process: id, node }), dispatch.op, deadlines);
  },
};
const generator = workloads.register.generator(seedOf("bench"), { threads: PROCESSES });
const crew = { concurrency: PROCESSES, nodes: [nodeId("n1")], firstIndex: 0, firstProcess: 0 };
const cpuBefore = process.cpuUsage();
const began = performance.now();
await new Interpretation(clients(limit(OPERATIONS, generator)), crew, stage).run();
const wallS = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuS = (user + system) / 1e6;
process.stdout.write(
  `${OPERATIONS} operations, ${PROCESSES} processes, ${availableParallelism()} cores: ` +
    `${Math.round(OPERATIONS / wallS)} a second (goal 40,000), ${(cpuS / wallS).toFixed(2)} cores, ` +
    `${((cpuS / OPERATIONS) * 1e6).toFixed(1)} µs CPU each, ` +
    `history ${Math.round(statSync(path).size / 1e6)} MB, peak ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB\n` +
    `heap at each tenth, MB: ${heaps.join(" ")}\n`,
);
rmSync(folder, { recursive: true });
