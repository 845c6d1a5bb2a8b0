/** What a hunt says: a line while it goes on, and at the end what it found. */
import { join } from "node:path";
import { count, plural } from "#reports/render/format.ts";
import { typedPath } from "../shown-path.ts";
import { paint } from "../terminal.ts";
import type { SeedReport } from "./pool.ts";
import type { Tally } from "./tally.ts";

export class HuntProgress implements Disposable {
  private readonly live = process.stderr.isTTY;
  private readonly began = performance.now();
  private readonly tally: Tally;
  private readonly timer: NodeJS.Timeout;

  constructor(tally: Tally) {
    this.tally = tally;
    this.timer = setInterval(() => this.tick(), this.live ? 200 : 10_000);
    this.timer.unref();
  }

  say(sentence: string): void {
    if (this.live) process.stderr.write("\r\x1b[2K");
    process.stderr.write(`${sentence}\n`);
  }

  private tick(): void {
    const { tally } = this;
    const perSecond = (tally.seeds * 1000) / (performance.now() - this.began);
    const line =
      `${plural(tally.seeds, "seed")}, ${perSecond.toFixed(1)} a second, ` +
      `${spanOf(tally.virtualMs)} of virtual time, ${tally.found.length} violated, ` +
      `${tally.unknown.length} unknown`;
    process.stderr.write(this.live ? `\r\x1b[2K${line}` : `${line}\n`);
  }

  [Symbol.dispose](): void {
    clearInterval(this.timer);
    if (this.live) process.stderr.write("\r\x1b[2K");
  }
}

/** The last words of a hunt, for a person; `asked` is how many seeds it was to try. */
export function huntText(tally: Tally, store: string, elapsedMs: number, asked: number): string {
  const effort =
    `${plural(tally.seeds, "seed")}, ${spanOf(tally.virtualMs)} of virtual time ` +
    `in ${(elapsedMs / 1000).toFixed(1)} s`;
  return [
    ...verdictLines(tally, effort, asked),
    ...foundLines(tally, store),
    ...unknownLines(tally),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function verdictLines(tally: Tally, effort: string, asked: number): readonly string[] {
  if (tally.found.length > 0)
    return [paint("red", `✗ ${plural(tally.found.length, "violation")} in ${effort}.`)];
  if (tally.seeds === 0) return [paint("yellow", "? No seed was judged.")];
  if (tally.tooManyUnknown)
    return [paint("yellow", `? Too many seeds showed too little: ${effort}.`)];
  const cut = tally.seeds < asked ? ` of the ${count(asked)} asked for, then it was stopped` : "";
  return [paint("green", `✓ ${plural(tally.survived, "seed")} survived${cut}: ${effort}.`)];
}

/** The first of each kind at length, the rest by number. */
function foundLines({ found }: Tally, store: string): readonly string[] {
  const kinds = Map.groupBy(found, nameOf);
  return [...kinds].flatMap(([name, reports]) => {
    const first = reports.find(({ run }) => run !== null) ?? reports[0];
    if (first?.outcome.kind !== "violated") return [];
    const seeds = reports.map(({ seed }) => seed);
    return [
      "",
      `  ${name}, ${seeds.length === 1 ? "seed" : "seeds"} ${seeds.slice(0, 10).join(", ")}${seeds.length > 10 ? " …" : ""}`,
      `  ${first.outcome.anomaly.explanation}`,
      `  Seed ${first.seed} drew: ${first.drawn}.`,
      ...(first.run === null ? [] : whatNext(typedPath(join(store, first.run)))),
    ];
  });
}

const nameOf = ({ outcome }: SeedReport): string =>
  outcome.kind === "violated" ? `${outcome.checker}: ${outcome.anomaly.name}` : "";

const whatNext = (folder: string): readonly string[] => [
  `  ordeal shrink ${folder}    makes it small`,
  `  ordeal replay ${folder}    plays it again`,
  `  ordeal report ${folder}    draws it`,
];

function unknownLines({ unknown }: Tally): readonly string[] {
  if (unknown.length === 0) return [];
  const told = unknown.slice(0, 3).map(({ seed, outcome, drawn }) => {
    const message = outcome.kind === "unknown" ? outcome.message : "";
    return `    seed ${seed}: ${message} It drew: ${drawn}.`;
  });
  return ["", `  ${plural(unknown.length, "seed")} unknown, not counted as survived:`, ...told];
}

/** Virtual time, in the unit that fits. */
function spanOf(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 2) return `${(ms / 1000).toFixed(0)} s`;
  return minutes < 60 ? `${count(Math.round(minutes))} min` : `${(minutes / 60).toFixed(1)} h`;
}
