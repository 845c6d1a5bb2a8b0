/** Every bug: which checker catches it, after how many seeds; every correct system: seeds survived. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { distribute, type SeedReport } from "#cli/hunt/pool.ts";
import { reasonOf } from "#cli/hunt/reason.ts";
import { tryOut, type Hunted, type Trial } from "#cli/hunt/trial.ts";
import { scriptOf } from "#core/script.ts";
import { sizeOf } from "#core/shrink/case.ts";
import { SYSTEMS } from "#targets/reference/systems.ts";
import { cpuMs, hunting, middle, shrunkWithin } from "./hunting.ts";
import { NOTHING, seedsOf, textOf, trackRecordOf, type Survival } from "./record-table.ts";

const { values } = parseArgs({
  options: {
    /** For each bug; 0 leaves the rows of bugs as they are. */
    hunts: { type: "string", default: "10" },
    seeds: { type: "string", default: "1000" },
    /** Seeds of each system with no bug on; 0 leaves those rows as they are. */
    survive: { type: "string", default: "10000" },
    shrinks: { type: "string", default: "3" },
    system: { type: "string", multiple: true, default: SYSTEMS.map(({ name }) => name) },
    bug: { type: "string", multiple: true, default: [] },
    /** Threads that share the seeds of a system with no bug on. */
    workers: { type: "string", default: "1" },
    /** Rows of other systems stay as they are in this file. */
    out: { type: "string", default: "" },
    /** Bugs that have their row there are left out, and survival goes on where the file's row ends. */
    resume: { type: "boolean", default: false },
  },
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

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** The cells after the bug's name. */
async function bugCells(system: string, bug: string): Promise<readonly string[]> {
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
    caughtBy(found),
    `${found.length} of ${hunts.length}`,
    `${middle(hunts.map(({ seeds }) => seeds))}, ${Math.max(...hunts.map(({ seeds }) => seeds))}`,
    `${seconds(middle(hunts.map(({ virtualMs }) => virtualMs)))}, ${seconds(Math.max(...hunts.map(({ virtualMs }) => virtualMs)))}`,
    `${seconds(middle(hunts.map((one) => one.cpuMs)))}, ${seconds(Math.max(...hunts.map((one) => one.cpuMs)))}`,
    shrunk(found.slice(0, Number(values.shrinks))),
  ];
  process.stderr.write(`${system} ${bug}: ${cells.join(", ")}\n`);
  return cells;
}

const caughtBy = (found: readonly Trial[]): string => {
  const reasons = found.flatMap(({ verdicts }) => reasonOf(verdicts) ?? []);
  const names = new Set(reasons.map(({ checker, anomaly }) => `${checker} (${anomaly})`));
  return [...names].join(", ") || "nobody";
};

/** The middle of some failures, made small; how many, if some did not show again. */
function shrunk(found: readonly Trial[]): string {
  const tried = found.flatMap(({ plan, history, verdicts }) => {
    const reason = reasonOf(verdicts);
    const whole = { plan, script: scriptOf(history, plan) };
    return reason === null ? [] : [shrunkWithin(30_000, whole, reason)];
  });
  const sizes = tried.flatMap(({ small }) => (small === null ? [] : [sizeOf(small)]));
  if (sizes.length === 0) return "";
  const faults = middle(sizes.map((size) => size.faults));
  const operations = middle(sizes.map((size) => size.operations));
  const of = sizes.length < tried.length ? ` (${sizes.length} of ${tried.length})` : "";
  return `${faults} and ${operations}, ${seconds(middle(tried.map((one) => one.cpuMs)))}${of}`;
}

/** So many seeds at a time: after each lot the file is written, and the next run may go on there. */
const LOT = 500;

/** The seeds after those that `before` counts, up to `last`. */
async function survive(hunted: Hunted, before: Survival, last: number): Promise<Survival> {
  const began = cpuMs();
  const counts = { survived: 0, unknown: 0, violated: 0 };
  let virtualMs = 0;
  let seed = seedsOf(before);
  await distribute({
    threads: Number(values.workers),
    data: { hunted, store: "store", kept: new Int32Array(new SharedArrayBuffer(4)), keepMost: 0 },
    cancel: new AbortController().signal,
    next: () => (seed < last ? String(++seed) : null),
    report(report) {
      counts[report.outcome.kind]++;
      virtualMs += report.virtualMs;
      if (report.outcome.kind !== "survived") tell(hunted.base.target, report);
    },
  });
  return {
    survived: before.survived + counts.survived,
    unknown: before.unknown + counts.unknown,
    violated: before.violated + counts.violated,
    virtualHours: before.virtualHours + virtualMs / 3_600_000,
    cpuSeconds: before.cpuSeconds + (cpuMs() - began) / 1000,
  };
}

function tell(system: string, { seed, outcome, drawn }: SeedReport): void {
  const said =
    outcome.kind === "violated"
      ? `VIOLATED, ${outcome.checker}: ${outcome.anomaly.explanation}`
      : outcome.kind;
  const why = outcome.kind === "unknown" ? `, ${outcome.message}` : "";
  process.stderr.write(`${system} seed ${seed}: ${said}${why}; it drew ${drawn}\n`);
}

const given = values.out !== "" && existsSync(values.out) ? readFileSync(values.out, "utf8") : "";
const record = trackRecordOf(given);

function save(): void {
  const order = SYSTEMS.map(({ name }) => name);
  if (values.out !== "") writeFileSync(values.out, textOf(record, order));
}

const systems = SYSTEMS.filter(({ name }) => values.system.includes(name));
for (const { name, bugs } of systems) {
  const before = record.bugs.get(name);
  const rows = new Map<string, readonly string[]>();
  record.bugs.set(name, rows);
  for (const bug of bugs) {
    const row = before?.get(bug.name);
    const named = values.bug.length === 0 || values.bug.includes(bug.name);
    const asked = named && Number(values.hunts) > 0;
    const stays = row !== undefined && (values.resume || !asked);
    if (stays) rows.set(bug.name, row);
    else if (asked) rows.set(bug.name, await bugCells(name, bug.name));
    save();
  }
}
for (const { name } of systems) {
  const hunted = await hunting(name, []);
  const most = Number(values.survive);
  let survival = values.resume ? (record.survivals.get(name) ?? NOTHING) : NOTHING;
  while (seedsOf(survival) < most) {
    survival = await survive(hunted, survival, Math.min(seedsOf(survival) + LOT, most));
    record.survivals.set(name, survival);
    process.stderr.write(`${name}: ${JSON.stringify(survival)}\n`);
    save();
  }
}
if (values.out === "") process.stdout.write(textOf(record, []));

/** A false alarm, or more vacuous seeds than five in a hundred. */
const falls = (survival: Survival): boolean =>
  survival.violated > 0 || survival.unknown * 20 > seedsOf(survival);
if (systems.some(({ name }) => falls(record.survivals.get(name) ?? NOTHING))) process.exitCode = 1;
