/** Why a history is not linearizable: the least part of it that has no order, in words and as data. */
import type { Key } from "../answer.ts";
import { type Options, check } from "../check.ts";
import { INFO, OPEN, type Table } from "../columns.ts";
import { encode } from "../encode.ts";
import type { Model } from "../model.ts";
import type { Operation } from "../operation.ts";
import { partition } from "../partition.ts";
import { anOrder } from "../search/search.ts";
import { makeJudge } from "./judge.ts";
import { type PartialOrder, longestOrders } from "./orders.ts";
import { type Prefix, smallestPrefix } from "./prefix.ts";
import { type Core, reduce } from "./reduce.ts";
import { restrict, tableOf } from "./sub-history.ts";
import { describeOperation, describeOrder } from "./words.ts";

export interface CoreOperation {
  readonly id: number;
  /**
   * "answered": impossible only because of its answer or its times. "possible": all that counts is
   * that it was called, and may have taken effect at any time since, or never.
   */
  readonly role: "answered" | "possible";
}

export interface Explanation {
  readonly key: Key;
  /** The rule that the least part breaks, and by which algorithm that was found. */
  readonly rule: string;
  readonly algorithm: string;
  /** The smallest beginning of the key's history that is impossible. */
  readonly prefix: {
    readonly events: number;
    readonly of: number;
    /** The operation whose answer ended what was possible. */
    readonly last: number;
  };
  /** Impossible by themselves, whatever else happened, in order of their calls. */
  readonly core: readonly CoreOperation[];
  /** Pairs of the core's operations, of which the first had returned before the second was called. */
  readonly precedence: readonly (readonly [before: number, after: number])[];
  /** How many operations of the key do not matter. */
  readonly left: number;
  /** False if a question took too long: then there may be a smaller core or an earlier end. */
  readonly least: boolean;
  /** The longest legal orders of the core, the longest first, and what stops each. */
  readonly orders: readonly PartialOrder[];
  /** The longest legal order of the whole prefix that the search found; empty if it gave up. */
  readonly longest: readonly number[];
  readonly sentences: readonly string[];
}

/**
 * Undefined for a history that is linearizable, or undecided within the options. The checks it makes
 * are as many as the bisection of the history's length, and then some dozens on what is left of it;
 * each is bounded. Give it the operations of one key, if they are known, to save time.
 */
export function explain(
  operations: readonly Operation[],
  model: Model,
  options: Options = {},
): Explanation | undefined {
  const shouldStop = options.shouldStop ?? (() => false);
  const table = encode(operations, model, options.failures ?? "ignore", shouldStop);
  if (table === "stopped") return undefined;
  const answer = check(table, model, options);
  if (answer.valid !== false) return undefined;
  const own = ofKey(table, answer.evidence.key, model);
  const judge = makeJudge(model, options);
  const ofOwn = operations.filter((operation) => operation.key === answer.evidence.key);
  const prefix = smallestPrefix(own, answer, judge);
  const doubts = judge.doubts;
  const core = reduce(prefix.table, prefix.violation, judge);
  const orders = longestOrders(core.table, model);
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return {
    key: answer.evidence.key,
    rule: core.violation.evidence.rule,
    algorithm: core.violation.evidence.algorithm,
    prefix: { ...eventsUntil(ofOwn, prefix.last), last: prefix.last },
    core: coreOf(core.table),
    precedence: precedenceIn(core.table),
    left: ofOwn.length - core.table.columns.count,
    least: doubts === 0 && core.least,
    orders,
    longest: longestOf(prefix, model, shouldStop),
    sentences: inWords({ ofOwn, prefix, core, orders, byId, model }),
  };
}

function ofKey(table: Table, key: Key, model: Model): Table {
  for (const part of partition(table, model)) if (part.key === key) return tableOf(part, table.ids);
  return table;
}

/** Counted in the history as it was given: the checker's own count leaves out what says nothing. */
function eventsUntil(
  operations: readonly Operation[],
  last: number,
): { events: number; of: number } {
  const end = operations.find(({ id }) => id === last);
  const until =
    end === undefined || end.outcome === "info" ? Number.POSITIVE_INFINITY : end.returned;
  let events = 0;
  let of = 0;
  for (const operation of operations) {
    of += operation.outcome === "info" ? 1 : 2;
    if (operation.invoked <= until) events++;
    if (operation.outcome !== "info" && operation.returned <= until) events++;
  }
  return { events, of };
}

