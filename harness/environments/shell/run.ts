/** Runs a command of this machine to its end: the one place that knows execa. */
import { execa } from "execa";
import { OrdealError } from "#core/errors.ts";

export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** Text for its standard input, which is then closed. */
  readonly stdin: string;
}

export interface RunSettings {
  readonly timeoutMs: number;
  readonly cancel?: AbortSignal;
}

const LIMIT: RunSettings = { timeoutMs: 10_000 };

/** Its standard output; anything but exit code 0 is an error that quotes what it complained. */
export async function run(command: Command, settings: RunSettings = LIMIT): Promise<string> {
  const [file, ...args] = command.argv;
  const result = await execa(file, args, {
    input: command.stdin,
    timeout: settings.timeoutMs,
    reject: false,
    // Ctrl-C on a terminal reaches the whole group: what heals a fault must not die of it.
    detached: true,
    ...(settings.cancel && { cancelSignal: settings.cancel }),
  });
  if (!result.failed) return result.stdout;
  const said = result.stderr === "" ? result.shortMessage : result.stderr;
  const hint =
    result.code === "ENOENT"
      ? `Install the program that provides "${file}".`
      : `The command was: ${command.argv.join(" ")}`;
  throw new OrdealError("environment", "command-failed", `${file}: ${said}`, hint, result);
}
