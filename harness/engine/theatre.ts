/** Plays one phase after another before the same clients, journal and listeners. */
import type { Generator } from "#core/generator/generator.ts";
import type { Dispatch, HarnessNote } from "#core/interpreter/interpreter.ts";
import type { Outcome } from "#core/operation.ts";
import type { Plan } from "#core/plan.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { Cluster } from "#core/ports/environment.ts";
import { Deadlines } from "./deadlines.ts";
import type { FaultDesk } from "./fault-desk.ts";
import { Interpretation, type Stage } from "./interpret.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Recorder } from "./recorder.ts";
import { Seats } from "./seats.ts";
import { speak } from "./worker.ts";

interface House {
  readonly plan: Plan;
  readonly interrupts: Interrupts;
  progress(sentence: string): void;
}

interface Casting {
  /** Client threads; the plan's concurrency unless said. */
  readonly concurrency?: number;
  /** Healing goes on after Ctrl-C, everything else stops. */
  readonly evenIfInterrupted?: boolean;
}

export class Theatre implements AsyncDisposable {
  private readonly house: House;
  private readonly cluster: Cluster;
  private readonly clock: Clock;
  private readonly recorder: Recorder;
  private readonly deadlines: Deadlines;
  private current: Interpretation | null = null;

  constructor(house: House, cluster: Cluster, clock: Clock, recorder: Recorder) {
    this.house = house;
    this.cluster = cluster;
    this.clock = clock;
    this.recorder = recorder;
    this.deadlines = new Deadlines(house.plan.operationTimeoutMs);
  }

  /** Each phase has new processes with new clients: nothing of an earlier one answers for it. */
  async play(desk: FaultDesk, generator: Generator, casting: Casting = {}): Promise<void> {
    const { plan, interrupts } = this.house;
    await using seats = new Seats((node, process) => this.cluster.client(node, process));
    const crew = {
      concurrency: casting.concurrency ?? plan.concurrency,
      nodes: this.cluster.nodes,
      firstIndex: this.recorder.index,
      firstProcess: this.recorder.processes,
    };
    const playing = new Interpretation(generator, crew, this.stage(desk, seats));
    this.current = playing;
    using _ = interrupts.onStop(() => {
      if (casting.evenIfInterrupted !== true) playing.stop();
    });
    try {
      await playing.run();
    } finally {
      this.current = null;
    }
  }

  /** Environments call it from where nobody could handle an error: the journal keeps its own. */
  note(note: HarnessNote): void {
    if (this.current !== null) this.current.note(note);
    else this.recorder.remark(note);
  }

  private stage(desk: FaultDesk, seats: Seats): Stage {
    const perform = (dispatch: Dispatch): Promise<Outcome> => {
      const { process, node, op } = dispatch;
      if (process === "nemesis" || node === null) return desk.perform(op);
      return speak(seats.take({ ...dispatch, process, node }), op, this.deadlines);
    };
    return {
      clock: this.clock,
      journal: this.recorder,
      observe: (event) => this.recorder.observe(event),
      log: (message) => this.house.progress(message),
      perform,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.current?.stop();
  }
}
