/** Judges a run in worker threads: each checker has a deadline, and a crash is its own affair. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Cancel } from "#core/cancel.ts";
import type { UnknownReason, Verdict } from "#core/verdict.ts";

export interface CheckingRequest {
  /** The module that answers `CheckMessage`s, resolving checkers by name. */
  readonly entry: URL;
  readonly folder: string;
  readonly checkers: readonly string[];
  readonly timeoutMs: number;
  /** Fires when nobody wants to wait any longer: whatever is not decided by then stays unknown. */
  readonly cancel: Cancel;
  /** Called as each verdict comes. */
  judged(name: string, verdict: Verdict): void;
}

/** What a thread gets as `workerData`. The flag's first cell turns 1 when it should stop. */
export interface ThreadData {
  readonly folder: string;
  readonly stop: Int32Array;
}

export interface CheckMessage {
  readonly check: string;
}

export interface VerdictMessage {
  readonly verdict: Verdict;
}

/** How long after its deadline a checker may take to say how far it got. */
const graceMs = (timeoutMs: number): number => Math.max(250, timeoutMs / 10);
/** Who interrupts waits for no long answer. */
const PATIENCE_MS = 2000;

/** Verdicts by name, in the order of the request. */
export async function judge(request: CheckingRequest): Promise<Record<string, Verdict>> {
  const queue = [...request.checkers];
  const verdicts = new Map<string, Verdict>();
  const drain = async (): Promise<void> => {
    let thread: CheckThread | undefined;
    for (let name; (name = queue.shift()) !== undefined;) {
      thread ??= new CheckThread(request);
      const verdict = await thread.check(name);
      verdicts.set(name, verdict);
      request.judged(name, verdict);
      if (thread.dead) thread = undefined;
    }
    await thread?.close();
  };
  const threads = Math.min(availableParallelism(), queue.length);
  await Promise.all(Array.from({ length: threads }, drain));
  return Object.fromEntries(request.checkers.map((name) => [name, verdicts.get(name) ?? LOST]));
}

const LOST: Verdict = { valid: "unknown", reason: "checker-crashed", message: "no answer" };
const INTERRUPTED: Verdict = {
  valid: "unknown",
  reason: "out-of-time",
  message: "judging was interrupted before its turn",
};

/** One thread, which keeps the history that it has read for the next checker. */
class CheckThread {
  dead = false;
  private readonly worker: Worker;
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));
  private readonly timeoutMs: number;
  private readonly cancel: Cancel;
  private backstop: NodeJS.Timeout | undefined;
  private settle: (verdict: Verdict) => void = () => {};

  constructor({ entry, folder, timeoutMs, cancel }: CheckingRequest) {
    const data: ThreadData = { folder, stop: this.stop };
    this.timeoutMs = timeoutMs;
    this.cancel = cancel;
    this.worker = new Worker(entry, { workerData: data });
    this.worker.on("message", ({ verdict }: VerdictMessage) => this.settle(verdict));
    this.worker.on("error", (error) =>
      this.crash(reasonOf(error), `the checker crashed: ${String(error)}`),
    );
    this.worker.on("exit", (code) =>
      this.crash("checker-crashed", `the checker's thread ended with code ${code}`),
    );
  }

  async check(name: string): Promise<Verdict> {
    if (this.cancel.aborted) return INTERRUPTED;
    Atomics.store(this.stop, 0, 0);
    const answer = new Promise<Verdict>((resolve) => (this.settle = resolve));
    const seconds = this.timeoutMs / 1000;
    const overrun = (): void =>
      this.halt(`no answer in ${seconds} s, nor when asked to stop`, graceMs(this.timeoutMs));
    const interrupted = (): void => this.halt("judging was interrupted", PATIENCE_MS);
    const deadline = setTimeout(overrun, this.timeoutMs);
    this.cancel.addEventListener("abort", interrupted, { once: true });
    const message: CheckMessage = { check: name };
    this.worker.postMessage(message);
    const verdict = await answer;
    clearTimeout(deadline);
    clearTimeout(this.backstop);
    this.cancel.removeEventListener("abort", interrupted);
    return verdict;
  }

  /** Asks it to say how far it got, and if it does not, ends it. */
  private halt(message: string, withinMs: number): void {
    Atomics.store(this.stop, 0, 1);
    const end = (): void => {
      this.crash("out-of-time", message);
      void this.worker.terminate();
    };
    clearTimeout(this.backstop);
    this.backstop = setTimeout(end, withinMs);
  }

  /** Whoever settles first is right: a thread that ends after its answer says nothing new. */
  private crash(reason: UnknownReason, message: string): void {
    this.dead = true;
    this.settle({ valid: "unknown", reason, message });
  }

  async close(): Promise<void> {
    this.dead = true;
    await this.worker.terminate();
  }
}

const reasonOf = (error: unknown): UnknownReason =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? "out-of-memory"
    : "checker-crashed";
