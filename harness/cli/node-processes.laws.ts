/** The node processes of the runs in a desk's store, as /proc knows them. */
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { sep } from "node:path";
import type { Desk } from "./stranger.laws.ts";

export interface NodeProcess {
  readonly pid: number;
  readonly run: string;
  /** One letter of proc(5): T is stopped. */
  readonly state: string;
}

/** Nodes live in folders of their run; the dead that wait for their burial have none. */
export function nodesOf(desk: Desk): readonly NodeProcess[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const place = placeOf(pid);
    if (!place.startsWith(desk.store + sep)) return [];
    const [run = ""] = place.slice(desk.store.length + 1).split(sep);
    return [{ pid: Number(pid), run, state: stateOf(pid) }];
  });
}

function placeOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

function stateOf(pid: string): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).charAt(0);
  } catch {
    return "X";
  }
}
