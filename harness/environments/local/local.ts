/**
 * The environment `local`: nodes are processes of this machine around a network simulated here. The
 * names that others need are `local` and, for its tests, nothing else.
 */
import { OrdealError } from "#core/errors.ts";
import type { Environment, Examination } from "#core/ports/environment.ts";
import { openCluster } from "./cluster.ts";
import { sweepProcesses } from "./sweep.ts";

export const local: Environment = {
  name: "local",
  description: "Processes that speak Maelstrom's protocol over a simulated network; needs nothing.",
  hosts: "program",
  examine: async () => examination(process.platform),
  async open(request) {
    const { usable } = examination(process.platform);
    if (!usable.available)
      throw new OrdealError("environment", "not-usable", usable.why, "Use Linux or macOS.");
    const { program } = request.deployments;
    if (program === undefined)
      throw new OrdealError(
        "usage",
        "not-hosted",
        "The environment local hosts programs that speak Maelstrom's protocol, and no others.",
        "`ordeal list targets` says where each target can run.",
      );
    return openCluster(request, program);
  },
  sweep: async () => (process.platform === "linux" ? sweepProcesses() : []),
};

function examination(platform: NodeJS.Platform): Examination {
  const windows = { available: false, why: "Windows has no signals that stop a process." } as const;
  if (platform === "win32")
    return {
      usable: windows,
      faults: {
        partition: windows,
        kill: windows,
        pause: windows,
        clock,
        disk,
        "bit-flip": disk,
        byzantine,
        membership,
        packet: windows,
        zone: windows,
      },
    };
  const sight = platform === "linux" ? "/proc" : "ps";
  const sweeping = platform === "linux" ? "" : "; without /proc nobody sweeps after a killed run";
  return {
    usable: { available: true, how: `child processes, seen by ${sight}${sweeping}` },
    faults: {
      partition: { available: true, how: "the simulated network drops messages, and counts them" },
      kill: { available: true, how: `SIGKILL; ${sight} shows that the process is gone` },
      pause: { available: true, how: `SIGSTOP; ${sight} shows state T` },
      clock,
      disk,
      "bit-flip": disk,
      byzantine,
      membership,
      zone: { available: true, how: "its nodes are killed, or cut off from all the others" },
      packet: {
        available: true,
        how: "the simulated network loses, repeats, delays, reorders and holds, and counts it",
      },
    },
  };
}

const membership = {
  available: false,
  why: "Nobody asks its nodes for other members yet.",
} as const;

const clock = {
  available: false,
  why: "The nodes are processes of this machine and share its clock.",
} as const;

const disk = {
  available: false,
  why: "The nodes write to this machine's own disk, which must not suffer.",
} as const;

const byzantine = {
  available: false,
  why: "What programs say to each other is passed on as it is, byte for byte.",
} as const;
