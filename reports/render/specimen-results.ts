/** Verdicts and figures of made-up runs, as the checkers would shape them. */
import { faultsOf, type FaultWindow } from "#core/fault.ts";
import type {
  Availability,
  AvailabilityFigures,
  Counts,
  FaultFigures,
  KindFigures,
  RecoveryFigures,
  StatsFigures,
  Wait,
  Window,
} from "#core/figures.ts";
import { operationsOf, type History, type Operation } from "#core/history.ts";
import { NO_OBJECTIVES } from "#core/objectives.ts";
import type { Plan } from "#core/plan.ts";
import { distributionOf } from "#core/quantiles.ts";
import type { Results } from "#core/record.ts";
import { survivalOf } from "#core/survival.ts";
import { nanos, seconds, type Nanos, type NodeId } from "#core/units.ts";
import type { Anomaly, Verdict } from "#core/verdict.ts";
import type { SpecimenSettings } from "./specimen.ts";

export const specimenPlan = (settings: SpecimenSettings, nodes: readonly NodeId[]): Plan => ({
  ordeal: "0.1.0",
  run: `specimen-${settings.kind}`,
  target: "raft",
  tellsLeaders: false,
  tellsPrefixes: false,
  bin: "",
  options: {},
  bugs: settings.kind === "violated" ? ["stale-read"] : [],
  environment: "local",
  workload: "register",
  nemesis: ["partition", "kill", "pause", "clock"],
  beyond: [],
  scenarios: [],
  schedule: "drawn",
  nodes,
  zones: [],
  concurrency: 10,
  rate: 100,
  timeLimitMs: settings.lengthMs * 0.85,
  recoveryLimitMs: 10_000,
  operationTimeoutMs: 1000,
  startTimeoutMs: 10_000,
  nemesisIntervalMs: 5000,
  faultsAtOnce: 1,
  checkTimeoutMs: 60_000,
  links: { latencyMs: 1, latency: "constant", lossPerMille: 0, duplicatePerMille: 0 },
  objectives: NO_OBJECTIVES,
  seed: settings.seed,
  command: settings.spoil(`ordeal run raft --nemesis partition,kill --seed ${settings.seed}`),
});

export function specimenResults(settings: SpecimenSettings, plan: Plan, history: History): Results {
  const operations = operationsOf(history);
  const verdicts: Record<string, Verdict> = {
    assumptions: settings.kind === "unknown" ? tooLittle : { valid: true },
    linearizable: linearizable(settings, operations),
    stats: { valid: true, details: statsOf(operations) },
    availability: { valid: true, details: availabilityOf(plan, operations) },
    recovery: { valid: true, details: recoveryOf(faultsOf(history)) },
  };
  const all = new Set(Object.values(verdicts).map((verdict) => verdict.valid));
  return {
    valid: all.has(false) ? false : all.has("unknown") ? "unknown" : true,
    summary: "A made-up run.",
    verdicts,
    interrupted: settings.kind === "cut-off" ? settings.spoil("killed from outside") : null,
    historyHash: "0".repeat(64),
  };
}

const tooLittle: Verdict = {
  valid: "unknown",
  reason: "too-little",
  message: "only 3 writes were acknowledged after the heal, 5 are needed",
};

function linearizable(settings: SpecimenSettings, operations: readonly Operation[]): Verdict {
  if (settings.kind === "cut-off") {
    return { valid: "unknown", reason: "cut-off", message: "the run was killed before it healed" };
  }
  return settings.kind === "violated"
    ? { valid: false, anomalies: [staleRead(settings, operations)] }
    : { valid: true };
}

/** Three operations on one key in the middle of the run play the stale read. */
function staleRead({ spoil }: SpecimenSettings, operations: readonly Operation[]): Anomaly {
  const start = Math.floor(operations.length / 3);
  const key = operations[start]?.key;
  const culprits = operations
    .slice(start)
    .filter((op) => op.key === key && op.outcome.type === "ok")
    .slice(0, 3);
  return {
    name: "nonlinearizable",
    explanation: spoil(
      `Key ${key}: process ${culprits[0]?.process} wrote 17, which was acknowledged; then process ` +
        `${culprits[2]?.process} asked and was told 12, an older value.`,
    ),
    operations: culprits.map((op) => op.index).toReversed(),
    evidence: { key, longestOrder: culprits.map((op) => op.index) },
  };
}

function statsOf(operations: readonly Operation[]): StatsFigures {
  const words = [...new Set(operations.map((op) => op.f))].toSorted();
  return {
    total: counts(operations),
    words: Object.fromEntries(words.map((f) => [f, counts(operations.filter((o) => o.f === f))])),
  };
}

function counts(own: readonly Operation[]): Counts {
  const of = (type: string): number => own.filter((op) => op.outcome.type === type).length;
  const [ok, fail, info] = [of("ok"), of("fail"), of("info")];
  return { attempts: own.length, ok, fail, info, errors: { timeout: fail + info } };
}

