/** What ABD's replicas say to each other: what have you got, and take this. */
import type { Body } from "#core/ports/message.ts";

/** As the client sent it: a number or a text. */
export type Key = unknown;

/** A value with its timestamp: a count, and who counted, since two may count alike. */
export interface Cell {
  readonly count: number;
  readonly node: string;
  readonly value: unknown;
}

/** `id` names the operation of a coordinator, also over its restarts. */
export type AbdMessage =
  | { readonly type: "query"; readonly id: string; readonly key: Key }
  | { readonly type: "queried"; readonly id: string; readonly cell: Cell }
  | { readonly type: "store"; readonly id: string; readonly key: Key; readonly cell: Cell }
  | { readonly type: "stored"; readonly id: string };

const TYPES: ReadonlySet<string> = new Set(["query", "queried", "store", "stored"]);

export const isAbdMessage = (body: Body): body is AbdMessage => TYPES.has(body.type);

/** The order of timestamps is total: nobody counts one cell's number twice. */
export const isNewer = (a: Cell, b: Cell): boolean =>
  a.count > b.count || (a.count === b.count && a.node > b.node);
