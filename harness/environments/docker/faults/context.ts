/** What every kind of fault is given: the nodes by name, and what time it is. */
import type { Proof } from "#core/fault.ts";
import type { ActiveFault } from "#core/ports/environment.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { MachineDeployment } from "#core/ports/target.ts";
import type { Nanos, NodeId } from "#core/units.ts";
import type { MachineNode, Wants } from "../node.ts";

export interface FaultContext {
  readonly clock: Clock;
  readonly deployment: MachineDeployment;
  node(id: NodeId): MachineNode;
}

/** Adds a want to each node; if one of them cannot, takes it from all again and rejects. */
export async function impose(
  nodes: readonly MachineNode[],
  add: (wants: Wants, node: MachineNode) => void,
  remove: (wants: Wants) => void,
): Promise<void> {
  const changes = nodes.map((node) => node.change((wants) => add(wants, node)));
  const failure = firstFailure(await Promise.allSettled(changes));
  if (failure === undefined) return;
  await Promise.allSettled(nodes.map((node) => node.change(remove)));
  throw failure.reason;
}

/** Takes the want away; rejects after all were tried if one of them could not be cured. */
export async function lift(
  nodes: readonly MachineNode[],
  remove: (wants: Wants) => void,
): Promise<void> {
  const failure = firstFailure(await Promise.allSettled(nodes.map((node) => node.change(remove))));
  if (failure !== undefined) throw failure.reason;
}

function firstFailure(results: readonly PromiseSettledResult<void>[]) {
  return results.find((result) => result.status === "rejected");
}

export interface Course {
  /** When it was in force everywhere. */
  readonly began: Nanos;
  prove(): Promise<Proof>;
  /** Ends it. */
  lift(): Promise<void>;
  /** What is to be seen afterwards, in words. */
  aftermath(): Promise<string>;
}

/** The last look is taken just before the end, and another after it. */
export function activeFault(clock: Clock, course: Course): ActiveFault {
  return {
    began: course.began,
    prove: () => course.prove(),
    cure: async () => {
      const { effect, evidence } = await course.prove();
      await course.lift();
      const ended = clock.now();
      return { effect, evidence: `${evidence}; ${await course.aftermath()}`, ended };
    },
  };
}
