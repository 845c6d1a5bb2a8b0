/** Who a process is: its number together with when it started, since numbers are given again. */
import { readFileSync, readdirSync, readlinkSync } from "node:fs";

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of `/proc/PID/stat`: no two lives of a number share it. */
  readonly startTicks: number;
}

/** One letter of proc(5): R running, S and D waiting, T stopped, t traced, Z and X dead. */
export type ProcessState = string;

/** The process that bears this number now, undefined if none does (or there is no `/proc`). */
export function identify(pid: number): ProcessIdentity | undefined {
  const fields = statOf(`/proc/${pid}/stat`);
  return fields === undefined ? undefined : { pid, startTicks: fields.startTicks };
}

/** Whether this very process still runs; one that is dead but not yet buried does not. */
export function isRunning(process: ProcessIdentity): boolean {
  const state = stateOf(process);
  return state !== undefined && state !== "Z" && state !== "X";
}

/** Undefined where this very process is gone, even if its number has been given to another. */
export function stateOf({ pid, startTicks }: ProcessIdentity): ProcessState | undefined {
  const fields = statOf(`/proc/${pid}/stat`);
  return fields?.startTicks === startTicks ? fields.state : undefined;
}

/** The states of all its threads; a stop is complete when none of them runs any more. */
export function threadStates(process: ProcessIdentity): readonly ProcessState[] {
  if (!isRunning(process)) return [];
  const states = threadsOf(process).map((tid) => statOf(taskPath(process, tid, "stat"))?.state);
  return states.filter((state) => state !== undefined);
}

export function threadsOf({ pid }: ProcessIdentity): readonly number[] {
  return list(`/proc/${pid}/task`).map(Number);
}

export const taskPath = ({ pid }: ProcessIdentity, tid: number, file: string): string =>
  `/proc/${pid}/task/${tid}/${file}`;

/**
 * Sends a signal to this very process, false if it is gone. Between the look and the signal its
 * number could only pass on if it died and four million others were born.
 */
export function signal(target: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isRunning(target)) return false;
  try {
    return process.kill(target.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** All processes in the same process namespace as this one, itself included. */
export function companions({ pid }: ProcessIdentity): readonly ProcessIdentity[] {
  const home = namespaceOf(pid, "pid");
  if (home === undefined) return [];
  const pids = list("/proc").filter((name) => /^\d+$/.test(name));
  const near = pids.map(Number).filter((other) => namespaceOf(other, "pid") === home);
  return near.map(identify).filter((found) => found !== undefined);
}

/** A name that is equal for equal namespaces, such as `net:[4026531840]`. */
export function namespaceOf(pid: number | "self", kind: "net" | "pid"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}

/** The variables that a process was started with, undefined where we may not look. */
export function environmentOf({ pid }: ProcessIdentity): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? undefined : [];
  }
}

/** When it started, in milliseconds since 1970, to within a hundredth of a second or two. */
export function startEpochMs({ startTicks }: ProcessIdentity): number {
  const uptimeMs = Number.parseFloat(readText("/proc/uptime") ?? "0") * 1_000;
  return Date.now() - uptimeMs + startTicks * MS_PER_TICK;
}

/** What Linux tells programs, whatever its own ticks are. */
const MS_PER_TICK = 10;

export function bootId(): string {
  return readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "unknown";
}

function statOf(path: string): { state: ProcessState; startTicks: number } | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself contain any of them.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "X", startTicks: Number(fields[19]) };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
