/** How fast the simulated world runs our Raft: messages a second, and virtual time per real time. */
import { seedOf } from "#core/seed.ts";
import { millis, nanos, seconds } from "#core/units.ts";
import { raftSystem } from "#targets/reference/raft/system.ts";
import { Trial } from "#targets/reference/trial.ts";

function run(name: string, clients: number, paceMs: number, lengthSeconds: number): void {
  const before = process.cpuUsage();
  const trial = new Trial({
    actor: raftSystem.actor({ vocabulary: "register", bugs: [], options: {}, timeScale: 1 }),
    seed: seedOf(name),
    words: "register",
    nodes: 5,
    clients,
    pace: nanos(millis(paceMs)),
    length: seconds(lengthSeconds),
    faults: [],
    rhythm: millis(1000),
    latency: millis(3),
    inspect: () => {},
  }).run();
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  const rate = Math.round(trial.delivered / cpuSeconds).toLocaleString("en");
  const speed = Math.round(lengthSeconds / cpuSeconds).toLocaleString("en");
  const { history, delivered } = trial;
  console.log(
    `${name}: ${cpuSeconds.toFixed(2)} s of CPU, ${delivered} messages (${rate}/s), ` +
      `${history.length} operations, ${speed} times real time`,
  );
}

run("closed loop", 50, 0, 60);
run("one virtual hour, 10 clients, 20 operations a second", 10, 490, 3600);
