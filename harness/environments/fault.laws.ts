/** The laws of faults: they do what they say, prove it, outlast restarts, and end when cured. */
import assert from "node:assert/strict";
import { n1, n2, n3, heard, onlyPasses, openTrial, passes, patiently } from "./specimen.laws.ts";
import { until, type Specimen, type Trial } from "./specimen.laws.ts";
import type { Fault, Proof, Trouble } from "#core/fault.ts";
import type { ActiveFault } from "#core/ports/environment.ts";

export type Law = (name: string, experiment: () => Promise<void>) => void;

const oneWay: Fault = { kind: "partition", name: "one way", cuts: [[n1, n2]] };
const apart: Fault = {
  kind: "partition",
  name: "n1 alone",
  cuts: [n2, n3].flatMap((other) => [[n1, other] as const, [other, n1] as const]),
};

export function faultLaws(specimen: Specimen, law: Law): void {
  law("a killed node is gone, and comes back with its data", async () => {
    await using trial = await openTrial(specimen);
    await trial.ask(n2, "write", 7);
    const kill = await trial.cluster.inject({ kind: "kill", name: "k", nodes: [n2] });
    await assertProven(kill);
    assert.deepEqual(trial.cluster.alive(), [n1, n3]);
    await assert.rejects(trial.ask(n2, "read", null, 500));
    await cure(kill);
    await until(async () => trial.cluster.alive().includes(n2), "n2 is back");
    assert.equal(await patiently(() => trial.ask(n2, "read", null)), 7);
    assert.deepEqual(
      trial.notes.filter(({ f }) => f === "died"),
      [],
      "a death by the harness is no news",
    );
  });

  law("a cut one way drops that way and no other", async () => {
    await using trial = await openTrial(specimen);
    const partition = await trial.cluster.inject(oneWay);
    await onlyPasses(trial, [n2, n1], [n1, n2]);
    await assertProven(partition);
    await cure(partition);
    await passes(trial, [n1, n2]);
  });

  law("a cut both ways isolates, and clients still reach every node", async () => {
    await using trial = await openTrial(specimen);
    const partition = await trial.cluster.inject(apart);
    await onlyPasses(trial, [n2, n3], [n1, n2]);
    await onlyPasses(trial, [n3, n2], [n3, n1]);
    await assertProven(partition);
    await cure(partition);
    await passes(trial, [n1, n3]);
    await passes(trial, [n2, n1]);
  });

  law("a paused node stands still, and goes on as the same process", async () => {
    await using trial = await openTrial(specimen);
    await passes(trial, [n1, n2]);
    const before = await heard(trial, [n1, n2]);
    const pause = await trial.cluster.inject({ kind: "pause", name: "p", nodes: [n2] });
    await assertProven(pause);
    assert.deepEqual(trial.cluster.alive(), [n1, n3]);
    await assert.rejects(trial.ask(n2, "read", null, 500));
    await cure(pause);
    assert.deepEqual(trial.cluster.alive(), [n1, n2, n3]);
    assert((await heard(trial, [n1, n2])) >= before, "it remembers what it heard");
  });

  law("a cut stays in force over a restart of its node", async () => {
    await using trial = await openTrial(specimen);
    const partition = await trial.cluster.inject(oneWay);
    await restart(trial);
    await onlyPasses(trial, [n3, n2], [n1, n2]);
    await assertProven(partition);
    await cure(partition);
    await passes(trial, [n1, n2]);
  });

  law("a pause stays in force over a restart of its node", async () => {
    await using trial = await openTrial(specimen);
    const pause = await trial.cluster.inject({ kind: "pause", name: "p", nodes: [n2] });
    await restart(trial);
    await assertProven(pause);
    assert.deepEqual(trial.cluster.alive(), [n1, n3]);
    await cure(pause);
    await patiently(() => trial.ask(n2, "read", null));
    assert.deepEqual(trial.cluster.alive(), [n1, n2, n3]);
  });

  law("of two faults that overlap each ends by its own cure", async () => {
    await using trial = await openTrial(specimen);
    const [wide, narrow] = [await trial.cluster.inject(apart), await trial.cluster.inject(oneWay)];
    const first = await trial.cluster.inject({ kind: "pause", name: "a", nodes: [n3] });
    const second = await trial.cluster.inject({ kind: "pause", name: "b", nodes: [n3] });
    await first.cure();
    assert.deepEqual(trial.cluster.alive(), [n1, n2]);
    await second.cure();
    assert.deepEqual(trial.cluster.alive(), [n1, n2, n3]);
    await wide.cure();
    await onlyPasses(trial, [n2, n1], [n1, n2]);
    await narrow.cure();
    await passes(trial, [n1, n2]);
  });

  law(
    "a link loses what it is given, proves it by counting, and is whole again; or it is refused",
    async () => {
      await using trial = await openTrial(specimen);
      const lossy = await injectPacket(specimen, trial, { mode: "loss", perMille: 1000 });
      if (lossy === null) return;
      await onlyPasses(trial, [n2, n1], [n1, n2]);
      await restart(trial);
      await onlyPasses(trial, [n3, n2], [n1, n2]);
      await assertProven(lossy);
      await cure(lossy);
      await passes(trial, [n1, n2]);
    },
  );

  law("a link holds messages, and lets them go at the end; or it is refused", async () => {
    await using trial = await openTrial(specimen);
    const holding = await injectPacket(specimen, trial, { mode: "hold", perMille: 1000 });
    if (holding === null) return;
    await onlyPasses(trial, [n2, n1], [n1, n2]);
    const before = await heard(trial, [n1, n2]);
    await until(async () => heldBy(await holding.prove()) >= 30, "thirty are held");
    await cure(holding);
    const atOnce = async (): Promise<boolean> => (await heard(trial, [n1, n2])) >= before + 30;
    await until(atOnce, "what was held arrives");
  });

  law("messages come twice, late, or one after the other; or it is refused", async () => {
    await using trial = await openTrial(specimen);
    for (const trouble of KINDER) {
      const fault = await injectPacket(specimen, trial, trouble);
      if (fault === null) return;
      await passes(trial, [n1, n2]);
      await assertProven(fault);
      await cure(fault);
    }
  });

  law("a zone is cut off from the others, or down, and comes back", async () => {
    await using trial = await openTrial(specimen);
    const zone = { kind: "zone", name: "z", nodes: [n1] } as const;
    const cutOff = await trial.cluster.inject({ ...zone, outage: "cut-off" });
    await onlyPasses(trial, [n2, n3], [n1, n2]);
    await onlyPasses(trial, [n3, n2], [n3, n1]);
    await assertProven(cutOff);
    await cure(cutOff);
    await passes(trial, [n1, n3]);
    const down = await trial.cluster.inject({ ...zone, outage: "down" });
    assert.deepEqual(trial.cluster.alive(), [n2, n3]);
    await assertProven(down);
    await cure(down);
    await until(async () => trial.cluster.alive().includes(n1), "n1 is back");
  });

  law("a clock jumps, stays wrong over a restart, and is set right; or it is refused", async () => {
    const { faults } = await specimen.environment.examine();
    await using trial = await openTrial(specimen);
    const skew = { mode: "bump", offsetMs: 60_000 } as const;
    const injected = trial.cluster.inject({ kind: "clock", name: "c", nodes: [n2], skew });
    if (!faults.clock.available) return assert.rejects(injected);
    const clock = await injected;
    await until(async () => Math.abs((await ahead(trial)) - 60_000) < 30_000, "n2 is ahead");
    assert.notEqual((await clock.prove()).effect, "unproven");
    await restart(trial);
    await until(async () => Math.abs((await ahead(trial)) - 60_000) < 30_000, "n2 is still ahead");
    await cure(clock);
    await until(async () => Math.abs(await ahead(trial)) < 30_000, "n2 is right again");
  });
}

