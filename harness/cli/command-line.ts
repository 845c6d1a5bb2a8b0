/** The line that does a run again: every choice that matters, seed included. */
import type { Plan } from "#core/plan.ts";
import { zoneFlags } from "./zoning.ts";

export function commandLine(plan: Plan): string {
  const subject = plan.bin === "" ? [plan.target] : ["--bin", quoted(plan.bin)];
  const options: readonly (readonly [string, string])[] = [
    ["--env", plan.environment],
    ["--workload", plan.workload],
    ["--nemesis", [...plan.nemesis, ...plan.scenarios].join(",") || "none"],
    ["--nodes", String(plan.nodes.length)],
    ["--concurrency", String(plan.concurrency)],
    ["--rate", String(plan.rate)],
    ["--time-limit", duration(plan.timeLimitMs)],
    ["--recovery-limit", duration(plan.recoveryLimitMs)],
    ["--op-timeout", duration(plan.operationTimeoutMs)],
    ...(plan.nemesisIntervalMs === 0
      ? []
      : [["--interval", duration(plan.nemesisIntervalMs)] as const]),
    ["--at-once", String(plan.faultsAtOnce)],
    ["--latency", String(plan.links.latencyMs)],
    ["--latency-dist", plan.links.latency],
    ["--loss", String(plan.links.lossPerMille / 1000)],
    ["--duplicate", String(plan.links.duplicatePerMille / 1000)],
    ...zoneFlags(plan.zones),
    ...objectives(plan),
    ...plan.bugs.map((bug) => ["--bug", bug] as const),
    ...Object.entries(plan.options).map(([name, value]) => [`--${name}`, quoted(value)] as const),
    ["--seed", quoted(plan.seed)],
  ];
  const defaults = new Set([
    "--at-once 1",
    "--latency 0",
    "--latency-dist constant",
    "--loss 0",
    "--duplicate 0",
  ]);
  const said = options.map((pair) => pair.join(" ")).filter((pair) => !defaults.has(pair));
  return ["ordeal run", ...subject, ...said].join(" ");
}

function objectives({ objectives }: Plan): readonly (readonly [string, string])[] {
  const { availability, recoveryMs, stalenessMs } = objectives;
  return [
    ...(availability === null ? [] : [["--min-availability", String(availability)] as const]),
    ...(recoveryMs === null ? [] : [["--max-recovery", duration(recoveryMs)] as const]),
    ...(stalenessMs === null ? [] : [["--max-staleness", duration(stalenessMs)] as const]),
  ];
}

/** As a person would type it, and to the millisecond. */
const duration = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`);

/** Safe to paste into a shell. */
export const quoted = (text: string): string =>
  /^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
