/** etcd: a replicated key-value store, each node a server in a machine of its own. */
import { Agent } from "node:http";
import { fileURLToPath } from "node:url";
import type { Cancel } from "#core/cancel.ts";
import { HONEST_FAULTS } from "#core/fault.ts";
import type {
  ClockReading,
  Deployments,
  Machine,
  MachineDeployment,
  Target,
  TargetSettings,
} from "#core/ports/target.ts";
import { etcdClient } from "./client.ts";
import { exchange, type Answer, type Request } from "./exchange.ts";
import { leadershipOf, status } from "./gateway.ts";

/** The folder of the Dockerfile; the bundle has its copy in a folder of its own. */
const IMAGE = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./" : "./etcd/", import.meta.url),
);
const CLIENT_PORT = 2379;
const PEER_PORT = 2380;
const DATA_FOLDER = "/var/lib/ordeal-etcd";

export const etcd: Target = {
  name: "etcd",
  description: "etcd, from Debian's package, through its JSON gateway.",
  vocabularies: ["register", "rw-register", "set"],
  bugs: [],
  options: [
    {
      name: "reads",
      description: "Whether a read asks a quorum, or the node alone, which may be behind.",
      choices: ["linearizable", "serializable"],
    },
  ],
  tellsLeaders: false,
  defaultNemesis: null,
  tolerates: HONEST_FAULTS,
  hosts: ["machine"],
  deploy: (settings): Deployments => ({ machine: deployment(settings) }),
};

const deployment = ({ vocabulary, options }: TargetSettings): MachineDeployment => ({
  image: IMAGE,
  command,
  processes: "one",
  dataFolder: DATA_FOLDER,
  healthy,
  client: async ({ address }) =>
    etcdClient({
      address,
      port: CLIENT_PORT,
      vocabulary,
      serializable: options["reads"] === "serializable",
    }),
  leads: async (machine, cancel) => leadershipOf((await askOnce(machine, status, cancel)).body),
  time,
});

function command(self: Machine, all: readonly Machine[]): readonly [string, ...string[]] {
  const peers = `http://${self.address}:${PEER_PORT}`;
  const clients = `http://${self.address}:${CLIENT_PORT}`;
  const everyone = all.map(({ node, address }) => `${node}=http://${address}:${PEER_PORT}`);
  const flags = {
    name: self.node,
    "data-dir": DATA_FOLDER,
    "listen-peer-urls": peers,
    "initial-advertise-peer-urls": peers,
    "listen-client-urls": clients,
    "advertise-client-urls": clients,
    "initial-cluster": everyone.join(","),
    // Only a node without data begins anew: one that is started again finds its own and goes on.
    "initial-cluster-state": "new",
    logger: "zap",
    "log-outputs": "stderr",
  };
  return ["etcd", ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])];
}

/** etcd answers this question by a linearizable read: it is healthy only with a quorum. */
async function healthy(machine: Machine, cancel: Cancel): Promise<boolean> {
  const { body } = await askOnce(machine, { method: "GET", path: "/health" }, cancel);
  return (body as { readonly health?: unknown } | null)?.health === "true";
}

/** Any answer is dated by the server's own clock, cut to the second; this one needs no quorum. */
async function time(machine: Machine, cancel: Cancel): Promise<ClockReading> {
  const { dateMs } = await askOnce(machine, { method: "GET", path: "/version" }, cancel);
  if (dateMs === null) throw new Error("the answer has no date");
  return { epochMs: dateMs + 500, resolutionMs: 500 };
}

async function askOnce({ address }: Machine, ask: Request, cancel: Cancel): Promise<Answer> {
  const agent = new Agent({ keepAlive: false });
  try {
    return await exchange({ address, port: CLIENT_PORT, agent }, ask, cancel);
  } finally {
    agent.destroy();
  }
}
