/** What one seed of a hunt costs, and its parts: playing it, and each judge. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkersOf } from "#cli/judges.ts";
import { simulate } from "#cli/parts.ts";
import { swarm } from "#core/swarm.ts";
import { SYSTEMS } from "#targets/reference/systems.ts";
import { cpuMs, hunting } from "./hunting.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    system: { type: "string", multiple: true, default: SYSTEMS.map(({ name }) => name) },
    bug: { type: "string", multiple: true, default: [] },
    workload: { type: "string" },
    /** Where to write each history's hash and verdicts, to be compared with another version's. */
    hashes: { type: "string", default: "" },
    /** Judges that take longer than so many milliseconds are named. */
    slow: { type: "string", default: "1000" },
  },
});

const parts = new Map<string, number[]>();
const hashes: string[] = [];

function timed<T>(part: string, act: () => T): T {
  const began = cpuMs();
  const result = act();
  const spent = cpuMs() - began;
  if (!parts.has(part)) parts.set(part, []);
  parts.get(part)?.push(spent);
  return result;
}

async function measure(system: string): Promise<void> {
  const { base, choices } = await hunting(system, values.bug, values.workload);
  const first = Number(values.from);
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const plan = swarm(base, `${seed}`, choices);
    timed("seed", () => {
      const history = timed("play", () => simulate(plan));
      const told: string[] = [];
      for (const { name, check } of checkersOf(plan)) {
        const began = cpuMs();
        const deadline = performance.now() + plan.checkTimeoutMs;
        const shouldStop = (): boolean => performance.now() > deadline;
        const verdict = timed(name, () => check(history, { plan, shouldStop }));
        const spent = cpuMs() - began;
        if (spent > Number(values.slow))
          console.log(
            `${system} seed ${seed}: ${name} took ${spent.toFixed(0)} ms, ${verdict.valid}`,
          );
        told.push(`${name} ${JSON.stringify(verdict)}`);
      }
      if (values.hashes !== "")
        hashes.push(`${system} ${seed} ${hash(JSON.stringify(history))} ${hash(told.join("\n"))}`);
    });
  }
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1);

for (const { name } of SYSTEMS) {
  if (!values.system.includes(name)) continue;
  parts.clear();
  await measure(name);
  const cells = [...parts].map(([part, spent]) => {
    const sorted = spent.toSorted((a, b) => a - b);
    const sum = spent.reduce((a, b) => a + b, 0);
    return `${part} ${at(sorted, 0.5)} ${at(sorted, 0.95)} (${(sum / Number(values.seeds)).toFixed(1)})`;
  });
  console.log(`${name}: ${cells.join(", ")}`);
}
if (values.hashes !== "") writeFileSync(values.hashes, `${hashes.join("\n")}\n`);