function availabilityOf(plan: Plan, operations: readonly Operation[]): AvailabilityFigures {
  const from = seconds(2);
  const to = nanos(plan.timeLimitMs * 1e6);
  const during = operations.filter((op) => op.invoked >= from && op.invoked < to);
  return {
    from,
    to,
    windowMs: 1000,
    patienceMs: 1000,
    pace: {
      askedPerSecond: plan.rate,
      achievedPerSecond: (during.length * 1e9) / (to - from),
      lateMs: distributionOf(during.map((op) => op.late / 1e6)),
      warning: "Clients fell behind: 95 % of operations began within 40 ms of their time.",
    },
    total: available(during, from, to),
    nodes: plan.nodes.map((node) => ({
      node,
      ...available(
        during.filter((op) => op.node === node),
        from,
        to,
      ),
    })),
  };
}

function available(operations: readonly Operation[], from: Nanos, to: Nanos): Availability {
  const windows = Array.from({ length: Math.ceil((to - from) / 1e9) }, (_, i) =>
    windowOf(operations, nanos(from + i * 1e9)),
  );
  const answered = operations.filter((op) => op.outcome.type !== "info");
  const withData = windows.filter((window) => window.attempts > 0);
  const success = distributionOf(withData.map((window) => window.success ?? 0));
  const outage = {
    from: seconds(12),
    to: seconds(15),
    lengthMs: 3000,
    resolutionMs: 40,
    attempts: 9,
  };
  return {
    attempts: operations.length,
    answered: answered.length,
    ok: operations.filter((op) => op.outcome.type === "ok").length,
    successByTime: success?.mean ?? null,
    successByOperation: operations.length === 0 ? null : answered.length / operations.length,
    windows,
    windowsWithoutData: windows.length - withData.length,
    success,
    goodput: distributionOf(withData.map((window) => window.ok)),
    latencyMs: distributionOf(answered.map((op) => ((op.completed ?? 0) - op.invoked) / 1e6)),
    outages: [outage],
    outageMs: outage.lengthMs,
    longestOutage: outage,
  };
}

/** Between the seconds 20 and 22 nobody asks, for there to be windows without data. */
function windowOf(operations: readonly Operation[], from: Nanos): Window {
  const to = nanos(from + 1e9);
  const silent = from >= 20e9 && from < 22e9;
  const own = silent ? [] : operations.filter((op) => op.invoked >= from && op.invoked < to);
  const ok = own.filter((op) => op.outcome.type === "ok").length;
  const answered = own.filter((op) => op.outcome.type !== "info").length;
  const attempts = own.length;
  const success = attempts === 0 ? null : answered / attempts;
  const goodputPerSecond = attempts === 0 ? null : ok;
  return { from, to, attempts, answered, ok, success, goodputPerSecond };
}

function recoveryOf(faults: readonly FaultWindow[]): RecoveryFigures {
  const figures = faults.map(figuresOf);
  const kinds = [...new Set(faults.map((window) => window.fault.kind))];
  return {
    patienceMs: 1000,
    faults: figures,
    episodes: figures.map((fault, i) => ({ ...fault, id: `e${i + 1}`, faults: [fault.id] })),
    kinds: kinds.map((kind) => kindOf(kind, figures)),
  };
}

const waited = (ms: number): Wait => ({ happened: true, ms, resolutionMs: 12 });

function figuresOf(window: FaultWindow, i: number): FaultFigures {
  const lost: Wait = { happened: false, watchedMs: 4200 };
  const counted = i !== 3;
  return {
    id: window.id,
    kind: window.fault.kind,
    name: window.fault.name,
    effect: window.effect,
    evidence: window.evidence,
    episode: `e${i + 1}`,
    counted,
    excluded: counted ? null : "overlaps f3",
    began: window.began,
    ended: window.ended,
    attempts: 300,
    answered: 240,
    firstFailure: waited(20 + i),
    partialOutage: waited(1020 + i),
    fullOutage: lost,
    longestOutage: null,
    outageMs: 0,
    recovery: i === 5 ? lost : waited(8 * (i + 1) ** 2),
    everyNode: i >= 5 ? lost : waited(60 * (i + 1) ** 2),
  };
}

function kindOf(kind: KindFigures["kind"], faults: readonly FaultFigures[]): KindFigures {
  const injected = faults.filter((fault) => fault.kind === kind);
  const own = injected.filter((fault) => fault.counted);
  const survival = (wait: (fault: FaultFigures) => Wait) =>
    survivalOf(
      own.map(wait).map((w) => ({
        ms: w.happened ? w.ms : w.watchedMs,
        censored: !w.happened,
        resolutionMs: w.happened ? w.resolutionMs : 0,
      })),
    );
  return {
    kind,
    injected: injected.length,
    n: own.length,
    withFailure: own.length,
    withPartialOutage: own.length,
    withFullOutage: 0,
    firstFailure: survival((fault) => fault.firstFailure),
    partialOutage: survival((fault) => fault.partialOutage),
    fullOutage: survival((fault) => fault.fullOutage),
    outage: null,
    recovery: survival((fault) => fault.recovery),
    everyNode: survival((fault) => fault.everyNode),
  };
}