const coreOf = ({ columns, ids }: Table): readonly CoreOperation[] =>
  Array.from(ids, (id, row) => ({
    id,
    role: columns.outcome[row] === INFO ? "possible" : "answered",
  }));

/** Without the pairs that follow from two others. */
function precedenceIn({ columns, ids }: Table): readonly (readonly [number, number])[] {
  const { count, invoked, returned } = columns;
  if (count > PRECEDENCE_MAX) return [];
  const rows = Array.from({ length: count }, (_, row) => row);
  const before = (x: number, y: number): boolean =>
    returned[x] !== OPEN && returned[x]! < invoked[y]!;
  return rows.flatMap((x) =>
    rows
      .filter((y) => before(x, y) && !rows.some((z) => before(x, z) && before(z, y)))
      .map((y) => [ids[x]!, ids[y]!] as const),
  );
}

const PRECEDENCE_MAX = 100;

/**
 * Of the whole prefix, so that a picture can number what did find its place. Before the prefix's last
 * answer there was an order: to look for that one is quick, and it has a place for all that had been
 * answered by then. To exhaust the prefix itself might take for ever.
 */
function longestOf(
  { table, last }: Prefix,
  model: Model,
  shouldStop: () => boolean,
): readonly number[] {
  const before = table.columns.returned[table.ids.indexOf(last)] ?? OPEN;
  const { columns, values, ids } = restrict(table, model, { roleOf: () => "kept", before });
  let looks = 0;
  const order = anOrder(
    columns,
    model.compile(columns, () => values),
    {
      shouldStop: () => ++looks > LOOKS_MAX || shouldStop(),
      memoryBytes: 64 * 1024 * 1024,
    },
  );
  return order.map((row) => ids[row]!);
}

/** Some tenths of a second of search. */
const LOOKS_MAX = 100;

interface Parts {
  readonly ofOwn: readonly Operation[];
  readonly prefix: Prefix;
  readonly core: Core;
  readonly orders: readonly PartialOrder[];
  readonly byId: ReadonlyMap<number, Operation>;
  readonly model: Model;
}

const ORDERS_MAX = 3;

function inWords({ ofOwn, prefix, core, orders, byId, model }: Parts): readonly string[] {
  const name = (id: number): string => {
    const operation = byId.get(id);
    return operation === undefined ? `operation ${id}` : `${describeOperation(operation)} [${id}]`;
  };
  const [key] = core.table.keys;
  const of = key === null ? "" : ` of key ${JSON.stringify(key)}`;
  const { events, of: all } = eventsUntil(ofOwn, prefix.last);
  const roles = coreOf(core.table);
  const answered = roles.filter(({ role }) => role === "answered").map(({ id }) => id);
  const possible = roles.filter(({ role }) => role === "possible").map(({ id }) => id);
  const last = byId.get(prefix.last);
  const who = last === undefined ? "" : ` to process ${last.process}`;
  return [
    `No order explains ${count(answered.length, "operation")}${of}: ${listed(answered, name)}.`,
    ...inTime(core.table, new Set(answered), name),
    ...(possible.length === 0
      ? []
      : [
          `It does not help that these may have taken effect at any time after their calls, or never: ${listed(possible, name)}.`,
        ]),
    `The other ${count(ofOwn.length - roles.length, "operation")} cannot change that.`,
    `An order existed until the answer of ${name(prefix.last)}${who}, event ${events} of ${all}.`,
    ...orders.slice(0, ORDERS_MAX).map((order) => describeOrder(order, name, model.initial)),
  ];
}

const LISTED_MAX = 12;

function listed(ids: readonly number[], name: (id: number) => string): string {
  const more = ids.length - LISTED_MAX;
  return `${ids.slice(0, LISTED_MAX).map(name).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** "Each had returned before the next was called: a, b, c", or pair by pair. */
function inTime(
  table: Table,
  answered: ReadonlySet<number>,
  name: (id: number) => string,
): readonly string[] {
  const pairs = precedenceIn(table).filter((pair) => pair.every((id) => answered.has(id)));
  const [first] = pairs;
  if (first === undefined || pairs.length > PAIRS_MAX) return [];
  const isChain = pairs.every(([x], i) => i === 0 || pairs[i - 1]?.[1] === x);
  const chain = [first[0], ...pairs.map(([, y]) => y)].map(name).join(", then ");
  if (isChain) return [`Each of these had returned before the next was called: ${chain}.`];
  const each = pairs.map(([x, y]) => `${name(x)} before ${name(y)} was called`);
  return [`In time, there had returned ${each.join("; ")}.`];
}

const PAIRS_MAX = 8;
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
