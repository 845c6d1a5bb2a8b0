/** Runs checkers against the oracle, and checks the evidence of each violation too. */
import type { Finding } from "../answer.ts";
import { INFO, type Columns } from "../columns.ts";
import { polynomial } from "../polynomial/choose.ts";
import { search } from "../search/search.ts";
import type { Case } from "./cases.ts";
import { restrict } from "./draft.ts";

/** A checker under test; `undefined`: not applicable. */
export type Checker = (kind: Case, history: Columns) => Finding | undefined;

export interface Tally {
  histories: number;
  linearizable: number;
  /** Had at least one operation without an answer. */
  withInfos: number;
  notApplicable: number;
  readonly mismatches: Mismatch[];
}

export interface Mismatch {
  readonly name: string;
  readonly seed: number;
  readonly what: "verdict" | "evidence";
}

export const emptyTally = (): Tally => ({
  histories: 0,
  linearizable: 0,
  withInfos: 0,
  notApplicable: 0,
  mismatches: [],
});

/** One history: verdicts must be equal, and the evidence alone must already be a violation. */
export function compare(kind: Case, seed: number, check: Checker, tally: Tally): void {
  const history = kind.history(seed);
  const truth = kind.truth(history);
  tally.histories++;
  if (truth) tally.linearizable++;
  if (history.outcome.includes(INFO)) tally.withInfos++;
  const finding = check(kind, history);
  if (finding === undefined) {
    tally.notApplicable++;
    return;
  }
  if (finding.valid !== truth) tally.mismatches.push({ name: kind.name, seed, what: "verdict" });
  else if (finding.valid === false && !isEvident(kind, history, finding.rows))
    tally.mismatches.push({ name: kind.name, seed, what: "evidence" });
}

/** A checker that says what the general search says; for want of orders it names all rows. */
export function searchChecker(
  kind: Case,
  history: Columns,
  shouldStop = (): boolean => false,
): Finding {
  const machine = kind.model.compile(history, () => kind.values(history));
  const finding = search(history, machine, { shouldStop, memoryBytes: 256 * 1024 * 1024 });
  return finding.valid === false ? { ...finding, rows: [...history.word.keys()] } : finding;
}

export const polynomialChecker: Checker = ({ family }, history) =>
  polynomial(family, history, { shouldStop: () => false });

/** Unanswered operations may always be used by an order, so they are part of every evidence. */
function isEvident(kind: Case, history: Columns, rows: readonly number[]): boolean {
  const infos = [...history.outcome.keys()].filter((row) => history.outcome[row] === INFO);
  const kept = new Set([...rows, ...infos]);
  return kept.size === history.count || !kind.truth(restrict(history, kept));
}
