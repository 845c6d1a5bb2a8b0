/** The laws of environments: what every one promises about nodes, faults, and what it leaves. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { OrdealError } from "#core/errors.ts";
import { FAULT_KINDS, type Fault } from "#core/fault.ts";
import type { NodeId } from "#core/units.ts";
import { faultLaws } from "./fault.laws.ts";
import { heritageLaws } from "./heritage.laws.ts";
import { n1, n2, n3, newRun, openTrial, until, type Specimen } from "./specimen.laws.ts";

/**
 * `module` is the URL of a module that exports the same specimen under the name `specimen`: one law
 * opens a cluster in another process, which it kills. `skip` says what this machine lacks, if it does.
 */
export function environmentLaws(
  specimen: Specimen,
  module: string,
  { skip }: { readonly skip: string | false } = { skip: false },
): void {
  const law = (name: string, experiment: () => Promise<void>): void =>
    void test(`${specimen.environment.name}: ${name}`, { timeout: 300_000, skip }, experiment);

  law("every node is healthy and answers for itself", async () => {
    await using trial = await openTrial(specimen);
    assert.deepEqual(trial.cluster.nodes, [n1, n2, n3]);
    assert.deepEqual(trial.cluster.alive(), [n1, n2, n3]);
    for (const [i, node] of [n1, n2, n3].entries()) await trial.ask(node, "write", i);
    for (const [i, node] of [n1, n2, n3].entries())
      assert.equal(await trial.ask(node, "read", null), i);
  });

  law("a node that dies by itself is noted, is not alive, and stays dead", async () => {
    await using trial = await openTrial(specimen);
    await assert.rejects(trial.ask(n2, "die", null, 500));
    await until(async () => !trial.cluster.alive().includes(n2), "n2 is dead");
    await until(async () => trial.notes.some(({ f }) => f === "died"), "its death is noted");
    assert.equal(trial.notes.find(({ f }) => f === "died")?.node, n2);
    await assert.rejects(trial.ask(n2, "read", null, 500));
    assert.deepEqual(trial.cluster.alive(), [n1, n3]);
  });

  law("what nodes log is saved", async () => {
    await using trial = await openTrial(specimen);
    const folder = join(trial.folder, "saved");
    await trial.cluster.saveLogs(folder);
    for (const node of [n1, n2, n3]) {
      const files = await readdir(join(folder, node));
      const sizes = await Promise.all(files.map((file) => stat(join(folder, node, file))));
      assert(
        sizes.some(({ size }) => size > 0),
        `${node} logged something`,
      );
    }
  });

  law("a system that never comes up is an error that says so, and leaves nothing", async () => {
    const run = newRun();
    const opened = openTrial(specimen, { run, deployments: specimen.hopeless });
    await assert.rejects(opened, (error: unknown) => {
      assert(error instanceof OrdealError);
      assert.equal(error.kind, "environment");
      assert.notEqual(error.hint, "");
      return true;
    });
    assert.deepEqual(await specimen.leftovers(run), []);
  });

  law("an interrupted start leaves nothing", async () => {
    const [run, controller] = [newRun(), new AbortController()];
    const opened = openTrial(specimen, { run, cancel: controller.signal });
    setTimeout(() => controller.abort(), 30);
    // It may have been quicker than the interruption; then it is a cluster like any other.
    await opened.then(
      (trial) => trial[Symbol.asyncDispose](),
      () => undefined,
    );
    assert.deepEqual(await specimen.leftovers(run), []);
  });

  law("a cluster that is closed in the middle of faults leaves nothing", async () => {
    const trial = await openTrial(specimen);
    await trial.cluster.inject({ kind: "partition", name: "p", cuts: [[n1, n2]] });
    await trial.cluster.inject({ kind: "pause", name: "p", nodes: [n2] });
    await trial.cluster.inject({ kind: "kill", name: "k", nodes: [n3] });
    assert.notDeepEqual(await specimen.leftovers(trial.run), []);
    await trial[Symbol.asyncDispose]();
    assert.deepEqual(await specimen.leftovers(trial.run), []);
    assert(!existsSync(trial.folder));
  });

  law("two clusters at once do not disturb each other, nor does a sweep", async () => {
    await using one = await openTrial(specimen);
    const other = await openTrial(specimen);
    await one.ask(n1, "write", 1);
    await other.ask(n1, "write", 2);
    await other.cluster.inject({ kind: "kill", name: "k", nodes: [n1] });
    await specimen.environment.sweep();
    assert.equal(await one.ask(n1, "read", null), 1);
    await other[Symbol.asyncDispose]();
    assert.equal(await one.ask(n1, "read", null), 1);
    assert.deepEqual(one.cluster.alive(), [n1, n2, n3]);
  });

  law("every fault has a sentence, and one that is not offered is refused", async () => {
    const { usable, faults } = await specimen.environment.examine();
    assert.equal(usable.available, true);
    await using trial = await openTrial(specimen);
    for (const kind of FAULT_KINDS) {
      const ability = faults[kind];
      assert.match(ability.available ? ability.how : ability.why, /\w{3}/);
      if (!ability.available) await assert.rejects(trial.cluster.inject(example(kind, n1)));
    }
  });

  faultLaws(specimen, law);
  heritageLaws(specimen, module, law);
}

function example(kind: Fault["kind"], node: NodeId): Fault {
  if (kind === "partition") return { kind, name: "example", cuts: [[n1, n2]] };
  const trouble = { mode: "loss", perMille: 1000 } as const;
  if (kind === "packet") return { kind, name: "example", links: [[n1, n2]], trouble };
  if (kind === "byzantine")
    return { kind, name: "example", nodes: [node], lie: { mode: "values", perMille: 1000 } };
  if (kind === "zone") return { kind, name: "example", nodes: [node], outage: "cut-off" };
  if (kind === "disk") return { kind, name: "example", nodes: [node], trouble: { mode: "full" } };
  if (kind === "membership") return { kind, name: "example", nodes: [node], wish: "removed" };
  if (kind !== "clock") return { kind, name: "example", nodes: [node] };
  return { kind, name: "example", nodes: [node], skew: { mode: "bump", offsetMs: 5000 } };
}
