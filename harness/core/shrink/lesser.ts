/** Faults with less in them: fewer links cut or troubled, fewer nodes hurt. */
import { linksOf, type Fault, type FaultKind, type Link } from "../fault.ts";
import { troubleWords } from "../sim/hindrance.ts";
import type { NodeId } from "../units.ts";
import { fewer } from "./fewer.ts";

/** How much of it could be taken away. */
export const extentOf = (fault: Fault): number =>
  "nodes" in fault ? fault.nodes.length : (linksOf(fault) ?? []).length;

/** Tries it with ever fewer links or nodes; what an attempt took is where the next begins. */
export function thin(fault: Fault, attempt: (smaller: Fault) => boolean): void {
  if ("nodes" in fault)
    fewer(fault.nodes, (nodes) => nodes.length > 0 && attempt(withNodes(fault, nodes)));
  else fewer(linksOf(fault) ?? [], (links) => links.length > 0 && attempt(withLinks(fault, links)));
}

/** The fault for all but one node, null if nobody is left. */
export function spared(fault: Fault, node: NodeId): Fault | null {
  if ("nodes" in fault) {
    const nodes = fault.nodes.filter((other) => other !== node);
    return nodes.length === 0 ? null : withNodes(fault, nodes);
  }
  const links = (linksOf(fault) ?? []).filter((link) => !link.includes(node));
  return links.length === 0 ? null : withLinks(fault, links);
}

type OfNodes = Extract<Fault, { readonly nodes: unknown }>;
type OfLinks = Exclude<Fault, OfNodes>;

/** Named anew: what it was called may not be true of the rest. */
function withLinks(fault: OfLinks, links: readonly Link[]): OfLinks {
  if (links.length === linksOf(fault)?.length) return fault;
  const ways = new Map<string, readonly string[]>();
  for (const [from, to] of links) ways.set(from, [...(ways.get(from) ?? []), to]);
  const said = [...ways].map(([from, to]) => `from ${from} to ${to.join(", ")}`).join("; ");
  return fault.kind === "partition"
    ? { ...fault, cuts: links, name: `cut ${said}` }
    : { ...fault, links, name: troubleWords(fault.trouble, said) };
}

function withNodes(fault: OfNodes, nodes: readonly NodeId[]): OfNodes {
  if (nodes.length === fault.nodes.length) return fault;
  const done = fault.kind === "membership" ? fault.wish : DONE[fault.kind];
  return { ...fault, nodes, name: `${nodes.join(", ")} ${done}` };
}

const DONE: Readonly<Record<Exclude<FaultKind, "partition" | "packet" | "membership">, string>> = {
  kill: "killed",
  pause: "paused",
  clock: "with a wrong clock",
  disk: "with a bad disk",
  zone: "lost with their zone",
  byzantine: "lying",
  "bit-flip": "started anew on a disk with a bit changed",
};
