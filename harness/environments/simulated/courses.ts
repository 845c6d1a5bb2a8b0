/** What each kind of fault does in the simulated world beside being in force, and what is seen of it. */
import { unreachable } from "#core/assert.ts";
import type { Cut, Fault, Proof, Unsynced } from "#core/fault.ts";
import type { Message } from "#core/ports/message.ts";
import { Hindrance, wayOf } from "#core/sim/hindrance.ts";
import { edited, LieCount } from "#core/sim/lies.ts";
import type { Rule } from "#core/sim/network.ts";
import type { DiskTally } from "#core/sim/process.ts";
import type { World } from "#core/sim/world.ts";
import { micros, millis, nanos, toMillis, type NodeId } from "#core/units.ts";
import type { Operator, Wish } from "./operator.ts";
import { borderOf } from "#core/zones.ts";

/** One fault from its injection to its cure. */
export interface Course {
  prove(): Proof;
  /** Takes away what it added to the world; the bench does the rest. */
  end(): void;
}

/** Whom faults strike, and who carries out what an operator is to do. */
export interface Cast {
  readonly nodes: readonly NodeId[];
  readonly operator: Operator;
}

export function courseOf(world: World, { nodes, operator }: Cast, fault: Fault): Course {
  switch (fault.kind) {
    case "partition":
      return partition(world, fault.cuts);
    case "zone":
      return fault.outage === "down"
        ? certain(fault, "down")
        : partition(world, cutsOf(fault, nodes));
    case "packet":
      return packet(world, fault);
    case "kill":
      return certain(fault, "down");
    case "pause":
      return certain(fault, "stopped");
    case "clock":
      return certain(fault, "running on a wrong clock");
    case "disk":
      return disk(world, fault);
    case "byzantine":
      return byzantine(world, fault);
    case "bit-flip":
      return bitFlip(world, fault);
    case "membership":
      return membership(operator, fault);
    default:
      return unreachable(fault);
  }
}

/** What the operator wishes is its own affair to reach; here it begins and ends. */
function membership(operator: Operator, wish: Wish): Course {
  operator.wish(wish);
  return { prove: () => operator.prove(wish), end: () => operator.drop(wish) };
}

/** The links that a fault cuts, none for most. */
export function cutsOf(fault: Fault, nodes: readonly NodeId[]): readonly Cut[] {
  if (fault.kind === "partition") return fault.cuts;
  return fault.kind === "zone" && fault.outage === "cut-off" ? borderOf(fault.nodes, nodes) : [];
}

type Of<Kind extends Fault["kind"]> = Extract<Fault, { readonly kind: Kind }>;

/** What the world does to a node it certainly does. */
function certain({ nodes }: Extract<Fault, { nodes: unknown }>, what: string): Course {
  const evidence = `${nodes.join(", ")} ${what} in the simulated world`;
  return { prove: () => ({ effect: "proven", evidence }), end: () => {} };
}

/** Proven by what its cuts dropped since. */
function partition({ network }: World, cuts: readonly Cut[]): Course {
  const count = (): number => cuts.reduce((sum, [from, to]) => sum + network.dropped(from, to), 0);
  const before = count();
  return {
    prove() {
      const dropped = count() - before;
      const evidence = `${dropped} messages were dropped on ${cuts.length} links`;
      return { effect: dropped > 0 ? "proven" : "unproven", evidence };
    },
    end: () => {},
  };
}

/** What was held is let go at the end, in its order. */
function packet(world: World, { links, trouble }: Of<"packet">): Course {
  const hindrance = new Hindrance(trouble, links);
  const held: Message[] = [];
  const rule: Rule = (message, planned, dice) => {
    const way = wayOf(message.src, message.dest);
    if (!hindrance.covers(way)) return planned;
    return planned.flatMap(({ at, body }) => {
      const size = (): number => JSON.stringify(body).length;
      const times = hindrance.bend({ way, at, size }, dice);
      if (times === null && held.length < HELD_MAX)
        held.push(body === message.body ? message : { ...message, body });
      return (times ?? []).map((time) => ({ at: time, body }));
    });
  };
  world.network.addRule(rule);
  return {
    prove: () => hindrance.proof(),
    end() {
      world.network.removeRule(rule);
      for (const [i, message] of held.entries()) world.slip(message, nanos(i * micros(10)));
    },
  };
}

/** Lies to other nodes only: a lie to a client would prove nothing about the system. */
function byzantine(world: World, { nodes, lie }: Of<"byzantine">): Course {
  const count = new LieCount();
  const liars = new Set<string>(nodes);
  const rule: Rule = (message, planned, dice) => {
    if (!liars.has(message.src) || !world.processes.has(message.dest)) return planned;
    count.said++;
    if (!dice.chance(lie.perMille)) return planned;
    const { body } = message;
    const lied = lie.mode === "replay" ? body : edited(body, lie);
    if (lied === null) return planned;
    count.lie(body.type);
    if (lie.mode !== "replay") return planned.map(({ at }) => ({ at, body: lied }));
    const later = dice.span(millis(lie.laterMs) + 1);
    return [...planned, ...planned.map(({ at }) => ({ at: nanos(at + later), body }))];
  };
  world.network.addRule(rule);
  return {
    prove: () => count.proof(lie, nodes.join(", ")),
    end: () => world.network.removeRule(rule),
  };
}

/** What is held beyond this is lost: a world must not fill up with what is kept out of it. */
const HELD_MAX = 10_000;

function disk(world: World, fault: Of<"disk">): Course {
  const { nodes, trouble } = fault;
  if (trouble.mode === "power-loss")
    return certain(fault, `without power, ${left(trouble.unsynced)},`);
  return watching(world, nodes, (node, { refused, syncs, longestSync }, before) =>
    trouble.mode === "full"
      ? [refused - before.refused, `${node}'s disk refused`, "write"]
      : [
          syncs - before.syncs,
          `${node}'s disk took up to ${Math.round(toMillis(longestSync))} ms for each of`,
          "sync",
        ],
  );
}

/** What is on a disk shows when it is read: the nodes are started anew. */
function bitFlip(world: World, { nodes }: Of<"bit-flip">): Course {
  for (const node of nodes) world.process(node).crash();
  return watching(world, nodes, (node, { flips }, before) => [
    flips - before.flips,
    `${node} read what had one bit changed, in`,
    "file",
  ]);
}

/** Proven by the disks' own counts, if any of them says so. */
function watching(
  world: World,
  nodes: readonly NodeId[],
  say: (node: NodeId, now: DiskTally, before: DiskTally) => readonly [number, string, string],
): Course {
  const before = new Map(nodes.map((node) => [node, { ...world.process(node).tally }]));
  for (const node of nodes) world.process(node).tally.longestSync = nanos(0);
  return {
    prove() {
      const told = nodes.map((node) => {
        const { tally } = world.process(node);
        return say(node, tally, before.get(node) ?? tally);
      });
      const some = told.filter(([count]) => count > 0);
      const seen = some.map(([count, what, unit]) => `${what} ${count} ${unit}${plural(count)}`);
      if (some.length > 0) return { effect: "proven", evidence: seen.join(", ") };
      return {
        effect: "unproven",
        evidence: `nothing was asked of the disk of ${nodes.join(", ")}`,
      };
    },
    end: () => {},
  };
}

const plural = (count: number): string => (count === 1 ? "" : "s");
const left = (unsynced: Unsynced): string => `unsynced writes ${unsynced}`;
