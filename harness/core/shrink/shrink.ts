/** Makes a failure small: faults, operations, keys, nodes and time are taken away while it fails. */
import { lengthOf } from "../script.ts";
import { seedOf } from "../seed.ts";
import { millis, nanos, type Nanos } from "../units.ts";
import {
  caseOf,
  hastened,
  onlyKey,
  onQuietLinks,
  readAtLast,
  since,
  until,
  withFaults,
  withFewerClients,
  withoutKeys,
  withoutNode,
  withoutWaiting,
  withOperations,
  type Case,
} from "./case.ts";
import { fewer } from "./fewer.ts";
import { extentOf, thin } from "./lesser.ts";
import { nameOf, otherSeeds, seedsOf, type Effort } from "./luck.ts";
import { glimpse, merged, withoutSome } from "./several.ts";

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
  do search.settle();
  while (!isSmall(search.best) && search.pressOn());
  return search.best;
}

/** What a person can follow. Above it a search goes on with more dice, up to so many times more. */
const SMALL = { faults: 3, operations: 12 } as const;
const LUCK_MOST = 256;

const isSmall = ({ script: { faults, operations } }: Case): boolean =>
  faults.length <= SMALL.faults && operations.length <= SMALL.operations;

const SAMPLES: readonly number[] = [6, 12, 24, 48];
const DRAWS = 60;
const LAST_MS: readonly number[] = [200, 500, 1000, 2000, 4000, 8000];
/** So many pairs and triples are tried in vain before the next round. */
const SEVERAL = 60;
const GLIMPSES = 500;
const SHARES: readonly number[] = [0.1, 0.25, 0.5, 0.75];
const GAPS_MS: readonly number[] = [50, 100, 200, 350, 600, 1000, 2000];

class Search {
  best!: Case;
  private failure!: Failure;
  private readonly settings: ShrinkSettings;
  /** How many times the usual number of dice. */
  private luck = 1;
  private readonly tried = new Set<string>();

  constructor(settings: ShrinkSettings) {
    this.settings = settings;
  }

  begin(whole: Case): boolean {
    return this.attempt(whole, "bold");
  }

  /** What a round is worth: when it does not fall any more, the search is over. */
  get weight(): number {
    const { plan, script } = this.best;
    const size = script.faults.reduce((sum, { fault }) => sum + extentOf(fault), 0);
    return 100 * (script.operations.length + 3 * script.faults.length + plan.nodes.length) + size;
  }

  /** Bold guesses first: each that holds makes all that follow quicker. */
  narrow(): void {
    this.cutEnd();
    if (this.failure.shownBy === null && this.attempt(readAtLast(this.best), "bold")) this.cutEnd();
    this.cutBeginning();
    this.keys();
    this.faults();
    this.culpritsAlone();
    this.glimpses();
  }

  /** The last moments are often enough, if the dice help. */
  private cutBeginning(): void {
    const shownBy = this.failure.shownBy ?? lengthOf(this.best.script);
    LAST_MS.filter((ms) => millis(ms) < shownBy).some((ms) =>
      this.attempt(since(this.best, nanos(shownBy - millis(ms))), "bold"),
    );
  }

  /** The key that is wrong, or with it as few others as will do. */
  private keys(): void {
    const { key } = this.failure;
    if (key === null || this.attempt(onlyKey(this.best, key), "bold")) return;
    const keys = [...new Set(this.best.script.operations.map((operation) => operation.key))];
    fewer(
      keys.filter((other) => other !== key),
      (some) => {
        const gone = new Set(keys.filter((other) => other !== key && !some.includes(other)));
        return this.attempt(withoutKeys(this.best, gone), "careful");
      },
    );
  }

  /** Round after round until one changes nothing. */
  settle(): void {
    for (let before = -1; before !== this.weight && !this.isOver;) {
      before = this.weight;
      this.round();
    }
  }

  /** False when more dice would not help, or there is no time for them. */
  pressOn(): boolean {
    this.luck *= 4;
    if (this.luck > LUCK_MOST || this.settings.shouldStop()) return false;
    this.glimpses();
    this.several();
    return true;
  }

  /** Small pieces of what is too large, with dice of their own: one may have all that it takes. */
  private glimpses(): void {
    const whole = this.best;
    const [stem = ""] = whole.plan.seed.split("~");
    for (let i = 0; i < GLIMPSES * this.luck && !isSmall(this.best); i++) {
      const seed = `${stem}~${this.luck}.${i}`;
      const { plan, script } = glimpse(whole, seedOf(`glimpse ${seed}`).open());
      if (this.isOver || this.once({ plan: { ...plan, seed }, script })) return;
    }
  }

