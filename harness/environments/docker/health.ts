/** Waits until all nodes say that they are well, or tells which of them are not. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OrdealError } from "#core/errors.ts";
import type { ClusterRequest } from "#core/ports/environment.ts";
import type { MachineDeployment } from "#core/ports/target.ts";
import type { MachineNode } from "./node.ts";

const ASK_EVERY_MS = 50;
const ASK_LIMIT_MS = 1_000;

export async function untilHealthy(
  request: ClusterRequest,
  deployment: MachineDeployment,
  nodes: readonly MachineNode[],
): Promise<void> {
  const deadline = performance.now() + request.startTimeoutMs;
  const sick = new Set(nodes);
  const ask = async (node: MachineNode): Promise<void> => {
    while (!(await isHealthy(deployment, node))) {
      if (request.cancel.aborted) throw new OrdealError(...INTERRUPTED);
      if (node.life === null) throw ended(request, node);
      if (performance.now() > deadline) throw neverHealthy(request, sick);
      await sleep(ASK_EVERY_MS);
    }
    sick.delete(node);
    request.progress(`${node.machine.node} is healthy`);
  };
  await Promise.all(nodes.map(ask));
}

const INTERRUPTED = [
  "environment",
  "interrupted",
  "Interrupted before the cluster was up.",
  "What was made is removed.",
] as const;

async function isHealthy(deployment: MachineDeployment, node: MachineNode): Promise<boolean> {
  try {
    return await deployment.healthy(node.machine, AbortSignal.timeout(ASK_LIMIT_MS));
  } catch {
    return false;
  }
}

function ended(request: ClusterRequest, { machine }: MachineNode): OrdealError {
  return new OrdealError(
    "environment",
    "server-died",
    `${machine.node} ended while it was starting:\n${lastLines(request, machine.node)}`,
    `The whole log: ${logOf(request, machine.node)}`,
  );
}

function neverHealthy(request: ClusterRequest, sick: ReadonlySet<MachineNode>): OrdealError {
  const names = [...sick].map(({ machine }) => machine.node);
  const [first = ""] = names;
  return new OrdealError(
    "environment",
    "never-healthy",
    `${names.join(", ")} did not become healthy within ${request.startTimeoutMs} ms:\n` +
      lastLines(request, first),
    `The logs: ${join(request.folder, "logs")}`,
  );
}

const logOf = (request: ClusterRequest, node: string): string =>
  join(request.folder, "logs", node, "server.log");

function lastLines(request: ClusterRequest, node: string): string {
  const lines = readFileSync(logOf(request, node), "utf8").trimEnd().split("\n");
  return lines.slice(-5).join("\n");
}
