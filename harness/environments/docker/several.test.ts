/** A server of several processes is frozen, killed and misled as a whole. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { needs } from "../host/needs.ts";
import { n2, openTrial, patiently, until, type Trial } from "../specimen.laws.ts";
import { machine, specimen } from "./specimen.laws.ts";

/** The specimen beside a helper that it starts itself, as databases do. */
const family = {
  machine: {
    ...machine,
    processes: "several",
    command: (...args: Parameters<typeof machine.command>) =>
      ["sh", "-c", 'sleep 86399 & exec "$@"', "sh", ...machine.command(...args)] as const,
  },
} as const;

const here = needs("docker", "root", "iptables", "linux-x64");

/** The helpers that run in n2, by Docker's own word. */
function helpers({ run }: Trial): number {
  const listed = execFileSync("docker", ["top", `ordeal-${run}-n2`], { encoding: "utf8" });
  return listed.split("\n").filter((line) => line.includes("sleep 86399")).length;
}

test("a kill leaves none of them, and a restart starts all again", here, async () => {
  await using trial = await openTrial(specimen, { deployments: family });
  assert.equal(helpers(trial), 1);
  const kill = await trial.cluster.inject({ kind: "kill", name: "k", nodes: [n2] });
  assert.equal((await kill.prove()).effect, "proven");
  assert.equal(helpers(trial), 0);
  await kill.cure();
  await patiently(() => trial.ask(n2, "read", null));
  assert.equal(helpers(trial), 1);
});

test("a pause freezes all of them, also over a restart and a change of clocks", here, async () => {
  await using trial = await openTrial(specimen, { deployments: family });
  const pause = await trial.cluster.inject({ kind: "pause", name: "p", nodes: [n2] });
  const { effect, evidence } = await pause.prove();
  assert.deepEqual([effect, evidence], ["proven", "n2: its processes are frozen"]);
  await assert.rejects(trial.ask(n2, "read", null, 500));

  const kill = await trial.cluster.inject({ kind: "kill", name: "k", nodes: [n2] });
  await kill.cure();
  const skew = { mode: "bump", offsetMs: 60_000 } as const;
  const clock = await trial.cluster.inject({ kind: "clock", name: "c", nodes: [n2], skew });
  assert.equal((await pause.prove()).effect, "proven");
  assert.equal((await clock.prove()).effect, "applied");
  await assert.rejects(trial.ask(n2, "read", null, 500));

  await pause.cure();
  await until(async () => (await clock.prove()).effect === "proven", "n2 tells the wrong time");
  await clock.cure();
  const wrongMs = (await trial.ask(n2, "time", null)) - Date.now();
  assert(Math.abs(wrongMs) < 30_000, `${wrongMs} ms are left`);
});
