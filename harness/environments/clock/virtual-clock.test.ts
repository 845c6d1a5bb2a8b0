/** A Node of our own is asked for the time while its clock is bent, poked and straightened. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { needs } from "../host/needs.ts";
import { identify, signal, stateOf, type ProcessIdentity } from "../host/process.ts";
import { decodeBend, encodeBend } from "./bend.ts";
import { attachClock } from "./virtual-clock.ts";
import { WARP } from "./warp.ts";

const HOUR_MS = 3_600_000;
/** Two processes on a loaded machine: what a question and its answer may take. */
const SLACK_MS = 60_000;

const ANSWER = `
  process.stdin.on("data", () =>
    console.log(JSON.stringify([Date.now(), Number(process.hrtime.bigint() / 1000000n)])));`;

interface Watch extends Disposable {
  readonly identity: ProcessIdentity;
  /** How far its clocks are ahead of ours, in milliseconds. */
  lead(): Promise<{ readonly realtime: number; readonly monotonic: number }>;
}

function watch(): Watch {
  const child = spawn(process.execPath, ["-e", ANSWER], { stdio: ["pipe", "pipe", "inherit"] });
  assert(child.pid !== undefined);
  const identity = identify(child.pid);
  assert(identity !== undefined);
  const lines = createInterface(child.stdout);
  return {
    identity,
    lead: async () => {
      child.stdin.write("?\n");
      const [line] = (await once(lines, "line")) as [string];
      const [realtime, monotonic] = JSON.parse(line) as [number, number];
      const ours = Number(process.hrtime.bigint() / 1_000_000n);
      return { realtime: realtime - Date.now(), monotonic: monotonic - ours };
    },
    [Symbol.dispose]: () => child.kill("SIGKILL"),
  };
}

const near = (actual: number, expected: number): void => {
  assert(Math.abs(actual - expected) < SLACK_MS, `${actual} is not near ${expected}`);
};

test("a bent clock jumps, is poked, and comes back", needs("linux-x64"), async () => {
  using node = watch();
  near((await node.lead()).realtime, 0);
  using clock = attachClock(node.identity);
  assert.equal(clock.read(), null);

  const ahead = { offsetMs: HOUR_MS, ratePpm: 0, sinceEpochMs: 0 };
  await clock.bend(ahead);
  assert.deepEqual(clock.read(), ahead);
  const bent = await node.lead();
  near(bent.realtime, HOUR_MS);
  near(bent.monotonic, 0);

  clock.poke(-HOUR_MS);
  near((await node.lead()).realtime, -HOUR_MS);

  await clock.straighten();
  assert.equal(clock.read(), null);
  near((await node.lead()).realtime, 0);
});

test("a rate gains in proportion to the time that passed", needs("linux-x64"), async () => {
  using node = watch();
  await node.lead();
  using clock = attachClock(node.identity);
  const sinceEpochMs = Date.now() - HOUR_MS;
  await clock.bend({ offsetMs: 0, ratePpm: 500_000, sinceEpochMs });
  near((await node.lead()).realtime, HOUR_MS / 2);
  await clock.bend({ offsetMs: 0, ratePpm: -500_000, sinceEpochMs });
  near((await node.lead()).realtime, -HOUR_MS / 2);
});

test(
  "a second watchmaker finds the clock bent and can straighten it",
  needs("linux-x64"),
  async () => {
    using node = watch();
    await node.lead();
    const offset = { offsetMs: 5 * HOUR_MS, ratePpm: 0, sinceEpochMs: 0 };
    {
      using first = attachClock(node.identity);
      await first.bend(offset);
    }
    using second = attachClock(node.identity);
    assert.deepEqual(second.read(), offset);
    await second.straighten();
    near((await node.lead()).realtime, 0);
  },
);

test(
  "a process that stood still stays so while its clock is bent",
  needs("linux-x64"),
  async () => {
    using node = watch();
    await node.lead();
    signal(node.identity, "SIGSTOP");
    while (stateOf(node.identity) !== "T") await new Promise((resume) => setTimeout(resume, 1));
    using clock = attachClock(node.identity);
    await clock.bend({ offsetMs: HOUR_MS, ratePpm: 0, sinceEpochMs: 0 });
    assert.equal(stateOf(node.identity), "T");
    signal(node.identity, "SIGCONT");
    near((await node.lead()).realtime, HOUR_MS);
  },
);

test("a process that is gone is not touched", needs("linux-x64"), () => {
  using node = watch();
  const older = { ...node.identity, startTicks: node.identity.startTicks - 1 };
  assert.throws(() => attachClock(older), /is gone/);
});

test("a bend survives its bytes", () => {
  const bend = { offsetMs: -1500.25, ratePpm: -200_000, sinceEpochMs: 1_700_000_000_123 };
  assert.deepEqual(decodeBend(encodeBend(bend)), bend);
});

test("the code is what its source assembles to", needs("as", "linux-x64"), () => {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-warp-"));
  try {
    const [object, flat] = [join(folder, "warp.o"), join(folder, "warp.bin")];
    execFileSync("as", ["-o", object, join(import.meta.dirname, "warp.S")]);
    execFileSync("objcopy", ["-O", "binary", "-j", ".text", object, flat]);
    assert.deepEqual(readFileSync(flat), Buffer.from(WARP));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
