/** The correct Raft survives every trial; each of its bugs is found in some. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "#core/seed.ts";
import { millis, seconds } from "#core/units.ts";
import { registers } from "../register.ts";
import { Trial } from "../trial.ts";
import type { TrialFault } from "../mischief.ts";
import type { RaftBug } from "./bugs.ts";
import { raft } from "./raft.ts";
import { timesOf } from "./settings.ts";

const EVERYTHING: readonly TrialFault[] = ["partition", "crash", "pause", "drift", "loss"];

function trial(seed: string, bugs: readonly RaftBug[], faults = EVERYTHING): Trial {
  return new Trial({
    actor: raft({ machine: registers, times: timesOf(millis(50)), bugs }),
    seed: seedOf(seed),
    words: "register",
    nodes: 5,
    clients: 8,
    pace: millis(20),
    length: seconds(20),
    faults,
    inspect: () => {},
  }).run();
}

test("it works", () => {
  const t0 = process.cpuUsage();
  const t = trial("1", [], []);
  const ok = t.history.filter((s) => s.reply && s.reply.type !== "error").length;
  console.log(t.history.length, ok, t.delivered, t.failures, process.cpuUsage(t0).user / 1e3);
  const u = trial("1", []);
  console.log(u.history.length, u.history.filter((s) => s.reply).length, u.delivered, u.failures);
  assert.ok(ok > 0);
});
