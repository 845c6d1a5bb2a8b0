/**
 * The words of registers, sets and counters as Maelstrom's messages: `lin-kv`, `g-set`, `g-counter`,
 * all with a `key` here where there are many. Also the client of our own systems, such as Raft.
 */
import type { Invocation, Outcome } from "#core/operation.ts";
import type { Body, Codec, Leadership, Operator } from "#core/ports/message.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { describeError } from "./error-codes.ts";

export interface CodecSettings {
  readonly leadership: Leadership | null;
  /** Absent where members stay the same. */
  readonly operator?: Operator;
  /**
   * What a read that is answered "key does not exist" has seen: nothing written yet, which is an
   * observation, or nothing at all, as Maelstrom has it.
   */
  readonly absent: "observation" | "failure";
}

export function makeCodec(vocabulary: VocabularyName, settings: CodecSettings): Codec {
  const { request, outcome } = FAMILIES[vocabulary];
  return {
    request,
    outcome: (op, reply) => outcome(op, reply, settings),
    leadership: settings.leadership,
    operator: settings.operator ?? null,
  };
}

/** Data types that say and answer alike. */
interface Family {
  request(op: Invocation): Body;
  outcome(op: Invocation, reply: Body, settings: CodecSettings): Outcome;
}

const REGISTERS: Family = { request: registerRequest, outcome: registerOutcome };
const SETS: Family = { request: setRequest, outcome: setOutcome };
const COUNTERS: Family = { request: counterRequest, outcome: counterOutcome };

const FAMILIES: Readonly<Record<VocabularyName, Family>> = {
  register: REGISTERS,
  "rw-register": REGISTERS,
  "lww-register": REGISTERS,
  set: SETS,
  "g-set": SETS,
  "or-set": SETS,
  "g-counter": COUNTERS,
  "pn-counter": COUNTERS,
};

function registerRequest({ f, key, value }: Invocation): Body {
  const body = { type: f, key: wireKey(key) };
  if (f === "write") return { ...body, value };
  if (f !== "cas") return body;
  const [from, to] = value as readonly [number, number];
  return { ...body, from, to };
}

function registerOutcome(op: Invocation, reply: Body, settings: CodecSettings): Outcome {
  if (sawNothing(op, reply, settings)) return ok(null);
  const odd = oddity(op, reply);
  if (odd !== null) return odd;
  if (op.f !== "read") return ok(undefined);
  const value = reply["value"];
  return value === null || typeof value === "number" ? ok(value) : unexpected(reply);
}

function setRequest({ f, key, value }: Invocation): Body {
  const body = keyed(f, key);
  return f === "read" ? body : { ...body, element: value };
}

function setOutcome(op: Invocation, reply: Body, settings: CodecSettings): Outcome {
  if (sawNothing(op, reply, settings)) return ok([]);
  const odd = oddity(op, reply);
  if (odd !== null) return odd;
  if (op.f !== "read") return ok(undefined);
  // A Go program's empty slice may be written as null.
  const elements = reply["value"] === null ? [] : reply["value"];
  const whole = Array.isArray(elements) && elements.every((element) => typeof element === "number");
  return whole ? ok(elements) : unexpected(reply);
}

function counterRequest({ f, key, value }: Invocation): Body {
  const body = keyed(f, key);
  return f === "add" ? { ...body, delta: value } : body;
}

function counterOutcome(op: Invocation, reply: Body, settings: CodecSettings): Outcome {
  if (sawNothing(op, reply, settings)) return ok(0);
  const odd = oddity(op, reply);
  if (odd !== null) return odd;
  if (op.f !== "read") return ok(undefined);
  const value = reply["value"];
  return typeof value === "number" ? ok(value) : unexpected(reply);
}

/** Where there is only one object, it has no key. */
const keyed = (type: string, key: string): Body =>
  key === "" ? { type } : { type, key: wireKey(key) };

function sawNothing({ f }: Invocation, reply: Body, { absent }: CodecSettings): boolean {
  const missing = reply.type === "error" && reply["code"] === KEY_DOES_NOT_EXIST;
  return missing && f === "read" && absent === "observation";
}

const KEY_DOES_NOT_EXIST = 20;

/** Maelstrom's keys are integers, and programs may rely on it: k7 is 7, as all of a run begin alike. */
function wireKey(key: string): string | number {
  const number = /^[a-z]?(0|[1-9]\d{0,14})$/.exec(key)?.[1];
  return number === undefined ? key : Number(number);
}

/** The outcome of every reply that is not the word's own `_ok`. */
function oddity(op: Invocation, reply: Body): Outcome | null {
  if (reply.type === `${op.f}_ok`) return null;
  if (reply.type !== "error") return unexpected(reply);
  const { name, definite } = describeError(reply["code"]);
  const message = typeof reply["text"] === "string" ? reply["text"].slice(0, QUOTE_LENGTH) : "";
  return { type: definite ? "fail" : "info", error: { code: name, message } };
}

const ok = (value: unknown): Outcome => ({ type: "ok", value });

/** It answered, but nothing that can be understood: whatever was asked may have happened. */
function unexpected(reply: Body): Outcome {
  const quote = String(reply.type).slice(0, QUOTE_LENGTH);
  const message = `a reply of type ${quote} does not say what was asked for`;
  return { type: "info", error: { code: "unexpected-reply", message } };
}

const QUOTE_LENGTH = 200;
