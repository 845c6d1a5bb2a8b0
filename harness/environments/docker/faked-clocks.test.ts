/** Clocks where no process may be patched: the library is told, and the server says whether it listens. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { needs } from "../host/needs.ts";
import { n1, n2, openTrial, patiently, until } from "../specimen.laws.ts";
import { dockerWith } from "./environment.ts";
import { FakedClocks } from "./faked-clocks.ts";
import { machine, specimen } from "./specimen.laws.ts";

const here = needs("docker", "root", "iptables");
const environment = dockerWith((init, folder) => new FakedClocks(init, folder));

/** The specimen's image with the library in it. */
function withLibrary(): { readonly image: string } & Disposable {
  const parent = mkdtempSync(join(tmpdir(), "ordeal-image-"));
  const image = join(parent, "specimen-faked");
  mkdirSync(image);
  copyFileSync(join(machine.image, "beacon.pl"), join(image, "beacon.pl"));
  const install = "apt-get update && apt-get install -y --no-install-recommends libfaketime";
  const lines = ["FROM debian:bookworm-slim", `RUN ${install}`, "COPY beacon.pl /beacon.pl"];
  writeFileSync(join(image, "Dockerfile"), `${lines.join("\n")}\n`);
  return { image, [Symbol.dispose]: () => rmSync(parent, { recursive: true }) };
}

test("a clock jumps, stays wrong over a restart, drifts, and is set right", here, async () => {
  using built = withLibrary();
  const deployments = { machine: { ...machine, image: built.image } };
  await using trial = await openTrial({ ...specimen, environment }, { deployments });
  const ahead = async (): Promise<number> =>
    (await patiently(() => trial.ask(n2, "time", null))) - (await trial.ask(n1, "time", null));
  assert(Math.abs(await ahead()) < 30_000);

  const skew = { mode: "bump", offsetMs: 60_000 } as const;
  const bump = await trial.cluster.inject({ kind: "clock", name: "c", nodes: [n2], skew });
  assert(Math.abs((await ahead()) - 60_000) < 30_000);
  assert.equal((await bump.prove()).effect, "proven");
  const kill = await trial.cluster.inject({ kind: "kill", name: "k", nodes: [n2] });
  await kill.cure();
  await until(async () => Math.abs((await ahead()) - 60_000) < 30_000, "n2 is still ahead");
  await bump.cure();
  assert(Math.abs(await ahead()) < 30_000);

  const fast = { mode: "drift", ratePpm: 40_000_000 } as const;
  const drift = await trial.cluster.inject({ kind: "clock", name: "d", nodes: [n2], skew: fast });
  await until(async () => (await ahead()) > 10_000, "n2 gains");
  await drift.cure();
  // A rate that stayed would gain another minute meanwhile.
  await sleep(1500);
  assert(Math.abs(await ahead()) < 30_000);
});

test("a server without the library cannot be misled, and that is said", here, async () => {
  await using trial = await openTrial({ ...specimen, environment });
  const skew = { mode: "bump", offsetMs: 60_000 } as const;
  const clock = trial.cluster.inject({ kind: "clock", name: "c", nodes: [n2], skew });
  await assert.rejects(clock, /without libfaketime/);
});
