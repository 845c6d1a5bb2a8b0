/**
 * A short dialect for histories, so that a test reads as an experiment: one line an operation, a
 * fault or a mark, times in milliseconds, in any order.
 *
 *     0 phase faults                      the harness announces a phase
 *     10-20 p1@n1 write x 1               acknowledged
 *     12-18 p2@n2 read x -> 1             answered 1
 *     30-40 p1@n1 cas x [1,2] !mismatch   refused: fail, with that code
 *     50-60 p1@n1 write x 3 ?timeout      indeterminate: info, with that code
 *     70-   p3@n1 read x                  never completed
 *     80-90 p4@n1 read x -> 3 late:5      began 5 ms after it was asked for
 *     100-200 kill f1 n1,n2 proven        a fault with its id, nodes or cuts (n1>n2), and effect
 *     300-  pause f2 n3                   never cured
 *     400 died n1                         a note of the harness, with its node
 *     500 leads n1=7                      likewise, with a value
 */
import { assert } from "./assert.ts";
import { FAULT_KINDS, type Cured, type Cut, type Fault, type Injected } from "./fault.ts";
import type { Event, History } from "./history.ts";
import { millis, nodeId, processId } from "./units.ts";

type Draft = Omit<Event, "index">;
type Groups = Readonly<Record<string, string | undefined>>;

/** Events in order of time; at equal times completions first, so that a process may go on at once. */
export function historyOf(text: string): History {
  const lines = text.split("\n").map((line) => line.trim().replaceAll(/\s+/g, " "));
  const drafts = lines.filter((line) => line !== "").map(draftsOf);
  const early = new Set(
    drafts.flatMap(([first, ...later]) => later.filter((d) => d.time > (first?.time ?? 0))),
  );
  const rank = (draft: Draft): number => (early.has(draft) ? 0 : 1);
  return drafts
    .flat()
    .toSorted((a, b) => a.time - b.time || rank(a) - rank(b))
    .map((draft, index) => Object.assign({ index }, draft));
}

const TIMES = String.raw`^(?<from>[\d.]+)(?<open>-)?(?<to>[\d.]+)? `;
const OPERATION = new RegExp(
  `${TIMES}${String.raw`p(?<process>\d+)(@(?<node>\w+))? (?<f>\w+) (?<key>\w+)`}` +
    String.raw`( (?<value>(-\d|[[\w])[^\s:]*))?( -> (?<answer>\S+)| (?<mark>[!?])(?<code>\S+))?` +
    String.raw`( late:(?<late>[\d.]+))?$`,
);
const FAULT = new RegExp(
  `${TIMES}(?<kind>${FAULT_KINDS.join("|")}) ${String.raw`(?<id>\w+) (?<whom>\S+)( (?<effect>\w+))?$`}`,
);
const MARK = new RegExp(`${TIMES}${String.raw`(?<f>\S+) (?<value>\S+)$`}`);

function draftsOf(line: string): readonly Draft[] {
  const operation = OPERATION.exec(line)?.groups;
  if (operation !== undefined) return operationOf(operation);
  const fault = FAULT.exec(line)?.groups;
  if (fault !== undefined) return faultOf(fault);
  const mark = MARK.exec(line)?.groups;
  assert(mark !== undefined, `not in the dialect: ${line}`);
  return [markOf(mark)];
}

function operationOf(groups: Groups): readonly Draft[] {
  const { from, to, process, node = "n1", f = "", key = "", late, code } = groups;
  const value: unknown = JSON.parse(groups["value"] ?? "null");
  const common = { process: processId(Number(process)), f, key, node: nodeId(node) };
  const lateness = late === undefined ? {} : { late: millis(Number(late)) };
  const invoke: Draft = {
    ...common,
    time: millis(Number(from)),
    type: "invoke",
    value,
    ...lateness,
  };
  if (to === undefined) return [invoke];
  const time = millis(Number(to));
  if (code !== undefined) {
    const type = groups["mark"] === "!" ? "fail" : "info";
    return [invoke, { ...common, time, type, value, error: { code, message: "" } }];
  }
  const answer: unknown = groups["answer"] === undefined ? value : JSON.parse(groups["answer"]);
  return [invoke, { ...common, time, type: "ok", value: answer }];
}

function faultOf(groups: Groups): readonly Draft[] {
  const { from, to, id = "" } = groups;
  const began = millis(Number(from));
  const fault = victims(groups);
  const speech = { process: "nemesis", key: "" } as const;
  const injected: Injected = { id, fault, began };
  const inject: readonly Draft[] = [
    { ...speech, time: began, type: "invoke", f: "inject", value: { id } },
    { ...speech, time: began, type: "info", f: "inject", value: injected },
  ];
  if (to === undefined) return inject;
  const ended = millis(Number(to));
  const effect = (["applied", "unproven"] as const).find((e) => e === groups["effect"]) ?? "proven";
  const cured: Cured = { id, ended, effect, evidence: "as the dialect says" };
  return [
    ...inject,
    { ...speech, time: ended, type: "invoke", f: "cure", value: { id } },
    { ...speech, time: ended, type: "info", f: "cure", value: cured },
  ];
}

function victims({ kind, whom = "" }: Groups): Fault {
  const name = `${kind} of ${whom}`;
  const parts = whom.split(",");
  const nodes = parts.map(nodeId);
  if (kind === "membership") return { kind, name, nodes, wish: "removed" };
  if (kind === "kill" || kind === "pause" || kind === "bit-flip") return { kind, name, nodes };
  if (kind === "byzantine") return { kind, name, nodes, lie: { mode: "values", perMille: 1000 } };
  if (kind === "zone") return { kind, name, nodes, outage: "down" };
  if (kind === "disk") return { kind, name, nodes, trouble: { mode: "full" } };
  if (kind === "clock") return { kind, name, nodes, skew: { mode: "bump", offsetMs: 5000 } };
  const cuts = parts.map((part): Cut => {
    const [a = "", b = ""] = part.split(">");
    return [nodeId(a), nodeId(b)];
  });
  const trouble = { mode: "loss", perMille: 1000 } as const;
  if (kind === "packet") return { kind, name, links: cuts, trouble };
  return { kind: "partition", name, cuts };
}

/** `phase` has the phase as its value; any other word is a note about a node. */
function markOf({ from, f = "", value = "" }: Groups): Draft {
  const speech = { process: "harness", type: "info", time: millis(Number(from)), f } as const;
  if (f === "phase") return { ...speech, value };
  const [node = "", said = "null"] = value.split("=");
  return { ...speech, value: JSON.parse(said) as unknown, node: nodeId(node) };
}
