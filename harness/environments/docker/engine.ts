/** What is asked of a Docker engine: the one place that knows dockerode. */
import Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import { OrdealError } from "#core/errors.ts";

export type Labels = Readonly<Record<string, string>>;

export interface MachineSpec {
  readonly name: string;
  readonly hostname: string;
  readonly image: string;
  readonly network: string;
  readonly address: string;
  readonly env: readonly string[];
  /** Folders of this host that the machine shares: `from:to`. */
  readonly binds: readonly string[];
  /** Other machines by name: `name:address`. */
  readonly neighbours: readonly string[];
  readonly labels: Labels;
}

export interface NetworkSpec {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly labels: Labels;
}

export interface Labelled {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
}

export interface Engine {
  facts(): Promise<EngineFacts>;
  hasImage(tag: string): Promise<boolean>;
  /** Rejects with the last lines that the build printed. */
  buildImage(tag: string, folder: string, files: readonly string[], labels: Labels): Promise<void>;
  subnets(): Promise<readonly string[]>;
  createNetwork(spec: NetworkSpec): Promise<void>;
  /** A container whose first process only waits; the number is that process's, on the host. */
  startMachine(spec: MachineSpec): Promise<{ readonly id: string; readonly pid: number }>;
  /** Starts a command in a machine; the number is its process's, on the host. */
  startServer(
    machine: string,
    argv: readonly string[],
    env: readonly string[],
  ): Promise<RunningServer>;
  pause(machine: string): Promise<void>;
  unpause(machine: string): Promise<void>;
  containers(label: string): Promise<readonly Labelled[]>;
  networks(label: string): Promise<readonly Labelled[]>;
  /** Removing what is gone already is no error. */
  removeContainer(id: string): Promise<void>;
  removeNetwork(id: string): Promise<void>;
}

export interface EngineFacts {
  readonly version: string;
  readonly kernel: string;
  readonly system: string;
}

export interface RunningServer {
  readonly pid: number;
  /** Null while it runs, and where nobody knows. */
  exitCode(): Promise<number | null>;
}

/** Waits for nothing and ends at nothing, under an init that buries orphans. */
const IDLE = ["sleep", "infinity"];
const START_LIMIT_MS = 10_000;

export function dockerEngine(): Engine {
  const docker = new Docker();
  return {
    facts: () => factsOf(docker),
    hasImage: async (tag) => (await absent(docker.getImage(tag).inspect())) !== undefined,
    buildImage: (...what) => buildImage(docker, ...what),
    subnets: async () =>
      (await docker.listNetworks()).flatMap((network) =>
        (network.IPAM?.Config ?? []).flatMap(({ Subnet }) =>
          Subnet === undefined ? [] : [Subnet],
        ),
      ),
    createNetwork: (spec) => createNetwork(docker, spec),
    startMachine: (spec) => startMachine(docker, spec),
    startServer: (...what) => startServer(docker, ...what),
    pause: async (machine) => void (await docker.getContainer(machine).pause()),
    unpause: async (machine) => void (await docker.getContainer(machine).unpause()),
    containers: async (label) => {
      const found = await docker.listContainers({ all: true, filters: { label: [label] } });
      return found.map(({ Id, Names, Labels }) => ({
        id: Id,
        name: (Names[0] ?? Id).replace(/^\//, ""),
        labels: Labels,
      }));
    },
    networks: async (label) => {
      const found = await docker.listNetworks({ filters: { label: [label] } });
      return found.map(({ Id, Name, Labels }) => ({ id: Id, name: Name, labels: Labels ?? {} }));
    },
    removeContainer: (id) => removeContainer(docker, id),
    removeNetwork: async (id) => void (await absent(docker.getNetwork(id).remove())),
  };
}

async function factsOf(docker: Docker): Promise<EngineFacts> {
  const info = (await docker.info()) as Readonly<Record<string, unknown>>;
  const { ServerVersion, KernelVersion, OperatingSystem } = info;
  return {
    version: String(ServerVersion),
    kernel: String(KernelVersion),
    system: String(OperatingSystem),
  };
}

interface BuildLine {
  readonly stream?: string;
  readonly error?: string;
}

async function buildImage(
  docker: Docker,
  tag: string,
  folder: string,
  files: readonly string[],
  labels: Labels,
): Promise<void> {
  const context = { context: folder, src: [...files] };
  const stream = await docker.buildImage(context, { t: tag, labels: { ...labels }, forcerm: true });
  const lines = await new Promise<readonly BuildLine[]>((resolve, reject) => {
    docker.modem.followProgress(stream, (error, all: readonly BuildLine[]) =>
      error === null ? resolve(all) : reject(error),
    );
  });
  const failure = lines.find(({ error }) => error !== undefined)?.error;
  if (failure === undefined) return;
  const said = lines.flatMap(({ stream }) => (stream ?? "").split("\n")).filter(Boolean);
  throw new Error([...said.slice(-12), failure].join("\n"));
}

async function createNetwork(docker: Docker, spec: NetworkSpec): Promise<void> {
  await docker.createNetwork({
    Name: spec.name,
    CheckDuplicate: true,
    Driver: "bridge",
    // No way out: what a broken node sends reaches its peers and this host, or nobody.
    Internal: true,
    IPAM: { Driver: "default", Config: [{ Subnet: spec.subnet, Gateway: spec.gateway }] },
    Labels: { ...spec.labels },
  });
}

async function startMachine(
  docker: Docker,
  spec: MachineSpec,
): Promise<{ readonly id: string; readonly pid: number }> {
  const container = await docker.createContainer({
    name: spec.name,
    Hostname: spec.hostname,
    Image: spec.image,
    Entrypoint: IDLE,
    Cmd: [],
    Env: [...spec.env],
    Labels: { ...spec.labels },
    HostConfig: {
      NetworkMode: spec.network,
      Init: true,
      Binds: [...spec.binds],
      ExtraHosts: [...spec.neighbours],
    },
    NetworkingConfig: {
      EndpointsConfig: { [spec.network]: { IPAMConfig: { IPv4Address: spec.address } } },
    },
  });
  await container.start();
  return { id: container.id, pid: (await container.inspect()).State.Pid };
}

async function startServer(
  docker: Docker,
  machine: string,
  argv: readonly string[],
  env: readonly string[],
): Promise<RunningServer> {
  const exec = await docker.getContainer(machine).exec({ Cmd: [...argv], Env: [...env] });
  const nothing = await exec.start({ Detach: true });
  // An answer that nobody reads to its end keeps its connection, and that keeps us, alive.
  nothing.resume();
  const exitCode = async (): Promise<number | null> => {
    // The whole machine may be gone, or the engine: then nobody knows it any more.
    const last = await exec.inspect().catch(() => undefined);
    return last === undefined || last.Running ? null : last.ExitCode;
  };
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    const { Pid, ExitCode } = await exec.inspect();
    // A server that ended at once has had a number too: whoever watches it will notice.
    if (Pid > 0 || ExitCode !== null) return { pid: Pid, exitCode };
    await sleep(5);
  }
  throw new OrdealError(
    "environment",
    "server-not-started",
    `The engine did not start ${argv[0]} in ${machine}.`,
    "Look at the engine's own log.",
  );
}

async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await absent(docker.getContainer(id).remove({ force: true, v: true }));
  } catch (error) {
    // Somebody else is removing it at this moment.
    if (statusOf(error) !== 409) throw error;
  }
}

/** Undefined where the engine says that there is no such thing. */
async function absent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly statusCode?: number } | undefined)?.statusCode;
}
