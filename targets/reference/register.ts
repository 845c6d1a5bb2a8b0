/** Registers by key, in the words of Maelstrom's lin-kv: read, write, compare-and-set. */
import type { Body } from "#core/ports/message.ts";
import { ERROR, refusal, type Machine } from "./machine.ts";

const KINDS = new Map([
  ["read", "read"],
  ["write", "update"],
  ["cas", "update"],
] as const);

export function registers(): Machine {
  let values = new Map<unknown, unknown>();
  return {
    kind: ({ type }) => KINDS.get(type as "read") ?? "unknown",
    apply: (request) => {
      if (request.type === "read") return read(values, request);
      if (request.type === "cas") return compareAndSet(values, request);
      values.set(request["key"], request["value"]);
      return { type: "write_ok" };
    },
    save: () => [...values],
    load: (saved) => {
      values = new Map(saved as readonly [unknown, unknown][]);
    },
  };
}

function read(values: ReadonlyMap<unknown, unknown>, { key }: Body): Body {
  if (!values.has(key)) return noSuchKey(key);
  return { type: "read_ok", value: values.get(key) };
}

function compareAndSet(values: Map<unknown, unknown>, { key, from, to }: Body): Body {
  if (!values.has(key)) return noSuchKey(key);
  const now = values.get(key);
  if (now !== from) {
    const found = `expected ${String(from)}, found ${String(now)}`;
    return refusal(ERROR.preconditionFailed, found);
  }
  values.set(key, to);
  return { type: "cas_ok" };
}

const noSuchKey = (key: unknown): Body =>
  refusal(ERROR.keyDoesNotExist, `there is no key ${String(key)}`);
