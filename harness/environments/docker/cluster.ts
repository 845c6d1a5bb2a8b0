/** A running cluster: its nodes, its clients, the faults in force, and its end. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { unreachable } from "#core/assert.ts";
import type { Cancel } from "#core/cancel.ts";
import { OrdealError, unknownName } from "#core/errors.ts";
import type { Fault } from "#core/fault.ts";
import type { Client } from "#core/ports/client.ts";
import type { ActiveFault, Cluster, ClusterRequest } from "#core/ports/environment.ts";
import type { MachineDeployment } from "#core/ports/target.ts";
import type { NodeId } from "#core/units.ts";
import { borderOf } from "#core/zones.ts";
import { bendClocks } from "./faults/clock.ts";
import type { FaultContext } from "./faults/context.ts";
import { kill } from "./faults/kill.ts";
import { partition } from "./faults/partition.ts";
import { pause } from "./faults/pause.ts";
import type { MachineNode } from "./node.ts";

/** How often each node is looked at, for deaths that nobody asked for. */
const LOOK_EVERY_MS = 100;
const LEADER_LIMIT_MS = 500;

export interface ClusterParts {
  readonly request: ClusterRequest;
  readonly deployment: MachineDeployment;
  readonly nodes: ReadonlyMap<NodeId, MachineNode>;
  /** Where the nodes' logs are being written. */
  readonly logs: string;
  /** Removes all that was made. */
  remove(): Promise<void>;
}

export function clusterOf(parts: ClusterParts): Cluster {
  const { request, deployment, nodes } = parts;
  const node = (id: NodeId): MachineNode => {
    const found = nodes.get(id);
    if (found === undefined) throw unknownName("node", id, [...nodes.keys()]);
    return found;
  };
  const context: FaultContext = { clock: request.clock, deployment, node };
  const watch = setInterval(() => {
    for (const one of nodes.values())
      one.look().catch((error: unknown) => {
        request.note({ f: "note", node: one.machine.node, value: String(error) });
      });
  }, LOOK_EVERY_MS).unref();
  return {
    nodes: request.nodes,
    client: (id): Promise<Client> => deployment.client(node(id).machine),
    knowsLeaders: deployment.leads !== undefined,
    leaders: (cancel) => leadersOf(deployment, [...nodes.values()], cancel),
    inject: (fault) => inject(context, request.nodes, fault),
    alive: () => request.nodes.filter((id) => node(id).alive),
    saveLogs: async (folder) => copyLogs(parts.logs, folder, request.nodes),
    [Symbol.asyncDispose]: async () => {
      clearInterval(watch);
      await parts.remove();
    },
  };
}

function inject(
  context: FaultContext,
  nodes: readonly NodeId[],
  fault: Fault,
): Promise<ActiveFault> {
  switch (fault.kind) {
    case "partition":
      return partition(context, fault.cuts);
    case "kill":
      return kill(context, fault.nodes);
    case "zone":
      return fault.outage === "down"
        ? kill(context, fault.nodes)
        : partition(context, borderOf(fault.nodes, nodes));
    case "pause":
      return pause(context, fault.nodes);
    case "clock":
      return bendClocks(context, fault.nodes, fault.skew);
    case "packet":
      return Promise.reject(impossible("containers' links cannot be troubled yet"));
    case "byzantine":
      return Promise.reject(impossible("containers' messages cannot be edited"));
    case "disk":
    case "bit-flip":
      return Promise.reject(impossible("containers' disks cannot be troubled yet"));
    case "membership":
      return Promise.reject(impossible("nobody asks containers' systems for other members yet"));
    default:
      return unreachable(fault);
  }
}

const impossible = (why: string): OrdealError =>
  new OrdealError(
    "environment",
    "fault-impossible",
    `The fault cannot begin: ${why}.`,
    "`ordeal doctor` lists what each environment can break.",
  );

async function leadersOf(
  deployment: MachineDeployment,
  nodes: readonly MachineNode[],
  cancel: Cancel,
): Promise<readonly NodeId[]> {
  using limit = deadline(LEADER_LIMIT_MS, cancel);
  const asked = nodes.map(async ({ machine }) => ({
    node: machine.node,
    term: (await deployment.leads?.(machine, limit.signal)) ?? null,
  }));
  const answers = await Promise.allSettled(asked);
  return answers
    .flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []))
    .filter(({ term }) => term !== null)
    .toSorted((a, b) => (b.term ?? 0) - (a.term ?? 0))
    .map(({ node }) => node);
}

/** A signal that fires when time is up or the caller gives up, whichever comes first. */
function deadline(limitMs: number, cancel: Cancel): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, limitMs);
  if (cancel.aborted) abort();
  else cancel.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      cancel.removeEventListener("abort", abort);
    },
  };
}

function copyLogs(from: string, to: string, nodes: readonly NodeId[]): void {
  if (resolve(from) === resolve(to)) return;
  for (const node of nodes) {
    mkdirSync(join(to, node), { recursive: true });
    copyFileSync(join(from, node, "server.log"), join(to, node, "server.log"));
  }
}
