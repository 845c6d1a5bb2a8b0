/** Numbers and keeps the events of a run over all its phases, and tells whoever listens. */
import type { Event, Phase } from "#core/history.ts";
import type { HarnessNote } from "#core/interpreter/interpreter.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { Journal } from "#core/ports/journal.ts";

export type Observer = (event: Event) => void;

export class Recorder implements Journal {
  private readonly journal: Journal;
  private readonly clock: Clock;
  private readonly observers: readonly Observer[];
  private readonly seenKeys = new Set<string>();
  /** The first index and process number that no event has used. */
  index = 0;
  processes = 0;

  constructor(journal: Journal, clock: Clock, observers: readonly Observer[]) {
    this.journal = journal;
    this.clock = clock;
    this.observers = observers;
  }

  append(events: readonly Event[]): void {
    this.journal.append(events);
    for (const event of events) {
      this.index = event.index + 1;
      if (typeof event.process !== "number") continue;
      this.processes = Math.max(this.processes, event.process + 1);
      if (event.type === "invoke") this.seenKeys.add(event.key ?? "");
    }
  }

  observe(event: Event): void {
    for (const observer of this.observers) observer(event);
  }

  /** A line of the harness, written between two phases. */
  note(note: HarnessNote): void {
    const base = { index: this.index, time: this.clock.now(), process: "harness" } as const;
    const event: Event = { ...base, type: "info", ...note };
    this.append([event]);
    this.observe(event);
  }

  /** A line that may be lost where nothing can be written: the next phase fails of the same. */
  remark(note: HarnessNote): void {
    try {
      this.note(note);
    } catch {
      // The journal fails for good once it has failed.
    }
  }

  phase(phase: Phase): void {
    this.note({ f: "phase", value: phase });
  }

  /** Every key that a client was asked for, in order of first use. */
  keys(): readonly string[] {
    return [...this.seenKeys];
  }
}
