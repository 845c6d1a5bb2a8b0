/** The words of etcd's JSON gateway as values: requests to send, answers understood or refused. */
import { Broken } from "./failures.ts";
import type { Request } from "./exchange.ts";

/** Where a data type keeps its things; objects by their own names may not collide. */
export const registerKey = (key: string): string => `/ordeal/register/${encodeURIComponent(key)}`;
export const setPrefix = (key: string): string => `/ordeal/set/${encodeURIComponent(key)}/`;

export const range = (key: string, serializable: boolean): Request =>
  ask("/v3/kv/range", { key: base64(key), ...(serializable && { serializable }) });

/** Everything whose key begins so, which for etcd is a range up to the next possible prefix. */
export function rangeOfPrefix(prefix: string, serializable: boolean): Request {
  const end =
    prefix.slice(0, -1) + String.fromCodePoint((prefix.codePointAt(prefix.length - 1) ?? 0) + 1);
  const bounds = { key: base64(prefix), range_end: base64(end) };
  return ask("/v3/kv/range", { ...bounds, ...(serializable && { serializable }) });
}

export const put = (key: string, value: string): Request =>
  ask("/v3/kv/put", { key: base64(key), value: base64(value) });

/** Writes only where the value is the expected one; a missing key equals nothing. */
export function compareAndPut(key: string, expected: string, value: string): Request {
  const compare = { key: base64(key), target: "VALUE", result: "EQUAL", value: base64(expected) };
  const write = { key: base64(key), value: base64(value) };
  return ask("/v3/kv/txn", { compare: [compare], success: [{ requestPut: write }] });
}

export const status: Request = ask("/v3/maintenance/status", {});

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** An answer leaves out whatever is zero, false or empty: only its header is always there. */
export function keyValuesOf(body: unknown): readonly KeyValue[] {
  const { kvs } = answered(body);
  if (kvs === undefined) return [];
  if (!Array.isArray(kvs)) throw garbage(body);
  return kvs.map((pair: unknown) => {
    const { key, value } = (pair ?? {}) as { readonly key?: unknown; readonly value?: unknown };
    if (typeof key !== "string") throw garbage(body);
    return { key: text(key), value: typeof value === "string" ? text(value) : "" };
  });
}

export function succeeded(body: unknown): boolean {
  return answered(body)["succeeded"] === true;
}

/** The term in which this member leads, null where another does; 64-bit numbers come as text. */
export function leadershipOf(body: unknown): number | null {
  const { header, leader, raftTerm } = answered(body);
  const { member_id: self } = header as { readonly member_id?: unknown };
  return typeof leader === "string" && leader === self ? Number(raftTerm) : null;
}

/** Every answer of the key-value service has a header with a revision in it. */
export function answered(body: unknown): Readonly<Record<string, unknown>> {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Readonly<
    Record<string, unknown>
  >;
  const { header } = fields;
  if (typeof header !== "object" || header === null) throw garbage(body);
  return fields;
}

export function numberOf(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || value === "") throw garbage(value);
  return number;
}

const garbage = (body: unknown): Broken =>
  new Broken({ kind: "garbage", message: (JSON.stringify(body) ?? "nothing").slice(0, 200) });

function ask(path: string, body: unknown): Request {
  return { method: "POST", path, body };
}

function base64(plain: string): string {
  return Buffer.from(plain, "utf8").toString("base64");
}

const text = (encoded: string): string => Buffer.from(encoded, "base64").toString("utf8");
