/** What can be done with the Docker engine of this machine, how, and why not the rest. */
import { release } from "node:os";
import { OrdealError } from "#core/errors.ts";
import type { Ability, Examination } from "#core/ports/environment.ts";
import { whyNotHere } from "../clock/virtual-clock.ts";
import { cutOff } from "../commands/iptables.ts";
import { run } from "../shell/run.ts";
import type { Engine, EngineFacts } from "./engine.ts";

export async function examine(engine: Engine): Promise<Examination> {
  const usable = await lookAtEngine(engine);
  if (!usable.available) {
    const no = { available: false, why: usable.why } as const;
    const faults = { partition: no, kill: no, pause: no, clock: no, packet: no };
    return {
      usable,
      faults: { ...faults, disk: no, zone: no, "bit-flip": no, byzantine: no, membership: no },
    };
  }
  const filter = await packetFilter();
  const signals = mayAct("signals to the server's process on this host");
  return {
    usable,
    faults: {
      partition: filter,
      kill: signals,
      pause: signals,
      clock: clocks(),
      packet: notYet("loss, delay and bandwidth of containers' links are not built yet"),
      disk: notYet("volumes of a node's own that can be filled and torn away are not built yet"),
      membership: notYet("nobody asks containers' systems to change their members yet"),
      zone: filter.available ? mayAct("signals, or iptables, on all nodes of a zone") : filter,
      byzantine: notYet("what containers say to each other cannot be read, let alone edited"),
      "bit-flip": notYet("what containers have written is not tampered with yet"),
    },
  };
}

export function noEngine(cause: unknown): OrdealError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new OrdealError(
    "environment",
    "no-docker",
    `No Docker engine answers: ${said}`,
    "Start one, or name it in DOCKER_HOST; the local environment needs none.",
    cause,
  );
}

async function lookAtEngine(engine: Engine): Promise<Ability> {
  try {
    return judge(await engine.facts());
  } catch (error) {
    return { available: false, why: noEngine(error).message };
  }
}

/** An engine in a virtual machine or on another host has another kernel than we have. */
export function judge({ version, kernel, system }: EngineFacts): Ability {
  const here = process.platform === "linux" && kernel === release();
  if (here && !/docker desktop/i.test(system))
    return { available: true, how: `Docker ${version} on this host (${system})` };
  return {
    available: false,
    why:
      `the engine (${system}, kernel ${kernel}) is not on this host's kernel ${release()}: its ` +
      "containers' addresses and processes cannot be reached from here",
  };
}

/** Tried in a network namespace that lives only as long as the command. */
async function packetFilter(): Promise<Ability> {
  const may = mayAct("iptables in the node's own network namespace");
  if (!may.available) return may;
  const argv = ["unshare", "--net", "iptables-restore", "--noflush", "-w", "5"] as const;
  try {
    await run({ argv, stdin: cutOff(["198.18.0.2"], false) });
    await run({ argv: ["nsenter", "--version"], stdin: "" });
    return may;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { available: false, why: `${said} (packages iptables and util-linux provide it)` };
  }
}

function clocks(): Ability {
  const why = whyNotHere();
  if (why === undefined) return mayAct("a jump out of the server's vDSO, real-time clock only");
  return mayAct(
    `libfaketime, where the image has it and the server asks the C library (${why}); etcd, which ` +
      "is written in Go, does not",
  );
}

const notYet = (why: string): Ability => ({ available: false, why });

function mayAct(how: string): Ability {
  if (process.getuid?.() === 0) return { available: true, how };
  return { available: false, why: "only root may act on containers' processes and networks" };
}
