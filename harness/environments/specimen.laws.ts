/** What the laws of environments are tried on: a small system, and handles to ask and hurt it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cancel } from "#core/cancel.ts";
import type { Cut } from "#core/fault.ts";
import type { Cluster, ClusterRequest, Environment, Note } from "#core/ports/environment.ts";
import type { Deployments } from "#core/ports/target.ts";
import { seedOf } from "#core/seed.ts";
import { nanos, nodeId, processId, type NodeId } from "#core/units.ts";

/** Each environment's test brings one. */
export interface Specimen {
  readonly environment: Environment;
  /**
   * A system that answers `SpecimenWords`. Every node sends every other a beacon at least each 50
   * ms, one way and without waiting for an answer, and counts those that it hears.
   */
  readonly deployments: Deployments;
  /** A system that exits as soon as it is started. */
  readonly hopeless: Deployments;
  /** Whatever of a run is on this machine: processes, containers, networks, rules. */
  leftovers(run: string): Promise<readonly string[]>;
}

export type SpecimenWords = {
  /** A value of this node alone, on disk before it is acknowledged. */
  readonly write: { readonly value: number; readonly output: void };
  readonly read: { readonly value: null; readonly output: number | null };
  /** How many beacons it has heard from each other node since it started. */
  readonly heard: {
    readonly value: null;
    readonly output: Readonly<Record<string, number>>;
  };
  /** Milliseconds since 1970 by its own clock. */
  readonly time: { readonly value: null; readonly output: number };
  /** The node exits without an answer. */
  readonly die: { readonly value: null; readonly output: void };
};

export const [n1, n2, n3]: readonly [NodeId, NodeId, NodeId] = [
  nodeId("n1"),
  nodeId("n2"),
  nodeId("n3"),
];

/** A cluster of three, in a folder of its own, with what was noted about it. */
export interface Trial extends AsyncDisposable {
  readonly run: string;
  readonly folder: string;
  readonly cluster: Cluster;
  readonly notes: readonly Note[];
  ask<F extends keyof SpecimenWords>(
    node: NodeId,
    f: F,
    value: SpecimenWords[F]["value"],
    timeoutMs?: number,
  ): Promise<SpecimenWords[F]["output"]>;
}

let trials = 0;

interface TrialOptions {
  readonly run?: string;
  readonly deployments?: Deployments;
  readonly cancel?: Cancel;
  readonly startTimeoutMs?: number;
}

export async function openTrial(specimen: Specimen, options: TrialOptions = {}): Promise<Trial> {
  const { run = newRun(), deployments = specimen.deployments } = options;
  const cancel = options.cancel ?? new AbortController().signal;
  const folder = mkdtempSync(join(tmpdir(), "ordeal-law-"));
  const discard = (): void => rmSync(folder, { recursive: true, force: true });
  const notes: Note[] = [];
  const particulars = { run, folder, deployments, cancel };
  const { startTimeoutMs = START_MAX_MS } = options;
  const request = {
    ...requestFor({ ...particulars, note: (note) => notes.push(note) }),
    startTimeoutMs,
  };
  try {
    const cluster = await specimen.environment.open(request);
    return {
      run,
      folder,
      cluster,
      notes,
      ask: (node, f, value, timeoutMs = ANSWER_MAX_MS) =>
        ask(cluster, { node, f, value, timeoutMs }),
      async [Symbol.asyncDispose]() {
        try {
          await cluster[Symbol.asyncDispose]();
        } finally {
          discard();
        }
      },
    };
  } catch (error) {
    discard();
    throw error;
  }
}

export const newRun = (): string => `law-${process.pid}-${++trials}`;

type Particulars = Pick<ClusterRequest, "run" | "folder" | "deployments" | "cancel" | "note">;

export function requestFor(particulars: Particulars): ClusterRequest {
  const origin = process.hrtime.bigint();
  return {
    ...particulars,
    nodes: [n1, n2, n3],
    seed: seedOf(particulars.run),
    clock: {
      now: () => nanos(Number(process.hrtime.bigint() - origin)),
      sleep: async (until) => {
        await sleep(Math.max(0, (until - Number(process.hrtime.bigint() - origin)) / 1e6));
      },
    },
    links: { latencyMs: 0, latency: "constant", lossPerMille: 0, duplicatePerMille: 0 },
    zones: [],
    startTimeoutMs: START_MAX_MS,
    progress: () => {},
  };
}

interface Question {
  readonly node: NodeId;
  readonly f: keyof SpecimenWords;
  readonly value: unknown;
  readonly timeoutMs: number;
}

/** By a new client, as a new process would; rejects if there is no answer in time. */
async function ask<Output>(cluster: Cluster, question: Question): Promise<Output> {
  const { node, f, value, timeoutMs } = question;
  await using client = await cluster.client(node, processId(0));
  const cancel = AbortSignal.timeout(timeoutMs);
  const unanswered = new Promise<never>((_, reject) =>
    cancel.addEventListener("abort", () => reject(new Error("no answer in time")), { once: true }),
  );
  const answer = client.invoke({ f, key: "", value }, cancel);
  // Only the specimen's own words are asked, and it answers them as their types say.
  return (await Promise.race([answer, unanswered])) as Output;
}

/** Asks a node until it answers at all: it may need a while after a fault. */
export async function patiently<T>(what: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await what();
    } catch (error) {
      if (tries >= TRIES_MAX) throw error;
      await sleep(100);
    }
  }
}

/** Waits until something comes true; a law is broken if it never does. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries >= 10 * TRIES_MAX) assert.fail(`never came true: ${what}`);
    await sleep(20);
  }
}

/** How many beacons `to` has heard from `from`. */
export async function heard(trial: Trial, [from, to]: Cut): Promise<number> {
  const counts = await patiently(() => trial.ask(to, "heard", null));
  return counts[from] ?? 0;
}

/** What is on the way when a cut begins may still be in a socket: this many beacons pass first. */
const SETTLING = 3;

/**
 * Nothing passes `silent` while several beacons pass `lively`: beacons are the clock here, so that
 * a slow machine only takes longer.
 */
export async function onlyPasses(trial: Trial, lively: Cut, silent: Cut): Promise<void> {
  await passes(trial, lively);
  const before = await heard(trial, silent);
  await passes(trial, lively);
  assert.equal(await heard(trial, silent), before, `${silent.join(" to ")} is cut`);
}

export async function passes(trial: Trial, lively: Cut): Promise<void> {
  const start = await heard(trial, lively);
  const enough = async (): Promise<boolean> => (await heard(trial, lively)) >= start + SETTLING;
  await until(enough, `beacons pass ${lively.join(" to ")}`);
}

const START_MAX_MS = 60_000;
const ANSWER_MAX_MS = 10_000;
const TRIES_MAX = 100;
