/** Drops packets by who sent them, where they arrive; proven by the counters of the drops. */
import type { Cut } from "#core/fault.ts";
import type { ActiveFault } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import type { MachineNode } from "../node.ts";
import { activeFault, impose, lift, type FaultContext } from "./context.ts";
import { Findings } from "./findings.ts";

/** Those that are cut off from a node, by node. */
type Deaf = readonly (readonly [MachineNode, readonly MachineNode[]])[];

export async function partition(context: FaultContext, cuts: readonly Cut[]): Promise<ActiveFault> {
  const deaf = groupByReceiver(context, cuts);
  const receivers = deaf.map(([receiver]) => receiver);
  const sources = new Map(deaf.map(([to, from]) => [to, from.map(addressOf)]));
  const before = await countDrops(receivers);
  const mark = {};
  await impose(
    receivers,
    ({ deafTo }, node) => deafTo.set(mark, sources.get(node) ?? []),
    ({ deafTo }) => deafTo.delete(mark),
  );
  const began = context.clock.now();
  const findings = new Findings(cuts.map(pairName));
  const count = async (): Promise<void> => {
    const after = await countDrops(receivers);
    for (const [to, from] of deaf)
      for (const sender of from) {
        const packets = dropped(after, to, sender) - dropped(before, to, sender);
        if (packets === 0) continue;
        const [a, b] = [sender.machine.node, to.machine.node];
        findings.add(
          pairName([a, b]),
          "proven",
          `${b} dropped ${packets} ${packets === 1 ? "packet" : "packets"} from ${a}`,
        );
      }
  };
  const prove = async () => {
    await count();
    const quiet = new Set(findings.lacking());
    if (quiet.size > 0) {
      // Where nobody had anything to say, we say something and see that it does not arrive.
      await knock(deaf, quiet);
      await count();
    }
    return findings.proof();
  };
  return activeFault(context.clock, {
    began,
    prove,
    lift: () => lift(receivers, ({ deafTo }) => deafTo.delete(mark)),
    aftermath: async () => {
      const left = await Promise.all(receivers.map(({ links }) => links.inForce()));
      const rules = left.flat().length;
      return rules === 0 ? "no rule is left" : `rules left by other faults: ${rules}`;
    },
  });
}

const pairName = ([from, to]: Cut): string => `${from} to ${to}`;
const addressOf = ({ machine }: MachineNode): string => machine.address;

function groupByReceiver(context: FaultContext, cuts: readonly Cut[]): Deaf {
  const senders = new Map<NodeId, MachineNode[]>();
  for (const [from, to] of cuts) {
    const list = senders.get(to) ?? [];
    list.push(context.node(from));
    senders.set(to, list);
  }
  return [...senders].map(([to, from]) => [context.node(to), from]);
}

type Drops = ReadonlyMap<MachineNode, ReadonlyMap<string, number>>;

async function countDrops(receivers: readonly MachineNode[]): Promise<Drops> {
  const counts = await Promise.all(receivers.map(({ links }) => links.dropped()));
  return new Map(receivers.map((node, i) => [node, counts[i] ?? new Map()]));
}

const dropped = (drops: Drops, to: MachineNode, from: MachineNode): number =>
  drops.get(to)?.get(addressOf(from)) ?? 0;

async function knock(deaf: Deaf, quiet: ReadonlySet<string>): Promise<void> {
  const doors = new Map<MachineNode, string[]>();
  for (const [to, from] of deaf)
    for (const sender of from) {
      if (!quiet.has(pairName([sender.machine.node, to.machine.node]))) continue;
      doors.set(sender, [...(doors.get(sender) ?? []), addressOf(to)]);
    }
  await Promise.all([...doors].map(([sender, addresses]) => sender.links.knock(addresses)));
}
