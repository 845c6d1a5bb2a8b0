/** What each fault did to those who asked: how soon it hurt, how long, how soon it was over. */
import { faultsOf, FAULT_KINDS, type FaultKind } from "#core/fault.ts";
import type {
  EpisodeFigures,
  FaultFigures,
  Impact,
  KindFigures,
  RecoveryFigures,
  Wait,
} from "#core/figures.ts";
import { operationsOf, type History } from "#core/history.ts";
import type { Plan } from "#core/plan.ts";
import type { Checker } from "#core/ports/checker.ts";
import { survivalOf, type Sample, type Survival } from "#core/survival.ts";
import { millis, type Nanos } from "#core/units.ts";
import { episodesOf, type Episode } from "./episodes.ts";
import { impactOf } from "./impact.ts";
import { patienceMsOf } from "./outages.ts";

/** Figures, not a judgement. A run without faults has nothing to recover from, which is fine. */
export const recovery: Checker = {
  name: "recovery",
  check(history, { plan }) {
    const figures = recoveryOf(history, plan);
    if (history.some((event) => typeof event.process === "number")) {
      return { valid: true, details: figures };
    }
    const message =
      "No client asked for anything, so nobody knows when it would have been answered.";
    return { valid: "unknown", reason: "too-little", message, details: figures };
  },
};

export function recoveryOf(history: History, plan: Plan): RecoveryFigures {
  const patienceMs = patienceMsOf(plan);
  const operations = operationsOf(history);
  const episodes = episodesOf(faultsOf(history));
  const watched = (began: Nanos, ended: Nanos | null, at: number): Impact =>
    impactOf(
      operations,
      { began, ended, until: episodes[at + 1]?.began ?? null },
      millis(patienceMs),
    );
  const faults = episodes.flatMap((episode, at) =>
    episode.faults.map(({ id, fault, effect, evidence, began, ended }): FaultFigures =>
      Object.assign(watched(began, ended, at), {
        id,
        kind: fault.kind,
        name: fault.name,
        effect,
        evidence,
        episode: episode.id,
        ...whetherCounted(episode, id),
      }),
    ),
  );
  return {
    patienceMs,
    faults,
    episodes: episodes.map(({ id, began, ended, faults }, at): EpisodeFigures =>
      Object.assign(watched(began, ended, at), { id, faults: faults.map((fault) => fault.id) }),
    ),
    kinds: FAULT_KINDS.flatMap((kind) => kindFigures(kind, faults)),
  };
}

function whetherCounted(
  { faults }: Episode,
  id: string,
): Pick<FaultFigures, "counted" | "excluded"> {
  const others = faults.filter((fault) => fault.id !== id).map((fault) => fault.id);
  const self = faults.find((fault) => fault.id === id);
  if (self?.ended === null) return { counted: false, excluded: "it was never cured" };
  if (self?.effect === "unproven") return { counted: false, excluded: "its effect was not proven" };
  if (others.length === 0) return { counted: true, excluded: null };
  return { counted: false, excluded: `it shared its episode with ${others.join(", ")}` };
}

function kindFigures(kind: FaultKind, faults: readonly FaultFigures[]): readonly KindFigures[] {
  const injected = faults.filter((fault) => fault.kind === kind);
  if (injected.length === 0) return [];
  const counted = injected.filter((fault) => fault.counted);
  const times = (of: (fault: FaultFigures) => Wait): Survival | null =>
    survivalOf(counted.map(of).map(sampleOf));
  const happened = (of: (fault: FaultFigures) => Wait): number =>
    counted.filter((fault) => of(fault).happened).length;
  return [
    {
      kind,
      injected: injected.length,
      n: counted.length,
      withFailure: happened((fault) => fault.firstFailure),
      withPartialOutage: happened((fault) => fault.partialOutage),
      withFullOutage: happened((fault) => fault.fullOutage),
      firstFailure: times((fault) => fault.firstFailure),
      partialOutage: times((fault) => fault.partialOutage),
      fullOutage: times((fault) => fault.fullOutage),
      outage: survivalOf(counted.flatMap(outageSample)),
      recovery: times((fault) => fault.recovery),
      everyNode: times((fault) => fault.everyNode),
    },
  ];
}

const sampleOf = (wait: Wait): Sample =>
  wait.happened
    ? { ms: wait.ms, censored: false, resolutionMs: wait.resolutionMs }
    : { ms: wait.watchedMs, censored: true, resolutionMs: 0 };

/** Faults without an outage are left out here: zeros would make outages look short. */
function outageSample({ longestOutage }: FaultFigures): readonly Sample[] {
  if (longestOutage === null) return [];
  const { lengthMs, to, resolutionMs } = longestOutage;
  return [{ ms: lengthMs, censored: to === null, resolutionMs }];
}
