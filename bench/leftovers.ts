/** What runs have left on this machine: containers, networks, namespaces, rules, processes. */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

/**
 * One line for each thing that carries our label or our name, or only that of one run. Tools that
 * are missing say nothing.
 */
export async function leftovers(run?: string): Promise<readonly string[]> {
  const label = run === undefined ? "label=ordeal" : `label=ordeal=${run}`;
  const ofRuns = [
    ...lines("docker", ["ps", "-aq", "--filter", label]).map((id) => `container ${id}`),
    ...lines("docker", ["network", "ls", "-q", "--filter", label]).map((id) => `network ${id}`),
    ...processes(run === undefined ? "ORDEAL_RUN=" : `ORDEAL_RUN=${run}\0`),
  ];
  if (run !== undefined) return ofRuns;
  return [
    ...ofRuns,
    ...lines("ip", ["netns", "list"]).filter((line) => line.includes("ordeal")),
    ...lines("iptables-save", []).filter((line) => /ordeal/i.test(line)),
  ];
}

function lines(command: string, args: readonly string[]): readonly string[] {
  try {
    const output = execFileSync(command, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\n").filter((line) => line !== "");
  } catch {
    return [];
  }
}

/** Nodes of `local` carry the run in their environment. */
function processes(sign: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1").includes(sign);
      } catch {
        return false;
      }
    })
    .map((pid) => `process ${pid}`);
}
