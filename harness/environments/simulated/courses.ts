/** What each kind of fault does in the simulated world beside being in force, and what is seen of it. */
import { unreachable } from "#core/assert.ts";
import type { Fault, Proof } from "#core/fault.ts";
import type { Message } from "#core/ports/message.ts";
import { Hindrance, wayOf } from "#core/sim/hindrance.ts";
import type { Rule } from "#core/sim/network.ts";
import type { World } from "#core/sim/world.ts";
import { micros, nanos } from "#core/units.ts";

/** One fault from its injection to its cure. */
export interface Course {
  prove(): Proof;
  /** Takes away what it added to the world; the bench does the rest. */
  end(): void;
}

export function courseOf(world: World, fault: Fault): Course {
  switch (fault.kind) {
    case "partition":
      return partition(world, fault);
    case "packet":
      return packet(world, fault);
    case "kill":
      return certain(fault, "down");
    case "pause":
      return certain(fault, "stopped");
    case "clock":
      return certain(fault, "running on a wrong clock");
    default:
      return unreachable(fault);
  }
}

type Of<Kind extends Fault["kind"]> = Extract<Fault, { readonly kind: Kind }>;

/** What the world does to a node it certainly does. */
function certain({ nodes }: Of<"kill" | "pause" | "clock">, what: string): Course {
  const evidence = `${nodes.join(", ")} ${what} in the simulated world`;
  return { prove: () => ({ effect: "proven", evidence }), end: () => {} };
}

/** Proven by what its cuts dropped since. */
function partition({ network }: World, { cuts }: Of<"partition">): Course {
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
      if (times === null && held.length < HELD_MAX) held.push({ ...message, body });
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

/** What is held beyond this is lost: a world must not fill up with what is kept out of it. */
const HELD_MAX = 10_000;
