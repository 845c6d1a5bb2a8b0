/** Drives the interpreter in real time: journal first, then the requests, one batch a tick. */
import type { Generator, Thread } from "#core/generator/generator.ts";
import type { Event } from "#core/history.ts";
import {
  step,
  type Dispatch,
  type HarnessNote,
  type Input,
  type Interpreter,
} from "#core/interpreter/interpreter.ts";
import { begin, type Crew } from "#core/interpreter/lanes.ts";
import type { Outcome } from "#core/operation.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { Journal } from "#core/ports/journal.ts";

export interface Stage {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Hears every event, after it is in the journal. */
  observe(event: Event): void;
  log(message: string): void;
  /** Does what a thread was asked; must not reject. */
  perform(dispatch: Dispatch): Promise<Outcome>;
}

/** Runs one generator until it is done and nothing is open; the state that is left counts on. */
export class Interpretation {
  private readonly stage: Stage;
  private state: Interpreter;
  private inbox: Input[] = [];
  private flushing = false;
  private timer: NodeJS.Timeout | undefined;
  private failure: unknown;
  private finish: (() => void) | undefined;

  constructor(generator: Generator, crew: Crew, stage: Stage) {
    this.stage = stage;
    this.state = begin(generator, crew);
  }

  /** Rejects when the journal fails; every other trouble is an outcome. */
  async run(): Promise<Interpreter> {
    const finished = new Promise<void>((resolve) => (this.finish = resolve));
    this.soon();
    await finished;
    clearTimeout(this.timer);
    if (this.failure !== undefined) throw this.failure;
    return this.state;
  }

  /** Nothing new begins; what is open completes, at its deadline at the latest. */
  stop(): void {
    this.tell({ kind: "stop" });
  }

  note(note: HarnessNote): void {
    this.tell({ kind: "note", note });
  }

  private tell(input: Input): void {
    this.inbox.push(input);
    this.soon();
  }

  /** Everything that comes in before the end of this tick makes one batch. */
  private soon(): void {
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => {
      this.flushing = false;
      try {
        this.flush();
      } catch (error) {
        this.failure ??= error;
        this.finish?.();
      }
    });
  }

  private flush(): void {
    const { stage } = this;
    const inputs = this.inbox;
    this.inbox = [];
    clearTimeout(this.timer);
    const output = step(this.state, stage.clock.now(), inputs);
    this.state = output.state;
    stage.journal.append(output.records);
    for (const event of output.records) stage.observe(event);
    for (const message of output.logs) stage.log(message);
    for (const dispatch of output.invocations) this.dispatch(dispatch);
    if (output.next.kind === "finished") this.finish?.();
    else if (output.next.until !== null) this.wake(output.next.until - stage.clock.now());
  }

  private wake(inNanos: number): void {
    this.timer = setTimeout(() => this.soon(), Math.max(0, inNanos / 1e6));
  }

  private dispatch(dispatch: Dispatch): void {
    const done = (outcome: Outcome, thread: Thread): void =>
      this.tell({ kind: "completed", thread, outcome });
    this.stage.perform(dispatch).then((outcome) => done(outcome, dispatch.thread));
  }
}
