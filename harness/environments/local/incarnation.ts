/** One life of a node: a child process, from its birth until the last line it wrote has been read. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { assert } from "#core/assert.ts";
import type { NodeId } from "#core/units.ts";
import { Family, type Signal } from "./family.ts";
import { LineSplitter, type LineListener } from "./lines.ts";
import type { Recipient } from "./mailbox.ts";
import type { Receiver } from "./network.ts";

export interface Birth {
  readonly node: NodeId;
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly listener: LineListener;
}

export interface Death {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines that it wrote to its log in this life. */
  readonly lastWords: readonly string[];
}

export class Incarnation implements Receiver, Recipient {
  readonly node: NodeId;
  readonly pid: number;
  readonly family: Family;
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #gone = new Set<() => void>();
  #queue: string[] = [];
  #queuedLength = 0;
  #over = false;
  /** Resolves once it is dead and read to the end. */
  readonly death: Promise<Death>;

  private constructor(birth: Birth, child: ChildProcess, readLog: () => readonly string[]) {
    const { pid, stdin, stdout } = child;
    assert(
      pid !== undefined && stdin !== null && stdout !== null,
      "a spawned child has both pipes",
    );
    this.node = birth.node;
    this.pid = pid;
    this.family = new Family(pid);
    this.#child = child;
    this.#stdin = stdin;
    // A pipe to the dead is no news: the death itself is.
    for (const emitter of [child, stdin, stdout]) emitter.on("error", () => {});
    living.add(this);
    this.death = this.#watch(stdout, new LineSplitter(birth.listener, LINE_MAX_BYTES), readLog);
  }

  /** Rejects if the program cannot be started at all. */
  static async begin(birth: Birth): Promise<Incarnation> {
    const log = openSync(birth.logFile, "a");
    try {
      const start = fstatSync(log).size;
      const [program, ...args] = birth.command;
      // A group of its own: a signal reaches what it started too, and Ctrl-C does not reach it.
      const child = spawn(program, args, {
        cwd: birth.dataFolder,
        env: birth.env,
        detached: true,
        stdio: ["pipe", "pipe", log],
      });
      await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
      return new Incarnation(birth, child, () => lastLines(birth.logFile, start));
    } finally {
      closeSync(log);
    }
  }

  /** False from the moment in which it can be neither signalled nor written to. */
  get running(): boolean {
    // Until Node has seen it exit, its number is not given away; the start time says so again.
    const unburied = this.#child.exitCode === null && this.#child.signalCode === null;
    return unburied && this.family.headRuns;
  }

  /** To all of the family; false if it is dead already. */
  signal(name: Signal): boolean {
    return this.running && this.family.signal(name);
  }

  /** Lines of one turn leave in one write. What waits is bounded, whatever the process does. */
  write(text: string): boolean {
    const waiting = this.#stdin.writableLength + this.#queuedLength;
    if (this.#over || (waiting > 0 && waiting + text.length > WAITING_MAX_LENGTH)) return false;
    if (this.#queue.push(text) === 1) queueMicrotask(() => this.#flush());
    this.#queuedLength += text.length + 1;
    return true;
  }

  onGone(listener: () => void): { forget(): void } {
    if (this.#over) queueMicrotask(listener);
    else this.#gone.add(listener);
    return { forget: () => void this.#gone.delete(listener) };
  }

  #flush(): void {
    const lines = this.#queue;
    this.#queue = [];
    this.#queuedLength = 0;
    if (!this.#over && this.#stdin.writable) this.#stdin.write(`${lines.join("\n")}\n`);
  }

  async #watch(
    stdout: Readable,
    splitter: LineSplitter,
    readLog: () => readonly string[],
  ): Promise<Death> {
    stdout.on("data", (chunk: Buffer) => splitter.push(chunk));
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    await new Promise((resolve) => this.#child.once("exit", resolve));
    // What it started may live on, and hold the pipe open.
    this.family.endOrphans();
    const backstop = setTimeout(() => stdout.destroy(), DRAIN_MAX_MS);
    await closed;
    clearTimeout(backstop);
    this.#over = true;
    living.delete(this);
    for (const listener of this.#gone) listener();
    const { exitCode, signalCode } = this.#child;
    return { exitCode, signal: signalCode, lastWords: readLog() };
  }
}

const LINE_MAX_BYTES = 16 * 1024 * 1024;
const WAITING_MAX_LENGTH = 4 * 1024 * 1024;
const DRAIN_MAX_MS = 1000;
const LAST_WORDS_BYTES = 4096;
const LAST_WORDS_LINES = 10;

/** If the controller leaves without saying good-bye, nobody stays behind. */
const living = new Set<Incarnation>();
process.once("exit", () => {
  for (const life of living) life.signal("SIGKILL");
});

/** The end of a log file from this offset on; nothing if somebody took the file away. */
function lastLines(file: string, start: number): readonly string[] {
  let log: number;
  try {
    log = openSync(file, "r");
  } catch {
    return [];
  }
  try {
    const end = fstatSync(log).size;
    const from = Math.max(start, end - LAST_WORDS_BYTES);
    const bytes = Buffer.alloc(Math.max(0, end - from));
    const text = bytes.toString("utf8", 0, readSync(log, bytes, 0, bytes.length, from)).trimEnd();
    return text === "" ? [] : tellingLines(text.split("\n"));
  } finally {
    closeSync(log);
  }
}

/** Some write the error first and a long trace after it; where no line says error, the last do. */
function tellingLines(lines: readonly string[]): readonly string[] {
  const error = lines.findIndex((line) => /(error|exception|panic|fatal)\b.*:/i.test(line));
  const from = error < 0 ? lines.length - LAST_WORDS_LINES : error;
  return lines.slice(Math.max(0, from)).slice(0, LAST_WORDS_LINES);
}
