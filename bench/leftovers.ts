/** What runs have left on this machine: containers, networks, namespaces, rules, processes. */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

/** One line for each thing that carries our label or our name; tools that are missing say nothing. */
export async function leftovers(): Promise<readonly string[]> {
  return [
    ...lines("docker", ["ps", "-aq", "--filter", "label=ordeal"]).map((id) => `container ${id}`),
    ...lines("docker", ["network", "ls", "-q", "--filter", "label=ordeal"]).map(
      (id) => `net ${id}`,
    ),
    ...lines("ip", ["netns", "list"]).filter((line) => line.includes("ordeal")),
    ...lines("iptables-save", []).filter((line) => /ordeal/i.test(line)),
    ...processes(),
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
function processes(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1").includes("ORDEAL_RUN=");
      } catch {
        return false;
      }
    })
    .map((pid) => `process ${pid}`);
}
