/** One seed of a hunt: drawn, played in virtual time, judged by every checker on the spot. */
import { operationsOf, type History } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import { swarm, type Choices } from "#core/swarm.ts";
import { toMillis } from "#core/units.ts";
import { worst, type Anomaly, type Verdict } from "#core/verdict.ts";
import { simulate } from "../parts.ts";
import { checkersOf, faultFinders } from "../judges.ts";

/** A seed that showed less than this is no evidence of anything. */
export const LEAST = { virtualMs: 10_000, acknowledged: 100 } as const;

export interface Trial {
  readonly plan: Plan;
  readonly history: History;
  /** Of those who can find fault: the figures are for what is kept. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly outcome: TrialOutcome;
  readonly virtualMs: number;
  readonly acknowledged: number;
}

export type TrialOutcome =
  | { readonly kind: "survived" }
  | { readonly kind: "unknown"; readonly message: string }
  | { readonly kind: "violated"; readonly checker: string; readonly anomaly: Anomaly };

export interface Hunted {
  readonly base: Plan;
  readonly choices: Choices;
}

export const tryOut = ({ base, choices }: Hunted, seed: string): Trial =>
  judgedTrial(swarm(base, seed, choices));

export function judgedTrial(plan: Plan): Trial {
  const history = simulate(plan);
  const verdicts = judgeHere(plan, history, faultFinders(plan));
  const virtualMs = toMillis(history.at(-1)?.time ?? (0 as never));
  const acknowledged = operationsOf(history).filter(({ outcome }) => outcome.type === "ok").length;
  const outcome = outcomeOf(verdicts, virtualMs, acknowledged);
  return { plan, history, verdicts, outcome, virtualMs, acknowledged };
}

/** In this thread: a checker that does not stop when told to holds up its own seed only. */
export function judgeHere(
  plan: Plan,
  history: History,
  checkers: readonly Checker[] = checkersOf(plan),
): Readonly<Record<string, Verdict>> {
  const verdicts = checkers.map(({ name, check }): readonly [string, Verdict] => {
    const deadline = performance.now() + plan.checkTimeoutMs;
    const shouldStop = (): boolean => performance.now() > deadline;
    try {
      return [name, check(history, { plan, shouldStop })];
    } catch (error) {
      const message = `the checker crashed: ${String(error)}`;
      return [name, { valid: "unknown", reason: "checker-crashed", message }];
    }
  });
  return Object.fromEntries(verdicts);
}

/** A violation is one however little else happened. */
function outcomeOf(
  verdicts: Readonly<Record<string, Verdict>>,
  virtualMs: number,
  acknowledged: number,
): TrialOutcome {
  for (const [checker, verdict] of Object.entries(verdicts))
    if (verdict.valid === false)
      return { kind: "violated", checker, anomaly: verdict.anomalies[0] };
  const all = Object.values(verdicts).reduce<Verdict>(worst, { valid: true });
  if (all.valid === "unknown") return { kind: "unknown", message: all.message };
  if (virtualMs < LEAST.virtualMs || acknowledged < LEAST.acknowledged)
    return {
      kind: "unknown",
      message: `Only ${acknowledged} operations were acknowledged in ${(virtualMs / 1000).toFixed(1)} virtual seconds.`,
    };
  return { kind: "survived" };
}
