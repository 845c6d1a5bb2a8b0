/** Who made a thing, written so that a later process can tell whether its maker still lives. */
import { bootId, identify, isRunning, namespaceOf } from "./process.ts";

export interface Owner {
  readonly pid: number;
  readonly startTicks: number;
  /** Differs from ours after a restart of the machine: whatever ran before it is dead. */
  readonly boot: string;
  /** Process numbers mean something only in their own namespace. */
  readonly pidNamespace: string;
}

export function ourselves(): Owner {
  const startTicks = identify(process.pid)?.startTicks ?? 0;
  const pidNamespace = namespaceOf("self", "pid") ?? "unknown";
  return { pid: process.pid, startTicks, boot: bootId(), pidNamespace };
}

/** `unknown` is whoever counts processes in another namespace: not ours to bury. */
export function fateOf(owner: Owner): "alive" | "dead" | "unknown" {
  if (owner.boot !== bootId()) return "dead";
  if (owner.pidNamespace !== namespaceOf("self", "pid")) return "unknown";
  return isRunning(owner) ? "alive" : "dead";
}

export function writeOwner(owner: Owner): string {
  return `${owner.pid} ${owner.startTicks} ${owner.boot} ${owner.pidNamespace}`;
}

export function readOwner(text: string): Owner | undefined {
  const match = /^(\d+) (\d+) (\S+) (\S+)$/.exec(text);
  if (match === null) return undefined;
  const [, pid, startTicks, boot = "", pidNamespace = ""] = match;
  return { pid: Number(pid), startTicks: Number(startTicks), boot, pidNamespace };
}
