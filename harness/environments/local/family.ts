/** A node's process and all that it started: signalled together, looked at together. */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import {
  identify,
  isRunning,
  signal,
  taskPath,
  threadsOf,
  threadStates,
  type ProcessIdentity,
} from "#environments/host/process.ts";

export type Signal = "SIGKILL" | "SIGSTOP" | "SIGCONT";

export class Family {
  /** Its process group bears the number of the process that leads it. */
  readonly #pid: number;
  /** Undefined where there is no `/proc`. */
  readonly #head: ProcessIdentity | undefined;
  /** Those that were seen and may still run; an orphan is remembered. */
  #known: readonly ProcessIdentity[];
  #killed = false;

  constructor(pid: number) {
    this.#pid = pid;
    this.#head = identify(pid);
    this.#known = this.#head === undefined ? [] : [this.#head];
  }

  /** Whether the first process runs; unknown is yes, its parent knows better. */
  get headRuns(): boolean {
    return this.#head === undefined || isRunning(this.#head);
  }

  /** To call only while the first process has not been buried: its number is not given away then. */
  signal(name: Signal): boolean {
    this.#look();
    if (name === "SIGKILL") this.#killed = true;
    const reached = toGroup(this.#pid, name);
    // Whoever left the group is reached one by one; a second time does no harm.
    for (const member of this.#known) if (member.pid !== this.#pid) signal(member, name);
    return reached;
  }

  /** After the first process has died: what it started must not outlive it. */
  endOrphans(): void {
    if (this.#killed) return;
    this.#killed = true;
    const orphans = this.#head === undefined ? [] : groupMembers(this.#pid);
    for (const orphan of [...this.#known, ...orphans]) signal(orphan, "SIGKILL");
    if (this.#head === undefined) toGroup(this.#pid, "SIGKILL");
  }

  /** One letter a thread, dead ones left out: an empty list says that all are gone. */
  states(): readonly string[] {
    this.#look();
    const states =
      this.#head === undefined ? statesByPs(this.#pid) : this.#known.flatMap(threadStates);
    return states.filter((state) => state !== "Z" && state !== "X");
  }

  get stopped(): boolean {
    const states = this.states();
    return states.length > 0 && states.every((state) => state === "T" || state === "t");
  }

  /** Looks down the tree from those it knows: the whole process table would take too long. */
  #look(): void {
    const known = new Map(this.#known.map((member) => [member.pid, member]));
    for (const member of known.values()) {
      if (!isRunning(member)) known.delete(member.pid);
      // What is added here is visited later in this very loop.
      else
        for (const child of childrenOf(member)) known.set(child.pid, known.get(child.pid) ?? child);
    }
    this.#known = [...known.values()];
  }
}

function toGroup(group: number, name: Signal): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    // It has just died, or all that is left of it waits for its burial.
    return false;
  }
}

function childrenOf(parent: ProcessIdentity): readonly ProcessIdentity[] {
  const lists = threadsOf(parent).map((tid) => read(taskPath(parent, tid, "children")));
  const pids = lists
    .join(" ")
    .split(" ")
    .filter((text) => text !== "");
  return pids.map((pid) => identify(Number(pid))).filter((child) => child !== undefined);
}

/** From the whole process table: slow, for deaths that nobody foresaw. */
function groupMembers(group: number): readonly ProcessIdentity[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const members = pids.filter((pid) => {
    const text = read(`/proc/${pid}/stat`);
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ", 3)[2]) === group;
  });
  return members.map((pid) => identify(Number(pid))).filter((member) => member !== undefined);
}

function statesByPs(group: number): readonly string[] {
  const rows = execFileSync("ps", ["-axo", "pgid=,state="], { encoding: "utf8" }).split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/));
  return pairs.filter(([pgid]) => Number(pgid) === group).map(([, state = "X"]) => state.charAt(0));
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1").trim();
  } catch {
    return "";
  }
}
