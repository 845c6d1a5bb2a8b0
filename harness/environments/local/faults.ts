/** Faults on members and their network: each is begun, looked for, and ended with a last look. */
import { unreachable } from "#core/assert.ts";
import { OrdealError } from "#core/errors.ts";
import type { Cut, Fault, Proof } from "#core/fault.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { ActiveFault } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import type { Incarnation } from "./incarnation.ts";
import type { Member } from "./member.ts";
import type { Network } from "./network.ts";

/** What faults act on. */
export interface Ward {
  readonly network: Network;
  readonly clock: Clock;
  member(node: NodeId): Member;
}

export function injectFault(ward: Ward, fault: Fault): Promise<ActiveFault> {
  if (fault.kind === "partition") return Promise.resolve(partition(ward, fault.cuts));
  if (fault.kind === "kill") return kill(ward, fault.nodes);
  if (fault.kind === "pause") return pause(ward, fault.nodes);
  if (fault.kind === "clock") throw impossible("its nodes share this machine's clock");
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

/** Proven by absence: no process of the group is left. Its cure starts the nodes again. */
async function kill(ward: Ward, nodes: readonly NodeId[]): Promise<ActiveFault> {
  const victims = nodes.map((node) => ward.member(node));
  const lives = livesOf(victims);
  if (lives.length === 0) throw impossible("none of its nodes runs");
  const hold = Symbol("kill");
  await Promise.all(victims.map((victim) => victim.hold("down", hold)));
  const began = ward.clock.now();
  const look = (): Proof => evidenceOf(lives, isGone, "is gone");
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

const isGone = (life: Incarnation): boolean => !life.running && life.family.states().length === 0;

/** Proven by the state of every thread of the group: stopped before the cure, not so after it. */
async function pause(ward: Ward, nodes: readonly NodeId[]): Promise<ActiveFault> {
  const victims = nodes.map((node) => ward.member(node));
  const lives = livesOf(victims);
  if (lives.length === 0) throw impossible("none of its nodes runs");
  const hold = Symbol("pause");
  await Promise.all(victims.map((victim) => victim.hold("stopped", hold)));
  const began = ward.clock.now();
  const look = (): Proof => evidenceOf(livesOf(victims), stands, "is stopped (state T)");
  let best = look();
  const prove = (): Proof => {
    const now = look();
    if (now.effect === "proven" || best.effect === "unproven") best = now;
    return best;
  };
  return {
    began,
    prove: async () => prove(),
    async cure() {
      const before = prove();
      await Promise.all(victims.map((victim) => victim.release("stopped", hold)));
      return { ...before, ended: ward.clock.now() };
    },
  };
}

const livesOf = (members: readonly Member[]): readonly Incarnation[] =>
  members.flatMap(({ life }) => (life?.running === true ? [life] : []));

const stands = (life: Incarnation): boolean => life.family.stopped;

/** All must show it; those that do not are named. */
function evidenceOf(
  lives: readonly Incarnation[],
  shows: (life: Incarnation) => boolean,
  what: string,
): Proof {
  const found = lives.map((life) => ({ life, shown: shows(life) }));
  const all = found.length > 0 && found.every(({ shown }) => shown);
  const parts = found.map(
    ({ life, shown }) => `${life.node}: process ${life.pid} ${shown ? what : `not so: ${what}`}`,
  );
  return {
    effect: all ? "proven" : "unproven",
    evidence: parts.join(", ") || "no process to look at",
  };
}

const impossible = (why: string): OrdealError =>
  new OrdealError(
    "environment",
    "fault-impossible",
    `The fault cannot begin: ${why}.`,
    "`ordeal doctor` lists what each environment can break.",
  );
