/** How much of the controller an operation costs in the environment `local`: `node bench/local.ts`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "#core/ports/environment.ts";
import { nodeId, processId } from "#core/units.ts";
import { seedOf } from "#core/seed.ts";
import { realClock } from "#engine/clock.ts";
import { local } from "#environments/local/local.ts";
import { referenceTarget } from "#targets/shim/target.ts";
import { raftSystem } from "#targets/reference/raft/system.ts";

const [latencyMs = 0, clients = 20, seconds = 4] = process.argv.slice(2).map(Number);
const nodes = [1, 2, 3, 4, 5].map((i) => nodeId(`n${i}`));
const folder = mkdtempSync(join(tmpdir(), "ordeal-bench-"));
const never = new AbortController().signal;
const settings = { vocabulary: "register", bugs: [], options: {}, bin: "" } as const;

try {
  await using cluster = await local.open({
    run: "bench",
    folder,
    nodes,
    deployments: referenceTarget(raftSystem).deploy(settings),
    seed: seedOf("bench"),
    clock: realClock(),
    links: { latencyMs, latency: "exponential", lossPerMille: 0, duplicatePerMille: 0 },
    zones: [],
    startTimeoutMs: 10_000,
    cancel: never,
    note: () => {},
    progress: () => {},
  });
  while ((await cluster.leaders(never)).length === 0) await sleep(100);
  await sleep(500);
  const before = process.cpuUsage();
  const ok = await work(cluster);
  const { user, system } = process.cpuUsage(before);
  await cluster.saveLogs(folder);
  const { messages } = JSON.parse(readFileSync(join(folder, "network.json"), "utf8"));
  const cpuPerOp = ((user + system) / ok).toFixed(0);
  const perOp = (messages.sent / ok).toFixed(1);
  console.log(`${clients} clients, latency ${latencyMs} ms, five Raft nodes in processes:`);
  console.log(`${(ok / seconds).toFixed(0)} operations/s, ${perOp} messages between nodes each`);
  console.log(`the controller spent ${cpuPerOp} µs of CPU an operation`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Every client writes and reads its own key as fast as it is answered. */
async function work(cluster: Cluster): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const counts = Array.from({ length: clients }, async (_, i) => {
    await using client = await cluster.client(nodes[i % 5] ?? nodeId("n1"), processId(i));
    let ok = 0;
    for (let value = 0; performance.now() < end; value++) {
      const word = value % 2 === 0 ? { f: "write", value } : { f: "read", value: null };
      const asked = client.invoke({ ...word, key: String(i) }, AbortSignal.timeout(2000));
      ok += await asked.then(
        () => 1,
        () => 0,
      );
    }
    return ok;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
