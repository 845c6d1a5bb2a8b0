/** Whether what was measured is what the plan asks: correct or not is for others to say. */
import type { FaultFigures } from "#core/figures.ts";
import type { History } from "#core/history.ts";
import type { ObjectiveFigure, ObjectiveFigures } from "#core/objectives.ts";
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import { availabilityOf } from "./availability.ts";
import { recoveryOf } from "./recovery.ts";
import { few } from "./sentences.ts";
import { stalenessOf } from "./staleness.ts";

/** `valid` unless nothing was measured: what was missed stands in the details. */
export const objectives: Checker = {
  name: "objectives",
  check(history, { plan }) {
    const found = [availability, recovery, staleness].flatMap((one) => one(history, plan));
    const details: ObjectiveFigures = { objectives: found.filter((one) => one.met !== null) };
    const open = found.filter(({ met }) => met === null).map(({ sentence }) => sentence);
    if (open.length === 0) return { valid: true, details };
    return { valid: "unknown", reason: "too-little", message: open.join(" "), details };
  },
};

type Finding = ObjectiveFigure | { readonly met: null; readonly sentence: string };

function availability(history: History, plan: Plan): readonly Finding[] {
  const { availability: least } = plan.objectives;
  if (least === null) return [];
  const share = availabilityOf(history, plan).total.successByTime;
  const asked = `at least ${percent(least)} was asked`;
  if (share === null) return [{ met: null, sentence: `No availability was measured; ${asked}.` }];
  return [{ met: share >= least, sentence: `Availability ${percent(share)}; ${asked}.` }];
}

/** Rounded down: what reads as enough is enough. */
const percent = (share: number): string => `${Math.floor(share * 10_000) / 100} %`;

/** Of every fault that had an effect and ended, the first `ok` that was asked after its end. */
function recovery(history: History, plan: Plan): readonly Finding[] {
  const { recoveryMs: most } = plan.objectives;
  if (most === null) return [];
  const faults = recoveryOf(history, plan).faults.filter(
    ({ effect, ended }) => effect !== "unproven" && ended !== null,
  );
  const asked = `at most ${seconds(most)} was asked`;
  if (faults.length === 0)
    return [{ met: null, sentence: `No fault was there to recover from; ${asked}.` }];
  const slow = faults.filter((fault) => lastedMs(fault) > most);
  const told = slow.map((fault) => `${fault.id} (${saidOf(fault)})`);
  if (slow.length > 0)
    return [{ met: false, sentence: `Recovery took too long after ${few(told, 5)}; ${asked}.` }];
  const open = faults.filter(isOpen).map(({ id }) => id);
  if (open.length > 0)
    return [
      {
        met: null,
        sentence: `Recovery from ${few(open, 5)} was not watched to its end; ${asked}.`,
      },
    ];
  const longest = faults.reduce((ms, fault) => Math.max(ms, lastedMs(fault)), 0);
  return [{ met: true, sentence: `Recovery within ${seconds(longest)} of each fault; ${asked}.` }];
}

/** Of every read, the oldest answer. */
function staleness(history: History, plan: Plan): readonly Finding[] {
  const { stalenessMs: most } = plan.objectives;
  // A plan of an earlier version does not know of it.
  if (typeof most !== "number") return [];
  const { total } = stalenessOf(history, plan);
  const asked = `at most ${seconds(most)} was asked`;
  if (total.ageMs === null)
    return [{ met: null, sentence: `No read was there whose age could be told; ${asked}.` }];
  const { max } = total.ageMs;
  if (max <= most)
    return [{ met: true, sentence: `Reads were at most ${seconds(max)} old; ${asked}.` }];
  return [{ met: false, sentence: `Reads were up to ${seconds(max)} old; ${asked}.` }];
}

const isOpen = ({ recovery: wait }: FaultFigures): boolean => !wait.happened;

const lastedMs = ({ recovery: wait }: FaultFigures): number =>
  wait.happened ? wait.ms : wait.watchedMs;

const saidOf = (fault: FaultFigures): string =>
  `${isOpen(fault) ? "more than " : ""}${seconds(lastedMs(fault))}`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
