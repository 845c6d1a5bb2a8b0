/** The command line: what there is to type, and what it exits with. */
import { Command, CommanderError } from "commander";
import { OrdealError } from "#core/errors.ts";
import { checkCommand, reportCommand, type CheckOptions } from "./commands/check.ts";
import { cleanCommand } from "./commands/clean.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { huntCommand, type HuntOptions } from "./commands/hunt.ts";
import { LIST_NAMES, listCommand } from "./commands/list.ts";
import { replayCommand, type ReplayOptions } from "./commands/replay.ts";
import { runCommand } from "./commands/run.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { RunOptions } from "./make-plan.ts";
import { TARGETS } from "./registry.ts";
import { shrinkCommand, type ShrinkOptions } from "./commands/shrink.ts";
import { targetFlags } from "./target-options.ts";
import { paint } from "./terminal.ts";
import { errorFields, writeJson } from "./verdict.ts";
import { VERSION } from "./version.ts";

/** Parses and performs; resolves to the exit code, never rejects. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.valid;
  const json = args.includes("--json");
  guard(json);
  const program = programOf((ended) => (code = ended));
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return explain(error, json);
  }
}

/** Node's own exit code for what nobody caught is 1, and that would say: a violation. */
function guard(json: boolean): void {
  if (process.listenerCount("uncaughtException") > 0) return;
  process.once("uncaughtException", (error) => process.exit(explain(error, json)));
  // Whoever closed the other end of the pipe, or filled the disk behind it, has read enough.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

/** On standard error for a person; where JSON was asked for, the one document is the error. */
function explain(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.valid;
    if (json) writeJson({ error: { code: error.code, message: error.message, hint: "" } });
    return EXIT.usage;
  }
  if (error instanceof OrdealError) {
    process.stderr.write(`${paint("red", error.message)}\n${error.hint}\n`);
    if (json) writeJson({ error: errorFields(error) });
    return error.kind === "usage" ? EXIT.usage : EXIT.environmentFailed;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug of Ordeal's own, not of what was tested:\n${trace}\n`);
  if (json)
    writeJson({ error: { code: "bug", message: String(error), hint: "Please report it." } });
  return EXIT.ourBug;
}

function programOf(ended: (code: ExitCode) => void): Command {
  const program = new Command("ordeal")
    .description("Breaks a distributed system on purpose, and judges what it did.")
    .version(VERSION, "-V, --version")
    .exitOverride()
    .showHelpAfterError(
      "(ordeal --help lists the commands, ordeal COMMAND --help the options of one)",
    );
  addRun(program, ended);
  addHunt(program, ended);
  addFolderCommands(program, ended);
  program
    .command("list")
    .argument("[what]", LIST_NAMES.join(", "))
    .description("what there is to choose from")
    .option("--json", "as JSON", false)
    .action((what: string | undefined, options: { json: boolean }) => listCommand(what, options));
  program
    .command("doctor")
    .description("what can be done on this machine, how, and why not the rest")
    .option("--json", "as JSON", false)
    .action(doctorCommand);
  program
    .command("clean")
    .description("remove what runs that were killed left behind, and nothing else")
    .option("--json", "as JSON", false)
    .action(async (options: { json: boolean }) => ended(await cleanCommand(options)));
  return program;
}

function addRun(program: Command, ended: (code: ExitCode) => void): void {
  const run = program
    .command("run")
    .argument("[target]", "a system that Ordeal knows; see `ordeal list targets`")
    .description("run a workload against a system while faults strike, then judge it")
    .option("--bin <command>", "your own program that speaks Maelstrom's protocol")
    .option("--env <name>", "where the nodes live; see `ordeal doctor`")
    .option("--workload <name>", "what the clients do (default: the first that the target speaks)")
    .option(
      "--nemesis <kinds>",
      "faults, after commas, or none; see `ordeal list nemeses` (default: the usual ones)",
    )
    .option("--nodes <count>", "how many nodes", "5")
    .option("--concurrency <count>", "how many clients: a number, or a multiple such as 2n", "4n")
    .option("--rate <per second>", "operations a second in total, 0 for as fast as may be", "100")
    .option("--time-limit <duration>", "how long faults and clients go on", "30s")
    .option("--recovery-limit <duration>", "how long the final reads may take", "20s")
    .option(
      "--op-timeout <duration>",
      "when an operation counts as unanswered (default: 1s, or 500ms in local)",
    )
    .option(
      "--start-timeout <duration>",
      "how long the nodes may take to start (default: 15s, or 60s in docker)",
    )
    .option("--check-timeout <duration>", "how long a checker may think", "60s")
    .option("--interval <duration>", "mean time between faults (default: fits the time limit)")
    .option("--at-once <count>", "how many faults may be in force at once", "1")
    .option("--seed <text>", "the same seed asks and breaks the same (default: drawn)")
    .option("--bug <name>", "switch a bug of the target on; repeatable", collect, [])
    .option("--latency <ms>", "simulated network: mean latency", "0")
    .option("--latency-dist <name>", "constant, uniform, exponential", "constant")
    .option("--loss <share>", "simulated network: share of messages lost, 0 to 1", "0")
    .option("--duplicate <share>", "simulated network: share of messages doubled, 0 to 1", "0")
    .option(
      "--zones <count>",
      "racks or data centres that the nodes stand in, 30 ms apart in a line",
    )
    .option("--wan <ms>", "one-way latency between zones: one for all, or one a pair (1-2,1-3,2-3)")
    .option("--min-availability <share>", "exit 3 if less was answered while faults struck, 0 to 1")
    .option("--max-recovery <duration>", "exit 3 if a fault was felt longer after its end")
    .option(
      "--max-staleness <duration>",
      "exit 3 if a read's answer had been overwritten for longer",
    )
    .option("--out <folder>", "where runs are kept", "store")
    .option("--json", "results as JSON on standard output", false);
  for (const [flags, description] of targetFlags(targets)) run.option(flags, description);
  run.allowExcessArguments();
  run.action(async (_target: string | undefined, options: RunOptions, { args }: Command) =>
    ended(await runCommand(args, options)),
  );
}

const targets = Object.values(TARGETS);

function addHunt(program: Command, ended: (code: ExitCode) => void): void {
  const hunt = program
    .command("hunt")
    .argument("<target>", "a system of Ordeal's own; see `ordeal list targets`")
    .description("try seed after seed in virtual time, each drawing faults, load and network")
    .option("--bug <name>", "switch a bug of the target on; repeatable", collect, [])
    .option("--all", "with --bug: go on after the first violation", false)
    .option("--seeds <count>", "how many seeds", "1000")
    .option("--from <number>", "the first seed", "1")
    .option("--for <duration>", "stop after so much real time")
    .option(
      "--nemesis <names>",
      "faults and scenarios to draw from, or none (default: what the target tolerates)",
    )
    .option("--workload <name>", "what the clients do (default: drawn)")
    .option("--time-limit <duration>", "virtual time of faults and clients, a seed", "15s")
    .option("--jobs <count>", "threads (default: one a core)")
    .option("--keep <count>", "how many failures to keep as runs", "3")
    .option("--out <folder>", "where runs are kept", "store")
    .option("--json", "as JSON", false);
  const simulable = targets.filter(({ hosts }) => hosts.includes("actor"));
  for (const [flags, description] of targetFlags(simulable)) hunt.option(flags, description);
  hunt.action(async (target: string, options: HuntOptions) =>
    ended(await huntCommand(target, options)),
  );
}

function addFolderCommands(program: Command, ended: (code: ExitCode) => void): void {
  program
    .command("replay")
    .argument("<run>", "a run's folder or name, or latest")
    .description("play a run again: to the same byte, or the same schedule where time is real")
    .option("--times <count>", "in real time: how often", "1")
    .option("--out <folder>", "where runs are kept", "store")
    .option("--json", "as JSON", false)
    .action(async (given: string, options: ReplayOptions) =>
      ended(await replayCommand(given, options)),
    );
  program
    .command("shrink")
    .argument("<run>", "a run that failed in virtual time: its folder or name, or latest")
    .description("take faults, operations, nodes and keys away while it fails for the same reason")
    .option("--for <duration>", "how long to try", "30s")
    .option("--out <folder>", "where runs are kept", "store")
    .option("--json", "as JSON", false)
    .action(async (given: string, options: ShrinkOptions) =>
      ended(await shrinkCommand(given, options)),
    );
  program
    .command("check")
    .argument("<run or file>", "a run's folder or name, latest, or a history file")
    .description("judge a recorded history again, or a foreign one")
    .option("--model <name>", "for a file: what the history is of")
    .option("--failures <rule>", "for a file: ignore or observe failed operations", "ignore")
    .option("--check-timeout <duration>", "for a file: how long the checker may think", "60s")
    .option("--out <folder>", "where runs are kept", "store")
    .option("--json", "as JSON", false)
    .action(async (given: string, options: CheckOptions) =>
      ended(await checkCommand(given, options)),
    );
  program
    .command("report")
    .argument("<run>", "a run's folder or name, or latest")
    .description("draw a run's reports again")
    .option("--out <folder>", "where runs are kept", "store")
    .option("--json", "as JSON", false)
    .action(async (given: string, options: { out: string; json: boolean }) =>
      ended(await reportCommand(given, options)),
    );
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
