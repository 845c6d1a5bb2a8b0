/** How many random worlds a correct Raft survives, and how many each bug needs: virtual trials. */
import { parseArgs } from "node:util";
import { seedOf } from "#core/seed.ts";
import { millis, seconds } from "#core/units.ts";
import { violation } from "#targets/reference/judged.laws.ts";
import { Invariants } from "#targets/reference/raft/invariants.laws.ts";
import { raftSystem } from "#targets/reference/raft/system.ts";
import { Trial, type TrialSettings } from "#targets/reference/trial.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    first: { type: "string", default: "0" },
    bug: { type: "string", multiple: true, default: [] },
    words: { type: "string", default: "register" },
  },
});

const FAULTS = [
  "partition",
  "crash",
  "blink",
  "pause",
  "drift",
  "loss",
  "members",
  "transfer",
] as const;
const words = values.words === "set" ? "set" : "register";
const first = Number(values.first);
const found: string[] = [];
let acknowledged = 0;
let delivered = 0;

/** Each seed draws its own kind of world: what strikes, how often, how slow the network is. */
function draw(seed: number, inspect: TrialSettings["inspect"]): TrialSettings {
  const dice = seedOf("shape").child(seed).open();
  const options = {
    "read-proof": dice.pick(["round", "lease"]),
    changes: dice.pick(["joint", "single"]),
    "snapshot-every": dice.pick(["200", "20", "2000"]),
  };
  return {
    actor: raftSystem.actor({ vocabulary: words, bugs: values.bug, options, timeScale: 1 }),
    seed: seedOf("trial").child(seed),
    words,
    nodes: dice.pick([3, 4, 5, 5, 5, 7]),
    clients: 3 + dice.int(10),
    pace: millis(5 + dice.int(100)),
    length: seconds(10 + dice.int(5)),
    faults: dice.shuffle(FAULTS).slice(dice.int(FAULTS.length)),
    rhythm: millis(dice.pick([100, 500, 1000, 2500])),
    latency: millis(dice.pick([1, 3, 10, 30])),
    inspect,
  };
}

for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const invariants = new Invariants();
  const trial = new Trial(draw(seed, invariants.inspect)).run();
  acknowledged += trial.acknowledged;
  delivered += trial.delivered;
  const wrong = [...invariants.broken, violation(trial, words) ?? [], trial.failures].flat();
  if (wrong.length > 0) found.push(`seed ${seed}: ${wrong.join("; ").slice(0, 300)}`);
}
const { user } = process.cpuUsage();
console.log(
  `${values.seeds} seeds, ${found.length} violated, ${acknowledged} acknowledged, ${delivered} messages, ${(user / 1e6).toFixed(1)} s`,
);
for (const line of found.slice(0, 10)) console.log(line);
