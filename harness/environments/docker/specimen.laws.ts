/** The laws' small system for the environment `docker`, and a look at what is left of a run. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Cancel } from "#core/cancel.ts";
import { defineClient, type Client } from "#core/ports/client.ts";
import type { Deployments, Machine, MachineDeployment } from "#core/ports/target.ts";
import type { Specimen, SpecimenWords } from "../specimen.laws.ts";
import { docker } from "./environment.ts";

const PORT = 7000;

async function say(machine: Machine, line: string, cancel: Cancel): Promise<unknown> {
  const socket = connect(PORT, machine.address);
  const giveUp = (): void => void socket.destroy(new Error("cancelled"));
  cancel.addEventListener("abort", giveUp, { once: true });
  try {
    await once(socket, "connect");
    socket.write(`${line}\n`);
    for await (const answer of createInterface({ input: socket })) return JSON.parse(answer);
    throw new Error("the connection ended without an answer");
  } finally {
    cancel.removeEventListener("abort", giveUp);
    socket.destroy();
  }
}

function client(machine: Machine): Client {
  const word =
    (f: keyof SpecimenWords) =>
    async (_: string, value: unknown, cancel: Cancel): Promise<never> =>
      // The specimen answers as its types say.
      (await say(machine, `${f} ${String(value)}`, cancel)) as never;
  return defineClient<SpecimenWords>(
    {
      write: word("write"),
      read: word("read"),
      heard: word("heard"),
      time: word("time"),
      die: word("die"),
    },
    async () => {},
  );
}

export const machine: MachineDeployment = {
  image: fileURLToPath(new URL("./specimen", import.meta.url)),
  command: (self, all) => [
    "perl",
    "/beacon.pl",
    self.node,
    self.address,
    ...all
      .map(({ node, address }) => `${address}=${node}`)
      .filter((peer) => !peer.endsWith(`=${self.node}`)),
  ],
  processes: "one",
  dataFolder: "/var/lib",
  healthy: async (one, cancel) => typeof (await say(one, "time -", cancel)) === "number",
  client: async (one) => client(one),
  time: async (one, cancel) => {
    const epochMs = Number(await say(one, "time -", cancel));
    return { epochMs: epochMs + 500, resolutionMs: 500 };
  },
};

const deployments = (deployment: MachineDeployment): Deployments => ({ machine: deployment });

export const specimen: Specimen = {
  environment: docker,
  deployments: deployments(machine),
  hopeless: deployments({ ...machine, command: () => ["sh", "-c", "echo no hope; exit 7"] }),
  leftovers: async (run) => [
    ...labelled(["ps", "--all"], run).map((id) => `container ${id}`),
    ...labelled(["network", "ls"], run).map((id) => `network ${id}`),
  ],
};

/** By Docker's own command, so that our own client is not asked whether it did its work. */
function labelled(list: readonly string[], run: string): readonly string[] {
  const args = [...list, "--quiet", "--filter", `label=ordeal=${run}`];
  return execFileSync("docker", args, { encoding: "utf8" }).split("\n").filter(Boolean);
}
