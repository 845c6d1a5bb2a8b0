/** What a person sees while it runs: a line that renews itself, or lines where there is no screen. */
import { styleText } from "node:util";
import type { Event, Phase } from "#core/history.ts";
import type { Cured, Fault, Injected } from "#core/fault.ts";
import { nanos, type Nanos, type NodeId } from "#core/units.ts";
import { plain } from "#reports/render/plain.ts";
import { deathWords } from "#reports/render/remarks.ts";
import { progressLine } from "#reports/render/terminal.ts";

/** Only a terminal has colours, and not where NO_COLOR says something (no-color.org). */
export const hasColors = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, text) =>
    hasColors(stream) ? styleText(style, text, { validateStream: false }) : text;

/** For standard error, where progress and errors go. */
export const paint: Paint = paintFor(process.stderr);

const PHASES: Readonly<Record<Phase, string>> = {
  setup: "setting up",
  faults: "breaking it while clients work",
  heal: "healing",
  recovery: "reading what is left",
  done: "done",
};

/** The rate shown is that of the last seconds. */
const RECENT_MS = 5000;

export class Progress implements Disposable {
  private readonly live = process.stderr.isTTY;
  private operations = 0;
  private infos = 0;
  private readonly faults = new Map<string, Fault>();
  private phase: Phase = "setup";
  private recent: number[] = [];
  private late: { readonly at: number; readonly by: Nanos }[] = [];
  private readonly babblers = new Set<NodeId | undefined>();
  /** When the run's clock was at zero. */
  private began = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.timer = setInterval(() => this.tick(), this.live ? 200 : 10_000);
    this.timer.unref();
  }

  say(sentence: string): void {
    this.clear();
    process.stderr.write(`${sentence}\n`);
  }

  observe(event: Event): void {
    this.began = performance.now() - event.time / 1e6;
    if (typeof event.process === "number") this.count(event);
    else if (event.process === "nemesis") this.hearNemesis(event);
    else if (event.f === "phase") this.enter(event.value as Phase);
    else if (event.f === "died") this.say(`  ${plain(deathWords(event))}`);
    else if (event.f === "garbage") this.hearGarbage(event);
  }

  /** Nothing of the run goes on any more: the line with its figures stays away. */
  over(): void {
    this.phase = "done";
    this.clear();
  }

  private count(event: Event): void {
    const at = performance.now();
    if (event.type === "invoke") {
      if (event.late !== undefined) this.late.push({ at, by: event.late });
      return;
    }
    this.operations++;
    if (event.type === "info") this.infos++;
    this.recent.push(at);
  }

  /** Once a node; the end says how much it was. */
  private hearGarbage({ node, value }: Event): void {
    if (this.babblers.has(node)) return;
    this.babblers.add(node);
    const line = JSON.stringify(value)?.slice(0, 200);
    this.say(paint("yellow", plain(`  ${node ?? "a node"} wrote what is no message: ${line}`)));
  }

  private hearNemesis(event: Event): void {
    if (event.type === "invoke") return;
    if (event.error !== undefined) return this.say(paint("yellow", `  ${event.error.message}`));
    const at = paint("dim", `${(event.time / 1e9).toFixed(1).padStart(6)} s`);
    if (event.f === "inject") {
      const { id, fault } = event.value as Injected;
      this.faults.set(id, fault);
      this.say(`${at}  ${id} ${fault.name}`);
    } else {
      const cured = event.value as Cured | null;
      if (cured === null) return;
      this.faults.delete(cured.id);
      this.say(`${at}  ${cured.id} cured, ${cured.effect}: ${cured.evidence}`);
    }
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    if (phase !== "done") this.say(`${paint("bold", PHASES[phase])} …`);
  }

  private tick(): void {
    if (this.phase === "done") return;
    const line = progressLine(this.snapshot(), this.live ? (process.stderr.columns ?? 80) : 200);
    process.stderr.write(this.live ? `\r\x1b[2K${line}` : `${line}\n`);
  }

  private snapshot(): Parameters<typeof progressLine>[0] {
    const since = performance.now() - RECENT_MS;
    this.recent = this.recent.filter((at) => at > since);
    this.late = this.late.filter(({ at }) => at > since);
    return {
      phase: this.phase,
      elapsed: nanos(Math.round((performance.now() - this.began) * 1e6)),
      operations: this.operations,
      perSecond: this.recent.length / (RECENT_MS / 1000),
      info: this.infos,
      late: this.late.reduce((most, { by }) => (by > most ? by : most), nanos(0)),
      faults: [...this.faults].map(([id, { kind, name }]) => ({ id, kind, name })),
    };
  }

  private clear(): void {
    if (this.live) process.stderr.write("\r\x1b[2K");
  }

  [Symbol.dispose](): void {
    clearInterval(this.timer);
    this.clear();
  }
}
