/** `npm run prove`: the long proofs behind the README's promises; `-- local etcd drill` picks some. */
import { randomInt } from "node:crypto";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { faultsOf } from "#core/fault.ts";
import { phasesOf } from "#core/history.ts";
import { leftovers } from "./leftovers.ts";
import { ordeal, start, type Ended } from "./ordeal.ts";

const SECTIONS: Readonly<Record<string, () => Promise<boolean>>> = {
  local: () => staysValid("raft", ["run", "raft"], 20),
  bugs: async () => {
    let all = true;
    for (const bug of LOUD) all = (await isFound(bug, 5)) && all;
    return all;
  },
  etcd: () => staysValid("etcd", ETCD, 10),
  stale: async () => {
    const reads = ["run", "etcd", "--env", "docker", "--nemesis", "partition", "--reads"];
    return isFound("etcd with serializable reads", 3, [...reads, "serializable"]);
  },
  drill: async () => (await drill(["run", "raft"], 10)) && (await drill(ETCD, 10)),
};

/** Raft's bugs that real processes show soon; the quieter ones are for `ordeal hunt`. */
const LOUD = ["stale-read", "early-ack", "small-quorum", "no-persist"];

const ETCD =
  "run etcd --env docker --nodes 5 --nemesis partition,kill,pause,clock --time-limit 60s".split(
    " ",
  );

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The correct system, seed after seed: no false alarm, and every kind of fault proven. */
async function staysValid(what: string, args: readonly string[], seeds: number): Promise<boolean> {
  let valid = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const ended = await ordeal(...args, "--seed", String(seed));
    if (ended.code === 0) valid++;
    say(`${what} seed ${seed}: exit ${ended.code}, ${ended.seconds.toFixed(1)} s, ${kinds(ended)}`);
    if (ended.code !== 0) say(ended.output);
  }
  say(`${what}: ${valid} of ${seeds} valid`);
  return valid === seeds;
}

/** How many faults of each kind were proven, and when the nodes were healthy. */
function kinds({ history }: Ended): string {
  const counts = new Map<string, number>();
  for (const { fault, effect } of faultsOf(history))
    counts.set(`${fault.kind} ${effect}`, (counts.get(`${fault.kind} ${effect}`) ?? 0) + 1);
  const began = phasesOf(history).find(({ phase }) => phase === "faults")?.began ?? Number.NaN;
  const healthy = `healthy after ${(began / 1e9).toFixed(1)} s`;
  return [healthy, ...[...counts].map(([kind, count]) => `${count} ${kind}`)].join(", ");
}

/** The bug is found within so many seeds, as a violation that is explained. */
async function isFound(bug: string, seeds: number, args?: readonly string[]): Promise<boolean> {
  for (let seed = 1; seed <= seeds; seed++) {
    const line = args ?? ["run", "raft", "--env", "local", "--bug", bug];
    const ended = await ordeal(...line, "--seed", String(seed));
    const why = ended.results?.summary ?? ended.output;
    say(`${bug} seed ${seed}: exit ${ended.code}, ${ended.seconds.toFixed(1)} s: ${why}`);
    if (ended.code === 1) return true;
  }
  say(`${bug}: not found in ${seeds} seeds`);
  return false;
}

/** kill -9 at a random moment; the next start removes all; what was recorded checks, never false. */
async function drill(args: readonly string[], times: number): Promise<boolean> {
  let good = 0;
  for (let i = 1; i <= times; i++) {
    await using killed = start(args);
    const afterMs = randomInt(1000, 40_000);
    await Promise.race([sleep(afterMs), killed.ended]);
    killed.child.kill("SIGKILL");
    const { folder } = await killed.ended;
    // Only what this run made: other runs may go on beside it, and must.
    const run = basename(folder);
    const before = await leftovers(run);
    await ordeal("clean");
    const after = await leftovers(run);
    const { code } = await ordeal("check", folder);
    const fine = after.length === 0 && code !== 1 && code !== 255;
    if (fine) good++;
    say(
      `drill ${args[1]} ${i}: killed after ${(afterMs / 1000).toFixed(1)} s leaving ` +
        `${before.length} things; after clean ${after.length} (${after.join(", ")}); check ${code}`,
    );
  }
  say(`drill ${args[1]}: ${good} of ${times}`);
  return good === times;
}

const asked = process.argv.slice(2);
let good = true;
for (const [name, prove] of Object.entries(SECTIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  say(`== ${name}`);
  good = (await prove()) && good;
}
say(good ? "all proven" : "not proven");
process.exitCode = good ? 0 : 1;