const KINDER: readonly Trouble[] = [
  { mode: "duplication", perMille: 1000, laterMs: 20 },
  { mode: "delay", delayMs: 30, jitterMs: 10 },
  { mode: "reordering", perMille: 1000, delayMs: 30 },
  { mode: "bandwidth", bytesPerSecond: 5000 },
];

/** From n1 to n2; null where the environment does not offer it, once it has refused it. */
async function injectPacket(
  { environment }: Specimen,
  { cluster }: Trial,
  trouble: Trouble,
): Promise<ActiveFault | null> {
  const { faults } = await environment.examine();
  const injected = cluster.inject({ kind: "packet", name: "p", links: [[n1, n2]], trouble });
  if (faults.packet.available) return injected;
  await assert.rejects(injected);
  return null;
}

const heldBy = ({ evidence }: Proof): number => Number(/^\d+/.exec(evidence)?.[0] ?? 0);

/** Kills n2 and lets it start again. */
async function restart({ cluster }: Trial): Promise<void> {
  const kill = await cluster.inject({ kind: "kill", name: "restart", nodes: [n2] });
  await cure(kill);
}

async function assertProven(fault: ActiveFault): Promise<void> {
  const { effect, evidence } = await fault.prove();
  assert.equal(effect, "proven", evidence);
  assert.match(evidence, /n\d/, "the evidence names a node");
}

async function cure(fault: ActiveFault): Promise<void> {
  const { effect, evidence, ended } = await fault.cure();
  assert.notEqual(effect, "unproven", evidence);
  assert(ended >= fault.began, "it ends after it began");
}

/** How far n2's clock is ahead of n1's, in milliseconds. */
async function ahead(trial: Trial): Promise<number> {
  const right = await patiently(() => trial.ask(n1, "time", null));
  return (await patiently(() => trial.ask(n2, "time", null))) - right;
}
