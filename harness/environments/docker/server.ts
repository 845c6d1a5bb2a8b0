/** One life of a server in its machine: from a start to a death, by its processes on this host. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { InternalError } from "#core/assert.ts";
import { OrdealError } from "#core/errors.ts";
import {
  companions,
  environmentOf,
  identify,
  isRunning,
  namespaceOf,
  signal,
  stateOf,
  threadStates,
  type ProcessIdentity,
} from "../host/process.ts";
import type { Engine, RunningServer } from "./engine.ts";
import { MARK } from "./labels.ts";

export interface Server {
  readonly main: ProcessIdentity;
  /** All of its processes; only the main one where it is known to be the only one. */
  members(): readonly ProcessIdentity[];
  exitCode(): Promise<number | null>;
  kill(): Promise<void>;
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Undefined while any thread of it may run, else how that is known. */
  standsStill(): string | undefined;
}

export interface Place {
  readonly engine: Engine;
  /** The engine's name of the machine. */
  readonly id: string;
  /** The machine's first process. */
  readonly init: ProcessIdentity;
  readonly processes: "one" | "several";
}

const LIMIT_MS = 5_000;

/** Keeps the number while the program changes from a shell's into the server's. */
const INTO_LOG = `exec "$@" >>/var/log/ordeal/server.log 2>&1`;
/** Where the machine keeps what its server prints. */
export const LOG_FOLDER = "/var/log/ordeal";

export async function startServer(
  place: Place,
  command: readonly [string, ...string[]],
  env: readonly string[],
): Promise<Server> {
  const { engine, id, init } = place;
  const residents = new Set(companions(init).map(({ pid }) => pid));
  const started = await engine.startServer(id, ["sh", "-c", INTO_LOG, "sh", ...command], env);
  const main = identify(started.pid);
  if (main === undefined) throw await diedAtOnce(command, started);
  if (namespaceOf(main.pid, "pid") !== namespaceOf(init.pid, "pid"))
    throw new InternalError(`process ${main.pid} is not one of the machine's`);
  const deadline = performance.now() + LIMIT_MS;
  while (!hasBecome(main)) {
    if (!isRunning(main)) throw await diedAtOnce(command, started);
    if (performance.now() > deadline) throw new Error(`${command[0]} never began`);
    await sleep(1);
  }
  return serverOf(place, main, started, residents);
}

function serverOf(
  { engine, id, init, processes }: Place,
  main: ProcessIdentity,
  { exitCode }: RunningServer,
  residents: ReadonlySet<number>,
): Server {
  const alone = processes === "one";
  const members = (): readonly ProcessIdentity[] =>
    alone ? [main] : companions(init).filter(({ pid }) => !residents.has(pid));
  const standsStill = (): string | undefined => {
    const all = members();
    const still = all.length > 0 && all.every(alone ? isStopped : isFrozen);
    if (!still) return undefined;
    return alone ? `process ${main.pid} is stopped (state T)` : "its processes are frozen";
  };
  const until = async (what: string, done: () => boolean): Promise<void> => {
    const deadline = performance.now() + LIMIT_MS;
    while (!done()) {
      if (performance.now() > deadline) throw new Error(`process ${main.pid} ${what}`);
      await sleep(1);
    }
  };
  return {
    main,
    members,
    exitCode,
    // A process that is killed may have had a child a moment before: look again until none is left.
    kill: () =>
      until("does not die", () => {
        for (const process of members()) signal(process, "SIGKILL");
        return !members().some(isRunning);
      }),
    halt: async () => {
      if (!alone) return await engine.pause(id);
      signal(main, "SIGSTOP");
      await until("does not stop", () => standsStill() !== undefined || !isRunning(main));
    },
    resume: async () => {
      if (!alone) return await engine.unpause(id);
      signal(main, "SIGCONT");
      await until("does not go on", () => stateOf(main) !== "T");
    },
    standsStill,
  };
}

const isStopped = (process: ProcessIdentity): boolean => {
  const states = threadStates(process);
  return states.length > 0 && states.every((state) => state === "T");
};

/** The freezer is a control group's: version 1 names its state, version 2 says it in an event. */
function isFrozen({ pid }: ProcessIdentity): boolean {
  const groups = read(`/proc/${pid}/cgroup`);
  const first = /^\d+:(?:[^:]*,)?freezer(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1];
  if (first !== undefined)
    return read(`/sys/fs/cgroup/freezer${first}/freezer.state`).trim() === "FROZEN";
  const second = /^0::(.*)$/m.exec(groups)?.[1] ?? "";
  return /^frozen 1$/m.test(read(`/sys/fs/cgroup${second}/cgroup.events`));
}

/**
 * From a container runtime over a shell to the server: the program changes, the process stays. The
 * runtime lacks the machine's environment, the shell has our words.
 */
function hasBecome(main: ProcessIdentity): boolean {
  const variables = environmentOf(main);
  const words = read(`/proc/${main.pid}/cmdline`).split("\0");
  const inMachine = variables?.some((one) => one.startsWith(`${MARK}=`)) ?? true;
  return inMachine && !words.includes(INTO_LOG);
}

async function diedAtOnce(
  command: readonly string[],
  { exitCode }: RunningServer,
): Promise<OrdealError> {
  return new OrdealError(
    "environment",
    "server-died",
    `${command[0]} ended at once with exit code ${await exitCode()}.`,
    "Its log says why.",
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
