/** The command line as a stranger types it: real processes, each with a store of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const START = fileURLToPath(new URL("start.ts", import.meta.url));
const IN_TURN = fileURLToPath(new URL("in-turn.laws.ts", import.meta.url));

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once standard error has said it; rejects if it ends before. */
  says(what: RegExp): Promise<RegExpExecArray>;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export const type = (args: readonly string[], where: Surroundings = {}): Started =>
  start([START, ...args], where);

function start(argv: readonly string[], { cwd, env }: Surroundings): Started {
  const child = spawn(process.execPath, argv, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as a shell gives it: a test can press Ctrl-C there.
    detached: true,
  });
  let [stdout, stderr] = ["", ""];
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  let over = false;
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      over = true;
      resolve({ code, signal, stdout, stderr });
      for (const listener of listeners) listener();
    });
  });
  const says = (what: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = what.exec(stderr);
        if (found !== null) resolve(found);
        else if (over) reject(new Error(`it ended without saying ${what}:\n${stderr}${stdout}`));
        else return;
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });
  return { child, ended, says };
}

/** Types it and waits for its end. */
export const typed = (args: readonly string[], where?: Surroundings): Promise<Ended> =>
  type(args, where).ended;

/** Types several lines one after the other, in one process: for what ends at once. */
export async function typedInTurn(
  lines: readonly (readonly string[])[],
  where: Surroundings = {},
): Promise<readonly Ended[]> {
  const { stdout, stderr } = await start([IN_TURN, JSON.stringify(lines)], where).ended;
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly Ended[];
}

/** The whole foreground group gets it, as from a terminal's keyboard. */
export function pressCtrlC({ child }: Started): void {
  if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
}

/** A folder for one test, with a store in it. */
export class Desk implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "ordeal-typed-"));
  readonly store: string = join(this.folder, "store");

  /** The only run in the store. */
  run(): string {
    return join(this.store, readdirSync(this.store).find((entry) => entry !== "latest") ?? "");
  }

  /** Writes a file and answers with its path. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
