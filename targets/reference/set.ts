/** Sets by key that only grow: add an element, read the whole. */
import type { Body } from "#core/ports/message.ts";
import type { Machine } from "./machine.ts";

const KINDS = new Map([
  ["read", "read"],
  ["add", "update"],
] as const);

export function sets(): Machine {
  let byKey = new Map<unknown, Set<unknown>>();
  return {
    kind: ({ type }) => KINDS.get(type as "read") ?? "unknown",
    apply: (request) => {
      const set = byKey.get(nameOf(request));
      if (request.type === "read") return { type: "read_ok", value: [...(set ?? [])] };
      if (set === undefined) byKey.set(nameOf(request), new Set([request["element"]]));
      else set.add(request["element"]);
      return { type: "add_ok" };
    },
    save: () => [...byKey].map(([key, set]) => [key, [...set]]),
    load: (saved) => {
      const pairs = saved as readonly [unknown, readonly unknown[]][];
      byKey = new Map(pairs.map(([key, elements]) => [key, new Set(elements)]));
    },
  };
}

/** Maelstrom's g-set is one set without a key. */
const nameOf = (request: Body): unknown => request["key"] ?? null;
