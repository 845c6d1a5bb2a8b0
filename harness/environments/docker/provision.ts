/** Makes the places of a cluster: a network of its own and a machine for each node. */
import { mkdirSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OrdealError } from "#core/errors.ts";
import type { NodeId } from "#core/units.ts";
import { environmentOf, identify, isRunning, type ProcessIdentity } from "../host/process.ts";
import type { Engine, MachineSpec } from "./engine.ts";
import { labelsOf, MARK } from "./labels.ts";
import { LOG_FOLDER } from "./server.ts";
import { freeSubnets, MACHINES_MAX, RANGE, type Subnet } from "./subnet.ts";

export interface Plot {
  readonly node: NodeId;
  readonly address: string;
  readonly id: string;
  readonly init: ProcessIdentity;
}

export interface Site {
  readonly run: string;
  readonly nodes: readonly NodeId[];
  readonly image: string;
  /** On this host; each node's log is kept in a folder of its own below it. */
  readonly logs: string;
}

export async function provision(engine: Engine, site: Site): Promise<readonly Plot[]> {
  if (site.nodes.length > MACHINES_MAX)
    throw new OrdealError(
      "usage",
      "too-many-nodes",
      `${site.nodes.length} nodes do not fit into one network.`,
      `At most ${MACHINES_MAX} do.`,
    );
  const network = nameOf(site.run);
  const subnet = await takeSubnet(engine, site.run, network);
  const machines = site.nodes.map((node, n) => ({ node, address: subnet.address(n) }));
  const neighbours = machines.map(({ node, address }) => `${node}:${address}`);
  // All of them are waited for, so that whoever cleans up after a failure finds all of them.
  const started = await Promise.allSettled(
    machines.map(({ node, address }) =>
      startPlot(engine, node, {
        name: `${network}-${node}`,
        hostname: node,
        image: site.image,
        network,
        address,
        env: [`${MARK}=${site.run}`],
        binds: [`${logFolder(site.logs, node)}:${LOG_FOLDER}`],
        neighbours,
        labels: labelsOf(site.run),
      }),
    ),
  );
  return started.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

const MARK_LIMIT_MS = 3_000;

const nameOf = (run: string): string => `ordeal-${run.replaceAll(/[^a-zA-Z0-9_.-]/g, "_")}`;

async function takeSubnet(engine: Engine, run: string, network: string): Promise<Subnet> {
  const here = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ cidr }) => (cidr === null ? [] : [cidr])),
  );
  const used = [...(await engine.subnets()), ...here];
  let refusal: unknown;
  for (const subnet of freeSubnets(run, used)) {
    try {
      const { cidr, gateway } = subnet;
      await engine.createNetwork({ name: network, subnet: cidr, gateway, labels: labelsOf(run) });
      return subnet;
    } catch (error) {
      // Another run may have taken it since we looked; anything else will not get better.
      if (!String(error).includes("overlaps")) throw error;
      refusal = error;
    }
  }
  throw new OrdealError(
    "environment",
    "no-subnet",
    `No network of ${RANGE} is free: ${used.join(", ")} are in use.`,
    "Remove networks that nobody needs: docker network prune, ordeal clean.",
    refusal,
  );
}

/** The files exist before the machine does, so that they belong to whoever runs us. */
function logFolder(logs: string, node: NodeId): string {
  const folder = join(logs, node);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "server.log"), "", { flag: "a" });
  return folder;
}

async function startPlot(engine: Engine, node: NodeId, spec: MachineSpec): Promise<Plot> {
  const { id, pid } = await engine.startMachine(spec);
  const init = identify(pid);
  if (init === undefined || !(await becomes(init, spec.env[0] ?? ""))) {
    throw new OrdealError(
      "environment",
      "engine-elsewhere",
      "The Docker engine's processes are not processes of this machine.",
      "Run Ordeal on the engine's own Linux host, not in a container nor beside Docker Desktop.",
    );
  }
  return { node, address: spec.address, id, init };
}

/** The engine answers a moment before the runtime's process turns into the machine's own. */
async function becomes(init: ProcessIdentity, mark: string): Promise<boolean> {
  const deadline = performance.now() + MARK_LIMIT_MS;
  while (!bears(init, mark)) {
    if (!isRunning(init) || performance.now() > deadline) return false;
    await sleep(1);
  }
  return true;
}

/** Where we may not look we believe it: without that right no fault will touch it either. */
const bears = (init: ProcessIdentity, mark: string): boolean =>
  environmentOf(init)?.includes(mark) ?? true;
