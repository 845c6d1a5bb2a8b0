/** The life of a run, on one screen: set up, break, heal, read what is left, tear down. */
import { OrdealError } from "#core/errors.ts";
import type { Generator } from "#core/generator/generator.ts";
import { faultPhase, healPhase, recoveryPhase } from "#core/phases.ts";
import type { Plan } from "#core/plan.ts";
import type { Cluster, ClusterRequest, Environment } from "#core/ports/environment.ts";
import type { Journal } from "#core/ports/journal.ts";
import type { Nemeses } from "#core/ports/nemesis.ts";
import type { Deployments } from "#core/ports/target.ts";
import type { Workload } from "#core/ports/workload.ts";
import { seedOf } from "#core/seed.ts";
import { realClock } from "./clock.ts";
import { FaultDesk } from "./fault-desk.ts";
import type { Interrupts } from "./interrupts.ts";
import { Recorder, type Observer } from "./recorder.ts";
import { Theatre } from "./theatre.ts";

export interface RunParts {
  readonly plan: Plan;
  /** The run's folder, absolute. */
  readonly folder: string;
  readonly environment: Environment;
  readonly deployments: Deployments;
  readonly workload: Workload;
  readonly nemeses: Nemeses;
  /** What the nemesis does in the fault phase, given whether leaders can be asked for. */
  readonly schedule: (knowsLeaders: boolean) => Generator;
  readonly journal: Journal;
  readonly observers: readonly Observer[];
  readonly interrupts: Interrupts;
  progress(sentence: string): void;
}

export interface RunEnd {
  /** Why it ended before its time, null if it did not. */
  readonly interrupted: string | null;
  /** The environment's failure, null where there was none. */
  readonly failure: OrdealError | null;
}

export async function run(parts: RunParts): Promise<RunEnd> {
  const clock = realClock();
  const recorder = new Recorder(parts.journal, clock, parts.observers);
  let opened = false;
  try {
    recorder.phase("setup");
    const request = requestOf(parts, clock, recorder);
    await using cluster = await parts.environment.open(request.value);
    opened = true;
    await using theatre = new Theatre(parts, cluster, clock, recorder);
    request.redirect((note) => theatre.note(note));
    try {
      await act(parts, cluster, theatre, recorder);
    } finally {
      await cluster.saveLogs(`${parts.folder}/logs`).catch((error: unknown) => {
        recorder.remark({ f: "note", value: `the logs could not be saved: ${String(error)}` });
      });
    }
  } catch (error) {
    const stopped = parts.interrupts.reason();
    // Whatever a set-up that was called off complains of is no failure of the environment.
    if (stopped !== null && !opened) return { interrupted: stopped, failure: null };
    const first = firstOf(error);
    if (!(first instanceof OrdealError)) throw error;
    return { interrupted: first.message, failure: first };
  }
  return { interrupted: parts.interrupts.reason(), failure: null };
}

/** What went wrong first: a clean-up that failed after it must not hide it. */
function firstOf(error: unknown): unknown {
  return error instanceof SuppressedError ? firstOf(error.suppressed) : error;
}

/** Faults while clients work; then everything healed, proven; then the final reads. */
async function act(
  { plan, workload, nemeses, schedule, interrupts }: RunParts,
  cluster: Cluster,
  theatre: Theatre,
  recorder: Recorder,
): Promise<void> {
  const desk = new FaultDesk({ cluster, zones: plan.zones }, nemeses, interrupts.cancel);

  recorder.phase("faults");
  await theatre.play(desk, faultPhase(plan, workload, schedule(cluster.knowsLeaders)));

  recorder.phase("heal");
  await theatre.play(desk, healPhase(desk.inForce()), { evenIfInterrupted: true });
  const [stuck] = desk.stuck;
  if (stuck !== undefined) throw cannotHeal(...stuck);

  recorder.phase("recovery");
  const reads = recoveryPhase(plan, workload, recorder.keys());
  await theatre.play(desk, reads, { concurrency: cluster.nodes.length });
  if (interrupts.reason() === null) recorder.phase("done");
}

/** What comes to the environment's mind before there is a stage goes straight into the history. */
function requestOf(
  { plan, folder, deployments, interrupts, progress }: RunParts,
  clock: ReturnType<typeof realClock>,
  recorder: Recorder,
): { value: ClusterRequest; redirect: (to: ClusterRequest["note"]) => void } {
  let note: ClusterRequest["note"] = (early) => recorder.remark(early);
  const value: ClusterRequest = {
    run: plan.run,
    folder,
    nodes: plan.nodes,
    deployments,
    seed: seedOf(plan.seed).child("environment"),
    clock,
    links: plan.links,
    zones: plan.zones,
    startTimeoutMs: plan.startTimeoutMs,
    cancel: interrupts.cancel,
    note: (line) => note(line),
    progress,
  };
  return { value, redirect: (to) => void (note = to) };
}

const cannotHeal = (id: string, why: string): OrdealError =>
  new OrdealError(
    "environment",
    "cannot-heal",
    `Fault ${id} could not be cured: ${why}.`,
    "What this run made is removed all the same; `ordeal clean` removes what may be left.",
  );
