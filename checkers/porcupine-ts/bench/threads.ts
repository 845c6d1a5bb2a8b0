/** From what size on it pays to check keys on threads. */
import { availableParallelism } from "node:os";
import { check } from "../check.ts";
import { OPEN, type Columns, type Table } from "../columns.ts";
import { models } from "../models/models.ts";
import { checkInParallel } from "../node/check-in-parallel.ts";
import { makeDice } from "../oracle/dice.ts";
import { play } from "./histories.ts";

/*
 * node bench/threads.ts [keys] [processes]: etcd-like histories, five values, by default 200 keys of 10
 * processes each; wall milliseconds of one thread, of all from the start, and of as many as are
 * chosen, of the best of three. Run it on a machine that does nothing else.
 */
const KEYS = Number(process.argv[2] ?? 200);
const PROCESSES = Number(process.argv[3] ?? 10);
const SIZES = [10_000, 100_000, 300_000, 1_000_000, 3_000_000];
const RUNS = 3;

for (const operations of SIZES) {
  const table = interleave(
    Array.from({ length: KEYS }, (_, seed) =>
      play({
        operations: operations / KEYS,
        processes: PROCESSES,
        values: 5,
        casPercent: 33,
        infoPercent: 1,
        seed,
      }),
    ),
  );
  const one = await best(() => check(table, models["cas-register"](), { failures: "observe" }));
  const threads = availableParallelism();
  const all = await best(() =>
    checkInParallel(table, "cas-register", { failures: "observe", threads }),
  );
  const chosen = await best(() => checkInParallel(table, "cas-register", { failures: "observe" }));
  const gain = Number((one / all).toFixed(2));
  console.log(
    JSON.stringify({
      operations,
      keys: KEYS,
      threads,
      oneMs: one,
      allMs: all,
      gain,
      chosenMs: chosen,
    }),
  );
}

async function best(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return Math.round(least);
}

/** One table of many keys: at each step a random key's next event happens. */
function interleave(parts: readonly Columns[]): Table {
  const dice = makeDice(1);
  const rows = parts.reduce((total, { count }) => total + count, 0);
  const columns = {
    count: rows,
    word: new Uint8Array(rows),
    outcome: new Uint8Array(rows),
    a: new Int32Array(rows),
    b: new Int32Array(rows),
    invoked: new Int32Array(rows),
    returned: new Int32Array(rows).fill(OPEN),
    valueCount: Math.max(...parts.map(({ valueCount }) => valueCount)),
    items: new Int32Array(0),
  };
  const key = new Int32Array(rows);
  const feeds = parts.map((part, k) => ({ part, k, events: eventsOf(part), at: 0, rowOf: [-1] }));
  let position = 0;
  let next = 0;
  while (feeds.length > 0) {
    const chosen = dice.below(feeds.length);
    const feed = feeds[chosen]!;
    const event = feed.events[feed.at++]!;
    if (event >= 0) {
      for (const name of ["word", "outcome", "a", "b"] as const)
        columns[name][next] = feed.part[name][event]!;
      key[next] = feed.k;
      columns.invoked[next] = position++;
      feed.rowOf[event] = next++;
    } else columns.returned[feed.rowOf[-1 - event]!] = position++;
    if (feed.at === feed.events.length) feeds.splice(chosen, 1);
  }
  const keys = parts.map((_, k) => k);
  const values = Array.from({ length: columns.valueCount }, (_, value) => value);
  return { columns, key, keys, ids: Int32Array.from(key, (_, row) => row), values };
}

/** Calls as their rows, returns as -1 minus their rows, in the order of their positions. */
function eventsOf({ count, invoked, returned }: Columns): readonly number[] {
  const events: number[] = [];
  for (let row = 0; row < count; row++) {
    events[invoked[row]!] = row;
    if (returned[row] !== OPEN) events[returned[row]!] = -1 - row;
  }
  return events;
}