  /** Two or three at once, until that has been in vain for long. */
  private several(): void {
    const dice = seedOf(`several ${this.best.plan.seed} ${this.luck}`).open();
    for (let vain = 0; vain < SEVERAL * this.luck && !this.isOver; vain++) {
      const fewer = withoutSome(this.best, dice.pick([2, 2, 2, 3, 3, 4]), dice);
      if (this.once(fewer)) vain = 0;
    }
    for (const one of merged(this.best)) if (this.attempt(one, "careful")) return;
  }

  private round(): void {
    this.faults();
    this.operations();
    this.cutBeginning();
    this.keys();
    this.time();
    this.nodes();
    this.attempt(withFewerClients(this.best), "careful");
    this.attempt(onQuietLinks(this.best), "bold");
    this.parts();
  }

  private faults(): void {
    fewer(this.best.script.faults, (some) => this.attempt(withFaults(this.best, some), "careful"));
  }

  private operations(): void {
    this.culpritsAlone();
    this.sample();
    fewer(this.best.script.operations, (some) =>
      this.attempt(withOperations(this.best, some), "careful"),
    );
  }

  /**
   * Where each operation is one chance more for what must come together, none alone can be left out.
   * A few of them, drawn by lot, may have the luck of the many.
   */
  private sample(): void {
    const { plan, script } = this.best;
    const [stem = ""] = plan.seed.split("~");
    for (const size of SAMPLES.filter((some) => 2 * some <= script.operations.length))
      for (let i = 0; i < DRAWS * this.luck; i++) {
        const seed = `${stem}~${size}.${i}`;
        const order = seedOf(seed)
          .open()
          .shuffle([...script.operations.keys()]);
        const drawn = new Set(order.slice(0, size));
        const some = script.operations.filter((_, at) => drawn.has(at));
        if (this.once(withOperations({ plan: { ...plan, seed }, script }, some))) return;
      }
  }

  private culpritsAlone(): void {
    const { operations } = this.best.script;
    const some = operations.filter((_, at) => this.failure.culprits.includes(at));
    if (some.length > 0) this.attempt(withOperations(this.best, some), "bold");
  }

  /** As short as it will go: first without an end that shows nothing, then without the pauses. */
  private time(): void {
    this.cutEnd();
    GAPS_MS.some((gap) => this.attempt(hastened(this.best, millis(gap)), "bold"));
  }

  /** Where nobody's answer shows it, as early an end as will do, with the final reads. */
  private cutEnd(): void {
    this.attempt(withoutWaiting(this.best), "careful");
    const { shownBy } = this.failure;
    if (shownBy !== null) return void this.attempt(until(this.best, shownBy), "careful");
    const { final } = this.best.script;
    SHARES.some((share) => {
      const { plan, script } = until(
        this.best,
        nanos(Math.round(lengthOf(this.best.script) * share)),
      );
      return this.attempt(caseOf(plan, { ...script, final }), "careful");
    });
  }

  private nodes(): void {
    for (const node of this.best.plan.nodes) {
      const without = withoutNode(this.best, node);
      if (without !== null) this.attempt(without, "bold");
    }
  }

  /** Fewer links cut, fewer nodes hurt. */
  private parts(): void {
    for (const [at, scripted] of this.best.script.faults.entries()) {
      const { fault } = scripted;
      thin(fault, (smaller) => {
        const faults = this.best.script.faults.with(at, { ...scripted, fault: smaller });
        return this.attempt(withFaults(this.best, faults), "careful");
      });
    }
  }

  /** Rounds ask for much again that was asked before; more luck means other dice. */
  private wasTried(one: Case): boolean {
    const name = nameOf(one);
    if (this.tried.has(name)) return true;
    this.tried.add(name);
    return false;
  }

  /** With its own seed, then with others: what matters is what happens, not which dice do it. */
  private attempt(candidate: Case, effort: Effort): boolean {
    for (const plan of seedsOf(candidate.plan, this.luck * otherSeeds(candidate, effort)))
      if (this.once({ ...candidate, plan })) return true;
    return false;
  }

  /** Out of time, or small enough to be worth no more luck. */
  private get isOver(): boolean {
    return this.settings.shouldStop() || (this.luck > 1 && isSmall(this.best));
  }

  private once(one: Case): boolean {
    if (this.isOver || this.wasTried(one)) return false;
    const failure = this.settings.fails(one);
    if (failure === null) return false;
    this.best = one;
    this.failure = failure;
    this.settings.progress(one);
    return true;
  }
}
