/** Installs what package-lock.json asks for, when a fresh or outdated checkout has not got it. */
import { execSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const stamp = "node_modules/.ordeal-installed";
const wanted = readFileSync("package-lock.json", "utf8");

if (installed() !== wanted) {
  console.error("Installing the development dependencies (once, about a minute) …");
  execSync("npm ci --no-audit --no-fund --loglevel=error", { stdio: ["ignore", 2, 2] });
  writeFileSync(stamp, wanted);
}

function installed() {
  try {
    return readFileSync(stamp, "utf8");
  } catch {
    return undefined;
  }
}
