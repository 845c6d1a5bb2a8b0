/** Stops servers in the middle of whatever they do; proven by the state of their processes. */
import type { ActiveFault } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import { activeFault, impose, lift, type FaultContext } from "./context.ts";
import { Findings } from "./findings.ts";

export async function pause(
  context: FaultContext,
  victims: readonly NodeId[],
): Promise<ActiveFault> {
  const nodes = victims.map((id) => context.node(id));
  const mark = {};
  await impose(
    nodes,
    ({ still }) => still.add(mark),
    ({ still }) => still.delete(mark),
  );
  const began = context.clock.now();
  const findings = new Findings(victims);
  const prove = async () => {
    for (const { life, machine } of nodes) {
      const how = life?.standsStill();
      if (how !== undefined) findings.add(machine.node, "proven", `${machine.node}: ${how}`);
      else findings.add(machine.node, "unproven", `${machine.node} is down and cannot be stopped`);
    }
    return findings.proof();
  };
  return activeFault(context.clock, {
    began,
    prove,
    lift: () => lift(nodes, ({ still }) => still.delete(mark)),
    aftermath: async () => {
      const still = nodes.filter(({ life }) => life?.standsStill() !== undefined);
      const names = still.map(({ machine }) => machine.node).join(", ");
      return names === "" ? "all of them go on" : `still stopped by another fault: ${names}`;
    },
  });
}
