/** The lanes of an interpreter: its threads, the process each currently is, what each does. */
import type { Context, Thread } from "../generator/generator.ts";
import type { Invocation } from "../operation.ts";
import { processId, type Nanos, type NodeId, type ProcessId } from "../units.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Generator } from "../generator/generator.ts";

export interface Lane {
  readonly thread: Thread;
  readonly process: ProcessId | "nemesis";
  readonly node: NodeId | null;
  readonly busy: Invocation | null;
}

export interface Crew {
  readonly concurrency: number;
  /** Client thread t speaks to node t modulo their number. */
  readonly nodes: readonly NodeId[];
  /** The first number not used by an earlier crew of the same run, for events and processes. */
  readonly firstIndex: number;
  readonly firstProcess: number;
}

/** An interpreter that has not begun: client threads from 0, and one for the nemesis. */
export function begin(generator: Generator, crew: Crew): Interpreter {
  const clients = Array.from({ length: crew.concurrency }, (_, thread): Lane => ({
    thread,
    process: processId(crew.firstProcess + thread),
    node: crew.nodes[thread % crew.nodes.length] ?? null,
    busy: null,
  }));
  const nemesis: Lane = { thread: "nemesis", process: "nemesis", node: null, busy: null };
  const lanes = [...clients, nemesis];
  const threads = lanes.map(({ thread }) => thread);
  return {
    generator,
    offered: null,
    lanes,
    threads,
    free: threads,
    index: crew.firstIndex,
    nextProcess: crew.firstProcess + crew.concurrency,
    asking: true,
  };
}

/** What a generator may see; the lanes are looked up only by the few that ask. */
export function contextOf(
  now: Nanos,
  { lanes, free, threads }: Pick<Interpreter, "lanes" | "free" | "threads">,
): Context {
  const find = (thread: Thread): Lane | undefined => lanes.find((lane) => lane.thread === thread);
  return {
    now,
    free,
    threads,
    process: (thread) => find(thread)?.process ?? "nemesis",
    node: (thread) => find(thread)?.node ?? ("" as NodeId),
  };
}
