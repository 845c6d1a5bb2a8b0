/** At most one leader a term: Election Safety, as Raft's dissertation calls it (section 3.2). */
import type { Event, History } from "#core/history.ts";
import type { Checker } from "#core/ports/checker.ts";
import type { ElectionEvidence, ElectionFigures } from "#core/evidence.ts";
import type { NodeId } from "#core/units.ts";
import type { Anomaly } from "#core/verdict.ts";
import { few, sayTime } from "./sentences.ts";

/**
 * A node says when it takes itself for the leader of a term: a ballot, a view or an epoch is as
 * good. Leaders of different terms may overlap, since whoever is deposed learns it later; and a node
 * may come to lead its term again, in a new life. Two nodes in one term are two elections won.
 */
export const electionSafety: Checker = {
  name: "election-safety",
  check(history, { shouldStop }) {
    const terms = [...claimsByTerm(history)].toSorted(([a], [b]) => a - b);
    const details: ElectionFigures = { terms: terms.length };
    const [first, ...others] = terms.flatMap(([term, claims]) => rivalry(term, claims));
    if (first !== undefined) return { valid: false, anomalies: [first, ...others], details };
    if (shouldStop())
      return { valid: "unknown", reason: "out-of-time", message: "The time was up.", details };
    if (terms.length > 0) return { valid: true, details };
    const message = "No node ever said that it leads.";
    return { valid: "unknown", reason: "too-little", message, details };
  },
};

interface Claim {
  readonly node: NodeId;
  readonly event: Event;
}

/** The first claim of each node in each term. */
function claimsByTerm(history: History): ReadonlyMap<number, readonly Claim[]> {
  const terms = new Map<number, Claim[]>();
  for (const event of history) {
    const { process, f, node, value } = event;
    if (process !== "harness" || f !== "leads" || node === undefined) continue;
    if (typeof value !== "number") continue;
    const claims = terms.get(value) ?? [];
    terms.set(value, claims);
    if (!claims.some((claim) => claim.node === node)) claims.push({ node, event });
  }
  return terms;
}

function rivalry(term: number, claims: readonly Claim[]): readonly Anomaly[] {
  if (claims.length < 2) return [];
  const told = claims.map(({ node, event }) => `${node} at ${sayTime(event.time)}`);
  const evidence: ElectionEvidence = {
    term,
    claims: claims.map(({ node, event: { index, time } }) => ({ node, index, time })),
  };
  const explanation = `Term ${term} has ${claims.length} leaders: ${few(told)}. At most one node may win a term.`;
  const notes = claims.map(({ event }) => event.index);
  return [{ name: "two-leaders", explanation, operations: [], notes, evidence }];
}
