/** Faults on members and their network: each is begun, looked for, and ended with a last look. */
import { unreachable } from "#core/assert.ts";
import { OrdealError } from "#core/errors.ts";
import type { Cut, Fault, Link, Proof, Trouble } from "#core/fault.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { ActiveFault } from "#core/ports/environment.ts";
import { Hindrance } from "#core/sim/hindrance.ts";
import type { NodeId } from "#core/units.ts";
import { borderOf } from "#core/zones.ts";
import type { Incarnation } from "./incarnation.ts";
import type { Member } from "./member.ts";
import type { Network } from "./network.ts";

/** What faults act on. */
export interface Ward {
  readonly network: Network;
  readonly clock: Clock;
  readonly nodes: readonly NodeId[];
  member(node: NodeId): Member;
}

export function injectFault(ward: Ward, fault: Fault): Promise<ActiveFault> {
  if (fault.kind === "partition") return Promise.resolve(partition(ward, fault.cuts));
  if (fault.kind === "kill") return kill(ward, fault.nodes);
  if (fault.kind === "zone")
    return fault.outage === "down"
      ? kill(ward, fault.nodes)
      : Promise.resolve(partition(ward, borderOf(fault.nodes, ward.nodes)));
  if (fault.kind === "pause") return pause(ward, fault.nodes);
  if (fault.kind === "packet") return Promise.resolve(packet(ward, fault.links, fault.trouble));
  if (fault.kind === "clock") throw impossible("its nodes share this machine's clock");
  if (fault.kind === "byzantine") throw impossible("messages are passed on as they are");
  if (fault.kind === "disk" || fault.kind === "bit-flip")
    throw impossible("its nodes share this machine's disk");
  if (fault.kind === "membership") throw impossible("nobody asks its nodes for other members yet");
  return unreachable(fault);
}

/** Proven by what its rules dropped: a link on which nobody speaks proves nothing. */
function partition({ network, clock }: Ward, cuts: readonly Cut[]): ActiveFault {
  const rule = network.cut(cuts);
  const began = clock.now();
  const look = (): Proof => {
    const counts = [...rule.dropped];
    const total = counts.reduce((sum, [, dropped]) => sum + dropped, 0);
    const busy = counts.filter(([, dropped]) => dropped > 0);
    const some = busy.slice(0, CUTS_SHOWN).map(([way, dropped]) => `${way} ${dropped}`);
    const rest = busy.length > CUTS_SHOWN ? [`${busy.length - CUTS_SHOWN} more`] : [];
    return {
      effect: total > 0 ? "proven" : "unproven",
      evidence:
        total > 0
          ? `${total} messages dropped: ${[...some, ...rest].join(", ")}`
          : "nobody sent a message across the cuts",
    };
  };
  return {
    began,
    prove: async () => look(),
    cure: async () => {
      rule.remove();
      return { ...look(), ended: clock.now() };
    },
  };
}

const CUTS_SHOWN = 8;

/** Proven by the messages that it befell. */
function packet({ network, clock }: Ward, links: readonly Link[], trouble: Trouble): ActiveFault {
  const hindrance = new Hindrance(trouble, links);
  const rule = network.hinder(hindrance);
  return {
    began: clock.now(),
    prove: async () => hindrance.proof(),
    cure: async () => {
      rule.remove();
      return { ...hindrance.proof(), ended: clock.now() };
    },
  };
}

/** Proven by absence: no process of the group is left. Its cure starts the nodes again. */
async function kill(ward: Ward, nodes: readonly NodeId[]): Promise<ActiveFault> {
  const victims = nodes.map((node) => ward.member(node));
  const lives = livesOf(victims);
  if (lives.length === 0) throw impossible("none of its nodes runs");
  const hold = Symbol("kill");
  await Promise.all(victims.map((victim) => victim.hold("down", hold)));
  const began = ward.clock.now();
  const look = (): Proof => {
    const parts = lives.map((life) => `${nameOf(life)} ${isGone(life) ? "is gone" : "still runs"}`);
    return { effect: lives.every(isGone) ? "proven" : "unproven", evidence: parts.join(", ") };
  };
  return {
    began,
    prove: async () => look(),
    async cure() {
      const before = look();
      const ended = ward.clock.now();
      const troubles = await Promise.all(
        victims.map(async (victim) => ({
          node: victim.node,
          trouble: await victim.release("down", hold),
        })),
      );
      const failed = troubles.filter(({ trouble }) => trouble !== null);
      const after = failed.map(({ node, trouble }) => `; ${node} did not come back: ${trouble}`);
      return { effect: before.effect, evidence: before.evidence + after.join(""), ended };
    },
  };
}

const nameOf = ({ node, pid }: Incarnation): string => `${node}: process ${pid}`;

const isGone = (life: Incarnation): boolean => !life.running && life.family.states().length === 0;

/**
 * Proven by the state of every thread of all that ran when it began; each must have been seen to
 * stand once, since another fault may kill it and start it again in between.
 */
async function pause(ward: Ward, nodes: readonly NodeId[]): Promise<ActiveFault> {
  const victims = nodes.map((node) => ward.member(node));
  const running = victims.filter(({ life }) => life?.running === true);
  if (running.length === 0) throw impossible("none of its nodes runs");
  const hold = Symbol("pause");
  await Promise.all(victims.map((victim) => victim.hold("stopped", hold)));
  const began = ward.clock.now();
  const seen = new Map<NodeId, string>();
  const look = (): Proof => {
    for (const { life } of running)
      if (life?.family.stopped === true)
        seen.set(life.node, `${nameOf(life)} is stopped (state T)`);
    const parts = running.map(({ node }) => seen.get(node) ?? `${node} was not seen to stop`);
    const effect = seen.size === running.length ? "proven" : "unproven";
    return { effect, evidence: parts.join(", ") };
  };
  look();
  return {
    began,
    prove: async () => look(),
    async cure() {
      const proof = look();
      await Promise.all(victims.map((victim) => victim.release("stopped", hold)));
      const stuck = victims.find((victim) => victim.stuck);
      if (stuck !== undefined)
        throw new OrdealError(
          "environment",
          "cannot-resume",
          `${stuck.node} does not go on after SIGCONT.`,
          "Something else may be stopping it, such as a debugger.",
        );
      return { ...proof, ended: ward.clock.now() };
    },
  };
}

const livesOf = (members: readonly Member[]): readonly Incarnation[] =>
  members.flatMap(({ life }) => (life?.running === true ? [life] : []));

const impossible = (why: string): OrdealError =>
  new OrdealError(
    "environment",
    "fault-impossible",
    `The fault cannot begin: ${why}.`,
    "`ordeal doctor` lists what each environment can break.",
  );
