/** Brute force, polynomial algorithms and search on a million small histories: all must agree. */
import { CASES, SEARCH_CASES, type Case } from "../oracle/cases.ts";
import {
  compare,
  emptyTally,
  polynomialChecker,
  searchChecker,
  type Tally,
} from "../oracle/differential.ts";

/*
 * node bench/differential.ts [histories] [first seed] [case]: prints a line for each kind of
 * history (how many, how many linearizable, with unanswered operations, left to the search,
 * mismatches), and ends with 1 if there was a mismatch. Each history is judged by all three, and
 * the evidence of each polynomial "false" by the brute force again. Some longer ones follow,
 * without the brute force.
 */
const [, , total = "1000000", firstSeed = "0", only = ""] = process.argv;
const cases = [...CASES, ...SEARCH_CASES].filter(({ name }) => name.startsWith(only));
const each = Math.ceil(Number(total) / cases.length);
const began = performance.now();

console.log("case                  histories  linearizable  infos  to the search  mismatches");
let mismatches = 0;
let histories = 0;
for (const kind of cases) {
  const quick = emptyTally();
  const slow = emptyTally();
  for (let i = 0; i < each; i++) {
    const seed = Number(firstSeed) + i;
    if (!SEARCH_CASES.includes(kind)) compare(kind, seed, polynomialChecker, quick);
    compare(kind, seed, searchChecker, slow);
  }
  const longer = SEARCH_CASES.includes(kind) ? 0 : compareLonger(kind, Math.min(50, each / 20));
  report(kind, quick, slow, longer);
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`${histories} histories, ${mismatches} mismatches, ${seconds} s`);
process.exitCode = mismatches === 0 ? 0 : 1;

/** Of longer histories, those on which polynomial algorithm and search differ. */
function compareLonger(kind: Case, count: number): number {
  let wrong = 0;
  for (let i = 0; i < count; i++) {
    const history = kind.mediumHistory(Number(firstSeed) + i);
    const quick = polynomialChecker(kind, history);
    let looks = 0;
    const slow = searchChecker(kind, history, () => looks++ > 20);
    if (quick === undefined || slow.valid === "unknown" || quick.valid === slow.valid) continue;
    console.log(`MISMATCH ${kind.name} longer seed ${Number(firstSeed) + i}`);
    wrong++;
  }
  return wrong;
}

function report(kind: Case, quick: Tally, slow: Tally, longer: number): void {
  const wrong = [...quick.mismatches, ...slow.mismatches];
  for (const { seed, what } of wrong) console.log(`MISMATCH ${kind.name} seed ${seed} ${what}`);
  mismatches += wrong.length + longer;
  histories += slow.histories;
  const toSearch = quick.histories === 0 ? slow.histories : quick.notApplicable;
  const columns = [slow.histories, slow.linearizable, slow.withInfos, toSearch, wrong.length];
  console.log(kind.name.padEnd(20), columns.map((number) => String(number).padStart(11)).join(""));
}
