/** A judge of histories: pure, interruptible, and never in a hurry to say true. */
import type { History } from "../history.ts";
import type { Plan } from "../plan.ts";
import type { Verdict } from "../verdict.ts";

export interface Checker {
  readonly name: string;
  /**
   * Must answer soon after `shouldStop` says so, with `unknown` and how far it got. A throw is our
   * bug and makes this checker's verdict `unknown`, nobody else's.
   */
  check(history: History, context: CheckContext): Verdict;
}

export interface CheckContext {
  readonly plan: Plan;
  shouldStop(): boolean;
}
