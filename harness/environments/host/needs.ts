/** What a test needs of the machine: it is skipped where that is missing, unless that is forbidden. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export type Need = "linux-x64" | "root" | "docker" | "iptables" | "as";

/** For `test(name, needs("root"), …)`. `ORDEAL_REQUIRE=root,docker` turns a skip into a run. */
export function needs(...wanted: readonly Need[]): { readonly skip: string | false } {
  const required = new Set((process.env["ORDEAL_REQUIRE"] ?? "").split(","));
  const missing = wanted.filter((need) => !required.has(need) && !PRESENT[need]());
  return { skip: missing.length > 0 && `needs ${missing.join(" and ")}` };
}

const PRESENT: Readonly<Record<Need, () => boolean>> = {
  "linux-x64": () => process.platform === "linux" && process.arch === "x64",
  root: () => process.platform === "linux" && process.getuid?.() === 0,
  docker: () => existsSync("/var/run/docker.sock") && succeeds("docker", "version"),
  iptables: () => succeeds("iptables-restore", "--version") && succeeds("nsenter", "--version"),
  as: () => succeeds("as", "--version") && succeeds("objcopy", "--version"),
};

function succeeds(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
