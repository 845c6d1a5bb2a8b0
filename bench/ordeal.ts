/** Runs the command line as a stranger would, and reads what came of it. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { History } from "#core/history.ts";
import type { Results } from "#core/record.ts";
import { layout } from "#store/layout.ts";
import { readHistory } from "#store/read.ts";

/** The command line under test: another one may be named, such as an installed package's. */
const COMMAND = (process.env["ORDEAL"] ?? `${process.execPath} harness/cli/start.ts`).split(" ");

/** The commands that know a store; the others would take `--out` for a mistake. */
const STORED: readonly string[] = ["run", "check", "report"];

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
  /** Null where the run was never judged. */
  readonly results: Results | null;
  readonly folder: string;
  /** Empty where nothing was recorded. */
  readonly history: History;
}

export interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly store: string;
  readonly ended: Promise<Ended>;
}

/** Starts it with a store of its own, which is removed when disposed. */
export function start(args: readonly string[]): Started {
  const store = mkdtempSync(join(tmpdir(), "ordeal-bench-"));
  const [command = "", ...first] = COMMAND;
  const began = performance.now();
  const place = STORED.includes(args[0] ?? "") ? ["--out", store] : [];
  const child = spawn(command, [...first, ...args, ...place], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => {
      const folder = newestIn(store);
      const results = resultsIn(folder);
      const { history } = readHistory(layout.history(folder));
      const seconds = (performance.now() - began) / 1000;
      resolve({ code, output, seconds, results, folder, history });
    });
  });
  const dispose = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(store, { recursive: true, force: true });
  };
  return { child, store, ended, [Symbol.asyncDispose]: dispose };
}

/** Runs it to its end. */
export async function ordeal(...args: readonly string[]): Promise<Ended> {
  await using started = start(args);
  return await started.ended;
}

function newestIn(store: string): string {
  const [newest = ""] = readdirSync(store)
    .filter((name) => name !== "latest")
    .toSorted()
    .toReversed();
  return join(store, newest);
}

function resultsIn(folder: string): Results | null {
  const path = join(folder, "results.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : null;
}
