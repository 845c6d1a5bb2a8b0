/** The laws of heritage: what a controller leaves that was killed goes away, and nothing else. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Law } from "./fault.laws.ts";
import { n1, n2, n3, openTrial, requestFor, type Specimen } from "./specimen.laws.ts";

export function heritageLaws(specimen: Specimen, module: string, law: Law): void {
  law("the sweep removes what a killed controller left, and nothing else", async () => {
    await using survivor = await openTrial(specimen);
    await survivor.ask(n1, "write", 5);
    const run = `law-${process.pid}-orphan`;
    const folder = mkdtempSync(join(tmpdir(), "ordeal-law-"));
    const controller = holdInAnotherProcess(module, run, folder);
    try {
      await said(controller, "held");
      const held = await specimen.leftovers(run);
      assert.notDeepEqual(held, []);
      await specimen.environment.sweep();
      assert.deepEqual(await specimen.leftovers(run), held, "its owner lives");
    } finally {
      controller.kill("SIGKILL");
      await new Promise((resolve) => controller.once("exit", resolve));
    }
    // Some other test's sweep may have been there first, so that ours need not name the run.
    await specimen.environment.sweep();
    assert.deepEqual(await specimen.leftovers(run), []);
    const again = await specimen.environment.sweep();
    assert(!again.some((sentence) => sentence.includes(run)), "nothing is left to sweep");
    assert.equal(await survivor.ask(n1, "read", null), 5);
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The part that is killed: a cluster with a cut in force, a node paused, another one dead. */
export async function hold(specimen: Specimen, run: string, folder: string): Promise<void> {
  const cancel = new AbortController().signal;
  const { deployments } = specimen;
  const request = requestFor({ run, folder, deployments, cancel, note: () => {} });
  const cluster = await specimen.environment.open(request);
  await cluster.inject({ kind: "partition", name: "p", cuts: [[n1, n2]] });
  await cluster.inject({ kind: "pause", name: "p", nodes: [n2] });
  await cluster.inject({ kind: "kill", name: "k", nodes: [n3] });
  process.stdout.write("held\n");
  setInterval(() => {}, 1 << 30);
}

function holdInAnotherProcess(module: string, run: string, folder: string): ChildProcess {
  const program = `
    import { specimen } from ${JSON.stringify(module)};
    import { hold } from ${JSON.stringify(import.meta.url)};
    await hold(specimen, ${JSON.stringify(run)}, ${JSON.stringify(folder)});`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function said(child: ChildProcess, word: string): Promise<void> {
  assert(child.stdout !== null);
  for await (const line of createInterface({ input: child.stdout })) if (line === word) return;
  assert.fail(`the controller ended without saying "${word}"`);
}
