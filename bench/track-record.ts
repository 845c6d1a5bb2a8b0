/** Every bug: which checker catches it, after how many seeds; every correct system: seeds survived. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { huntedOf } from "#cli/commands/hunt.ts";
import { shrinkFor } from "#cli/commands/shrink.ts";
import { reasonOf } from "#cli/hunt/reason.ts";
import { tryOut, type Hunted, type Trial } from "#cli/hunt/trial.ts";
import { scriptOf } from "#core/script.ts";
import { sizeOf, type Size } from "#core/shrink/case.ts";
import { SYSTEMS } from "#targets/reference/systems.ts";

const { values } = parseArgs({
  options: {
    hunts: { type: "string", default: "10" },
    seeds: { type: "string", default: "1000" },
    survive: { type: "string", default: "10000" },
    shrinks: { type: "string", default: "3" },
    system: { type: "string", multiple: true, default: SYSTEMS.map(({ name }) => name) },
    bug: { type: "string", multiple: true, default: [] },
    out: { type: "string", default: "" },
  },
});

/** One core's time, whatever else the machine does. */
const cpuMs = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

const hunting = async (system: string, bugs: readonly string[]): Promise<Hunted> =>
  await huntedOf(system, {
    bug: bugs,
    seeds: values.seeds,
    from: "1",
    timeLimit: "15s",
    keep: "0",
    all: false,
    out: "store",
    json: true,
  });

interface Hunt {
  readonly seeds: number;
  readonly virtualMs: number;
  readonly cpuMs: number;
  readonly trial: Trial | null;
}

/** From a seed on until the first violation. */
function hunt(hunted: Hunted, from: number): Hunt {
  const began = cpuMs();
  let virtualMs = 0;
  for (let seeds = 1; seeds <= Number(values.seeds); seeds++) {
    const trial = tryOut(hunted, String(from + seeds - 1));
    virtualMs += trial.virtualMs;
    if (trial.outcome.kind === "violated")
      return { seeds, virtualMs, cpuMs: cpuMs() - began, trial };
  }
  return { seeds: Number(values.seeds), virtualMs, cpuMs: cpuMs() - began, trial: null };
}

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

async function bugRow(system: string, bug: string): Promise<string> {
  const hunted = await hunting(system, [bug]);
  const hunts: Hunt[] = [];
  let from = 1;
  while (hunts.length < Number(values.hunts)) {
    const one = hunt(hunted, from);
    hunts.push(one);
    from += one.seeds;
    if (one.trial === null) break;
  }
  const found = hunts.flatMap(({ trial }) => trial ?? []);
  const cells = [
    bug,
    caughtBy(found),
    `${found.length} of ${hunts.length}`,
    `${middle(hunts.map(({ seeds }) => seeds))}, ${Math.max(...hunts.map(({ seeds }) => seeds))}`,
    `${seconds(middle(hunts.map(({ virtualMs }) => virtualMs)))}, ${seconds(Math.max(...hunts.map(({ virtualMs }) => virtualMs)))}`,
    `${seconds(middle(hunts.map((one) => one.cpuMs)))}, ${seconds(Math.max(...hunts.map((one) => one.cpuMs)))}`,
    shrunk(found.slice(0, Number(values.shrinks))),
  ];
  const row = `| ${cells.join(" | ")} |`;
  process.stderr.write(`${row}\n`);
  return row;
}

const caughtBy = (found: readonly Trial[]): string => {
  const reasons = found.flatMap(({ verdicts }) => reasonOf(verdicts) ?? []);
  const names = new Set(reasons.map(({ checker, anomaly }) => `${checker} (${anomaly})`));
  return [...names].join(", ") || "nobody";
};

/** The middle of some failures, made small. */
function shrunk(found: readonly Trial[]): string {
  const sizes: Size[] = [];
  const times: number[] = [];
  for (const { plan, history, verdicts } of found) {
    const reason = reasonOf(verdicts);
    if (reason === null) continue;
    const began = cpuMs();
    const small = shrinkFor({ plan, script: scriptOf(history, plan) }, reason, 60_000, () => {});
    times.push(cpuMs() - began);
    if (small !== null) sizes.push(sizeOf(small));
  }
  if (sizes.length === 0) return "";
  const faults = middle(sizes.map((size) => size.faults));
  const operations = middle(sizes.map((size) => size.operations));
  return `${faults} and ${operations}, ${seconds(middle(times))}`;
}

async function survivalLine(system: string): Promise<string> {
  const hunted = await hunting(system, []);
  const began = cpuMs();
  const counts = { survived: 0, unknown: 0, violated: 0 };
  let virtualMs = 0;
  for (let seed = 1; seed <= Number(values.survive); seed++) {
    const trial = tryOut(hunted, String(seed));
    counts[trial.outcome.kind]++;
    virtualMs += trial.virtualMs;
    if (trial.outcome.kind === "survived") continue;
    const said = trial.outcome.kind === "unknown" ? trial.outcome.message : "VIOLATED";
    process.stderr.write(`${system} seed ${seed}: ${said}\n`);
  }
  const hours = (virtualMs / 3_600_000).toFixed(1);
  const { survived, unknown, violated } = counts;
  const row = `| ${system} | ${survived} | ${unknown} | ${violated} | ${hours} | ${seconds(cpuMs() - began)} |`;
  process.stderr.write(`${row}\n`);
  return row;
}

async function report(): Promise<string> {
  const lines = [
    "# Track record",
    "",
    "Generated by `node bench/track-record.ts --out targets/reference/TRACK-RECORD.md`: hunts with default",
    "settings, one core, each beginning at the seed after the last one's find. Two figures are the median",
    "and the worst of all hunts; times are virtual seconds and seconds of one core, judging included.",
    "Small: faults and operations that are left when the first failures were made small, medians, and",
    "the seconds that took.",
  ];
  const systems = SYSTEMS.filter(({ name }) => values.system.includes(name));
  for (const { name, bugs } of systems) {
    lines.push("", `## ${name}`, "");
    lines.push("| bug | caught by | hunts | seeds | virtual s | real s | small |");
    lines.push("| --- | --- | --- | --- | --- | --- | --- |");
    for (const bug of bugs)
      if (values.bug.length === 0 || values.bug.includes(bug.name))
        lines.push(await bugRow(name, bug.name));
  }
  if (Number(values.survive) > 0) {
    lines.push("", "## With no bug on", "");
    lines.push("| system | seeds survived | unknown | violated | virtual h | real s |");
    lines.push("| --- | --- | --- | --- | --- | --- |");
    for (const { name } of systems) lines.push(await survivalLine(name));
  }
  return `${lines.join("\n")}\n`;
}

const text = await report();
if (values.out === "") process.stdout.write(text);
else writeFileSync(values.out, text);
