/** The line that does a run again: every choice that matters, seed included. */
import type { Plan } from "#core/plan.ts";

export function commandLine(plan: Plan): string {
  const subject = plan.bin === "" ? [plan.target] : ["--bin", quoted(plan.bin)];
  const options: readonly (readonly [string, string])[] = [
    ["--env", plan.environment],
    ["--workload", plan.workload],
    ["--nemesis", plan.nemesis.join(",") || "none"],
    ["--nodes", String(plan.nodes.length)],
    ["--concurrency", String(plan.concurrency)],
    ["--rate", String(plan.rate)],
    ["--time-limit", `${plan.timeLimitMs}ms`],
    ["--recovery-limit", `${plan.recoveryLimitMs}ms`],
    ["--op-timeout", `${plan.operationTimeoutMs}ms`],
    ...(plan.nemesisIntervalMs === 0
      ? []
      : [["--interval", `${plan.nemesisIntervalMs}ms`] as const]),
    ["--latency", String(plan.links.latencyMs)],
    ["--latency-dist", plan.links.latency],
    ["--loss", String(plan.links.lossPerMille / 1000)],
    ["--duplicate", String(plan.links.duplicatePerMille / 1000)],
    ...plan.bugs.map((bug) => ["--bug", bug] as const),
    ...Object.entries(plan.options).map(([name, value]) => [`--${name}`, quoted(value)] as const),
    ["--seed", quoted(plan.seed)],
  ];
  const defaults = new Set(["--latency 0", "--latency-dist constant", "--loss 0", "--duplicate 0"]);
  const said = options.map((pair) => pair.join(" ")).filter((pair) => !defaults.has(pair));
  return ["ordeal run", ...subject, ...said].join(" ");
}

/** Safe to paste into a shell. */
const quoted = (text: string): string =>
  /^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
