/** Drops packets by who sent them, where they arrive; proven by the counters of the drops. */
import type { Cut, Proof } from "#core/fault.ts";
import type { ActiveFault } from "#core/ports/environment.ts";
import type { MachineNode } from "../node.ts";
import { activeFault, impose, lift, type FaultContext } from "./context.ts";

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
  const look = async (): Promise<readonly Tally[]> => {
    const after = await countDrops(receivers);
    return deaf.flatMap(([to, from]) =>
      from.map((sender) => {
        const packets = dropped(after, to, sender) - dropped(before, to, sender);
        return { from: sender, to, packets };
      }),
    );
  };
  const prove = async () => {
    const quiet = (await look()).filter(({ packets }) => packets === 0);
    // Where nobody had anything to say, we say something and see that it does not arrive.
    if (quiet.length > 0) await knock(quiet);
    return proofOf(await look());
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

type Drops = ReadonlyMap<MachineNode, ReadonlyMap<string, number>>;

/** What one cut has dropped since it began. */
interface Tally {
  readonly from: MachineNode;
  readonly to: MachineNode;
  readonly packets: number;
}

/** Every cut has to have dropped something: "n1 dropped 30 packets from n3, 6 from n4". */
function proofOf(tallies: readonly Tally[]): Proof {
  const receivers = Map.groupBy(tallies, ({ to }) => to.machine.node);
  const sentences = [...receivers].map(([receiver, cuts]) => {
    const counts = cuts.map(({ from, packets }) => `${packets} from ${from.machine.node}`);
    return `${receiver} dropped packets: ${counts.join(", ")}`;
  });
  const effect = tallies.every(({ packets }) => packets > 0) ? "proven" : "unproven";
  return { effect, evidence: sentences.join("; ") };
}

function groupByReceiver(context: FaultContext, cuts: readonly Cut[]): Deaf {
  const receivers = Map.groupBy(cuts, ([, to]) => to);
  return [...receivers].map(([to, pairs]) => [
    context.node(to),
    pairs.map(([from]) => context.node(from)),
  ]);
}

const addressOf = ({ machine }: MachineNode): string => machine.address;

async function countDrops(receivers: readonly MachineNode[]): Promise<Drops> {
  const counts = await Promise.all(receivers.map(({ links }) => links.dropped()));
  return new Map(receivers.map((node, i) => [node, counts[i] ?? new Map()]));
}

const dropped = (drops: Drops, to: MachineNode, from: MachineNode): number =>
  drops.get(to)?.get(addressOf(from)) ?? 0;

async function knock(quiet: readonly Tally[]): Promise<void> {
  const senders = Map.groupBy(quiet, ({ from }) => from);
  await Promise.all(
    [...senders].map(([sender, cuts]) => sender.links.knock(cuts.map(({ to }) => addressOf(to)))),
  );
}
