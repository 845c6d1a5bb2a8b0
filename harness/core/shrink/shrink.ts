/** Makes a failure small: faults, operations, keys, nodes and time are taken away while it fails. */
import type { Plan } from "../plan.ts";
import { millis, type Nanos } from "../units.ts";
import {
  caseOf,
  hastened,
  onlyKey,
  onQuietLinks,
  readAtLast,
  until,
  withCuts,
  withFaults,
  withFewerClients,
  withNodes,
  withoutNode,
  withOperations,
  type Case,
} from "./case.ts";
import { fewer } from "./fewer.ts";

/** What the one who plays and judges says of a case: null if it does not fail for the reason. */
export interface Failure {
  /** The object of the data type whose answers are wrong, null where that has no name. */
  readonly key: string | null;
  /**
   * When the last answer came that it rests on, counted from the beginning of the fault phase; null
   * if that was a final read.
   */
  readonly shownBy: Nanos | null;
  /** Positions in the script's operations of those it rests on; empty where that is not known. */
  readonly culprits: readonly number[];
}

export interface ShrinkSettings {
  /** Plays and judges. Must answer the same each time. */
  readonly fails: (candidate: Case) => Failure | null;
  /** True when there is no time left: what has been reached then is the answer. */
  readonly shouldStop: () => boolean;
  /** Told of each smaller case. */
  readonly progress: (best: Case) => void;
}

/** The smallest case found that fails for the same reason; null if not even the whole does. */
export function shrink(whole: Case, settings: ShrinkSettings): Case | null {
  const search = new Search(settings);
  // The script may ask in another rhythm than the generators did: other dice may show it again.
  if (!search.begin(caseOf(whole.plan, whole.script))) return null;
  search.narrow();
  for (let before = -1; before !== search.weight && !settings.shouldStop();) {
    before = search.weight;
    search.round();
  }
  return search.best;
}

/** How many other seeds may show what a smaller case has left to chance. */
const OTHER_SEEDS = 6;
const OTHER_SEEDS_AT_FIRST = 20;
const GAPS_MS: readonly number[] = [50, 100, 200, 350, 600, 1000, 2000];

class Search {
  best!: Case;
  private failure!: Failure;
  private readonly settings: ShrinkSettings;

  constructor(settings: ShrinkSettings) {
    this.settings = settings;
  }

  begin(whole: Case): boolean {
    return this.attempt(whole, OTHER_SEEDS_AT_FIRST);
  }

  /** What a round is worth: when it does not fall any more, the search is over. */
  get weight(): number {
    const { plan, script } = this.best;
    const cuts = script.faults.map(({ fault }) =>
      fault.kind === "partition" ? fault.cuts.length : fault.nodes.length,
    );
    const size = cuts.reduce((sum, count) => sum + count, 0);
    return 100 * (script.operations.length + 3 * script.faults.length + plan.nodes.length) + size;
  }

  /** Bold guesses first: each that holds makes all that follow quicker. */
  narrow(): void {
    const { key, shownBy } = this.failure;
    if (key !== null) this.attempt(onlyKey(this.best, key), OTHER_SEEDS);
    if (shownBy !== null) this.attempt(until(this.best, shownBy), OTHER_SEEDS);
    else if (this.attempt(readAtLast(this.best), OTHER_SEEDS)) this.cutEnd();
    this.faults();
    this.culpritsAlone();
  }

  round(): void {
    this.faults();
    this.operations();
    this.time();
    this.nodes();
    this.attempt(withFewerClients(this.best), 1);
    this.attempt(onQuietLinks(this.best), OTHER_SEEDS);
    this.parts();
  }

  private faults(): void {
    fewer(this.best.script.faults, (some) => this.attempt(withFaults(this.best, some), 1));
  }

  private operations(): void {
    this.culpritsAlone();
    fewer(this.best.script.operations, (some) => this.attempt(withOperations(this.best, some), 1));
  }

  private culpritsAlone(): void {
    const { operations } = this.best.script;
    const some = operations.filter((_, at) => this.failure.culprits.includes(at));
    if (some.length > 0) this.attempt(withOperations(this.best, some), OTHER_SEEDS);
  }

  /** As short as it will go: first without an end that shows nothing, then without the pauses. */
  private time(): void {
    this.cutEnd();
    GAPS_MS.some((gap) => this.attempt(hastened(this.best, millis(gap)), OTHER_SEEDS));
  }

  private cutEnd(): void {
    const { shownBy } = this.failure;
    if (shownBy !== null) this.attempt(until(this.best, shownBy), 1);
  }

  private nodes(): void {
    for (const node of this.best.plan.nodes) {
      const without = withoutNode(this.best, node);
      if (without !== null) this.attempt(without, OTHER_SEEDS);
    }
  }

  /** Fewer links cut, fewer nodes hurt. */
  private parts(): void {
    for (const [at, scripted] of this.best.script.faults.entries()) {
      const { fault } = scripted;
      const put = (smaller: typeof fault): boolean => {
        const faults = this.best.script.faults.with(at, { ...scripted, fault: smaller });
        return this.attempt(withFaults(this.best, faults), 1);
      };
      if (fault.kind === "partition")
        fewer(fault.cuts, (cuts) => cuts.length > 0 && put(withCuts(fault, cuts)));
      else fewer(fault.nodes, (nodes) => nodes.length > 0 && put(withNodes(fault, nodes)));
    }
  }

  /** With its own seed, then with others: what matters is what happens, not which dice do it. */
  private attempt(candidate: Case, otherSeeds: number): boolean {
    for (const plan of seedsOf(candidate.plan, otherSeeds)) {
      if (this.settings.shouldStop()) return false;
      const one = { ...candidate, plan };
      const failure = this.settings.fails(one);
      if (failure === null) continue;
      this.best = one;
      this.failure = failure;
      this.settings.progress(one);
      return true;
    }
    return false;
  }
}

function* seedsOf(plan: Plan, others: number): Iterable<Plan> {
  yield plan;
  const [stem = ""] = plan.seed.split("~");
  for (let i = 1; i <= others; i++) yield { ...plan, seed: `${stem}~${i}` };
}
