/** Nodes as child processes around one simulated network, from the first start to the last kill. */
import { copyFileSync, existsSync, mkdirSync, statSync, truncate, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "#core/assert.ts";
import { OrdealError } from "#core/errors.ts";
import type { Cluster, ClusterRequest } from "#core/ports/environment.ts";
import type { ProgramDeployment } from "#core/ports/target.ts";
import type { NodeId } from "#core/units.ts";
import { askLeaders, makeClient } from "./client.ts";
import { injectFault } from "./faults.ts";
import { Mailbox } from "./mailbox.ts";
import { Member } from "./member.ts";
import { Network } from "./network.ts";
import { endStrays, marksOf } from "./sweep.ts";

/** Resolves when every node has answered `init`; leaves nothing behind when it rejects. */
export async function openCluster(
  request: ClusterRequest,
  deployment: ProgramDeployment,
): Promise<Cluster> {
  const { clock, links, nodes, zones } = request;
  let closed = false;
  const note: ClusterRequest["note"] = (line) => {
    if (!closed) request.note(line);
  };
  const network = new Network({ clock, links, zones, seed: request.seed.child("links") });
  const mailbox = new Mailbox(note);
  const makeMember = (node: NodeId): Member =>
    new Member({
      node,
      nodes,
      command: deployment.command,
      env: { ...process.env, ...deployment.env, ...marksOf(request.run, node) },
      folder: join(request.folder, "nodes", node),
      startTimeoutMs: request.startTimeoutMs,
      network,
      mailbox,
      note,
    });
  const members = new Map(nodes.map((node) => [node, makeMember(node)]));
  const janitor = setInterval(() => trimLogs([...members.values()]), TRIM_INTERVAL_MS);
  janitor.unref();
  const close = async (): Promise<void> => {
    closed = true;
    clearInterval(janitor);
    await Promise.all([...members.values()].map((member) => member.close()));
    network.close();
    await endStrays(request.run);
  };
  const cluster = clusterOf(request, deployment, { network, mailbox, members, close });
  await startAll(request, [...members.values()], close);
  return cluster;
}

interface Parts {
  readonly network: Network;
  readonly mailbox: Mailbox;
  readonly members: ReadonlyMap<NodeId, Member>;
  readonly close: () => Promise<void>;
}

function clusterOf(
  request: ClusterRequest,
  { codec }: ProgramDeployment,
  { network, mailbox, members, close }: Parts,
): Cluster {
  const { clock, nodes } = request;
  const member = (node: NodeId): Member => {
    const found = members.get(node);
    assert(found !== undefined, `no node ${node} in this cluster`);
    return found;
  };
  const all = [...members.values()];
  const alive = (): readonly Member[] => all.filter((one) => one.alive);
  return {
    nodes,
    client: async (node) => makeClient(member(node), codec, mailbox.open()),
    knowsLeaders: codec.leadership !== null,
    async leaders(cancel) {
      const leading = await askLeaders(alive(), codec, mailbox.open(), cancel);
      return leading.map(({ node }) => node);
    },
    inject: async (fault) => injectFault({ network, clock, nodes, member }, fault),
    alive: () => alive().map(({ node }) => node),
    saveLogs: async (folder) => saveLogs(folder, all, network),
    [Symbol.asyncDispose]: close,
  };
}

async function startAll(
  request: ClusterRequest,
  members: readonly Member[],
  close: () => Promise<void>,
): Promise<void> {
  const { cancel } = request;
  const interrupt = (): void => void close();
  cancel.addEventListener("abort", interrupt, { once: true });
  if (cancel.aborted) interrupt();
  const troubles = await Promise.all(
    members.map(async (member) => {
      const trouble = await member.start();
      if (trouble === null) request.progress(`${member.node} is healthy`);
      return trouble === null ? null : { member, trouble };
    }),
  );
  cancel.removeEventListener("abort", interrupt);
  const failed = troubles.filter((trouble) => trouble !== null);
  if (failed.length === 0 && !cancel.aborted) return;
  await close();
  if (cancel.aborted)
    throw new OrdealError("environment", "interrupted", "Interrupted.", "The nodes are stopped.");
  throw neverHealthy(failed);
}

interface Failure {
  readonly member: Member;
  readonly trouble: string;
}

function neverHealthy(failed: readonly Failure[]): OrdealError {
  const [first] = failed;
  assert(first !== undefined, "some node failed");
  const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
  return new OrdealError(
    "environment",
    "never-healthy",
    `${first.member.node}${others} did not become healthy: ${first.trouble}.`,
    `Its log is ${first.member.logFile}; a program reads one JSON message a line and must answer ` +
      "init with init_ok.",
  );
}

/** Beside the logs goes what became of every message between nodes. */
function saveLogs(folder: string, members: readonly Member[], network: Network): void {
  for (const { node, logFile } of members) {
    const copy = join(folder, node, "stderr.log");
    mkdirSync(join(folder, node), { recursive: true });
    if (copy !== logFile && existsSync(logFile)) copyFileSync(logFile, copy);
  }
  const garbage = Object.fromEntries(members.map(({ node, garbage }) => [node, garbage]));
  const text = JSON.stringify({ messages: network.totals, garbage }, null, 2);
  writeFileSync(join(folder, "network.json"), `${text}\n`);
}

/** A node that logs without end must not fill the disk: its log begins again. */
function trimLogs(members: readonly Member[]): void {
  for (const { logFile } of members) {
    const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LOG_MAX_BYTES) truncate(logFile, () => {});
  }
}

const LOG_MAX_BYTES = 256 * 1024 * 1024;
const TRIM_INTERVAL_MS = 2000;
