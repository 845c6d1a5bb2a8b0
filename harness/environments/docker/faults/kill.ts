/** Kills servers with SIGKILL and keeps them down; proven by the absence of their processes. */
import type { ActiveFault } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import { activeFault, impose, lift, type FaultContext } from "./context.ts";
import { Findings } from "./findings.ts";

export async function kill(
  context: FaultContext,
  victims: readonly NodeId[],
): Promise<ActiveFault> {
  const nodes = victims.map((id) => context.node(id));
  const before = nodes.map(({ life }) => life);
  const mark = {};
  await impose(
    nodes,
    ({ down }) => down.add(mark),
    ({ down }) => down.delete(mark),
  );
  const began = context.clock.now();
  const findings = new Findings(victims);
  const prove = async () => {
    for (const [i, { life, machine }] of nodes.entries()) {
      const pid = before[i]?.main.pid;
      if (pid === undefined)
        findings.add(machine.node, "unproven", `${machine.node} was down already`);
      else if (life === null)
        findings.add(machine.node, "proven", `process ${pid} of ${machine.node} is gone`);
    }
    return findings.proof();
  };
  return activeFault(context.clock, {
    began,
    prove,
    lift: () => lift(nodes, ({ down }) => down.delete(mark)),
    aftermath: async () => {
      const again = nodes.filter(({ life }) => life !== null).map(({ machine }) => machine.node);
      return again.length === 0 ? "none runs again" : `running again: ${again.join(", ")}`;
    },
  });
}
