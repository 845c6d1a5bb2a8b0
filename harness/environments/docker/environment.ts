/** Nodes as containers of a Docker engine on this host, with the kernel's real network. */
import { join } from "node:path";
import { assert } from "#core/assert.ts";
import { OrdealError } from "#core/errors.ts";
import type { ClusterRequest, Environment } from "#core/ports/environment.ts";
import type { MachineDeployment } from "#core/ports/target.ts";
import type { NodeId } from "#core/units.ts";
import { whyNotHere } from "../clock/virtual-clock.ts";
import { linksOf } from "../host/links.ts";
import { holdNetwork } from "../host/namespace.ts";
import type { ProcessIdentity } from "../host/process.ts";
import { PatchedClocks, type ServerClocks } from "./clocks.ts";
import { clusterOf } from "./cluster.ts";
import { dockerEngine, type Engine } from "./engine.ts";
import { examine, noEngine } from "./examine.ts";
import { FakedClocks } from "./faked-clocks.ts";
import { untilHealthy } from "./health.ts";
import { provideImage } from "./image.ts";
import { MachineNode } from "./node.ts";
import { provision, type Plot } from "./provision.ts";
import { removeRun, sweepDead } from "./sweep.ts";

export const docker: Environment = dockerWith((...place) =>
  whyNotHere() === undefined ? new PatchedClocks() : new FakedClocks(...place),
);

/** Gives a machine its clocks, by its first process and the folder on this host that it shares. */
export type Clockmaker = (init: ProcessIdentity, folder: string) => ServerClocks;

/** The same with one way of bending clocks, whatever this machine would choose. */
export function dockerWith(clocks: Clockmaker): Environment {
  return {
    name: "docker",
    description: "Containers on a private bridge; needs a Docker engine here, and root for faults.",
    hosts: "machine",
    examine: () => examine(dockerEngine()),
    open: (request) => open(dockerEngine(), clocks, request),
    sweep: () => sweep(dockerEngine()),
  };
}

async function open(
  engine: Engine,
  clocks: Clockmaker,
  request: ClusterRequest,
): ReturnType<Environment["open"]> {
  const deployment = request.deployments.machine;
  assert(deployment !== undefined, "the command line refuses targets that cannot be hosted");
  refuseLinks(request);
  await engine.facts().catch((error: unknown) => {
    throw noEngine(error);
  });
  const logs = join(request.folder, "logs");
  const image = await provideImage(engine, deployment.image, (line) => request.progress(line));
  await using build = new Build(engine, clocks, request);
  const { run, nodes } = request;
  request.progress(`starting ${nodes.length} machines`);
  const plots = await provision(engine, { run, nodes, image, logs });
  build.settle(deployment, plots);
  await Promise.all([...build.nodes.values()].map((node) => node.change(() => {})));
  await untilHealthy(request, deployment, [...build.nodes.values()]);
  return clusterOf({ request, deployment, nodes: build.nodes, logs, remove: build.finish() });
}

/** What has been made so far: removed at once where it is not finished. */
class Build implements AsyncDisposable {
  readonly nodes: Map<NodeId, MachineNode> = new Map();
  private readonly engine: Engine;
  private readonly clocks: Clockmaker;
  private readonly request: ClusterRequest;
  private readonly held: Disposable[] = [];
  private finished = false;

  constructor(engine: Engine, clocks: Clockmaker, request: ClusterRequest) {
    this.engine = engine;
    this.clocks = clocks;
    this.request = request;
  }

  settle(deployment: MachineDeployment, plots: readonly Plot[]): void {
    for (const { node, address, id, init } of plots) {
      const namespace = holdNetwork(init);
      const place = { engine: this.engine, id, init, processes: deployment.processes };
      const machine = new MachineNode({
        machine: { node, address },
        place,
        links: linksOf(namespace),
        clocks: this.clocks(init, join(this.request.folder, "logs", node)),
        command: deployment.command({ node, address }, plots),
        died: (exitCode) => {
          const how = exitCode === null ? "" : ` with exit code ${exitCode}`;
          const value = `its server ended by itself${how}`;
          this.request.note({ f: "died", node, value });
        },
      });
      this.held.push(namespace, machine);
      this.nodes.set(node, machine);
    }
  }

  /** From now on it is whoever calls the result that removes everything. */
  finish(): () => Promise<void> {
    this.finished = true;
    return () => this.remove();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.finished) await this.remove();
  }

  private async remove(): Promise<void> {
    for (const one of this.held.splice(0).toReversed()) one[Symbol.dispose]();
    await removeRun(this.engine, this.request.run);
  }
}

/** A kernel's bridge has no latency to set, nor loses or doubles anything. */
function refuseLinks({ links, zones }: ClusterRequest): void {
  const { latencyMs, lossPerMille, duplicatePerMille } = links;
  const far = zones.some((zone) => zone.latencyMs.some((ms) => ms > 0));
  if (!far && latencyMs === 0 && lossPerMille === 0 && duplicatePerMille === 0) return;
  throw new OrdealError(
    "usage",
    "links-not-simulated",
    "The docker environment has a real network: latency, loss and duplication cannot be set.",
    "Leave them out, or use the local environment.",
  );
}

/** Without an engine there is nothing that could have been left in it. */
async function sweep(engine: Engine): Promise<readonly string[]> {
  try {
    await engine.facts();
  } catch {
    return [];
  }
  return await sweepDead(engine);
}
