/** What `ordeal --version` costs, as a multiple of bare `node -e 0`; needs `npm run build` first. */
import { execFileSync } from "node:child_process";

const RUNS = 40;

function millisecondsOf(args: readonly string[]): number {
  const began = performance.now();
  execFileSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - began;
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

const ours: number[] = [];
const bare: number[] = [];
// In turn, so that whatever else the machine does meets both alike.
for (let i = 0; i < RUNS; i++) {
  ours.push(millisecondsOf(["dist/bin.cjs", "--version"]));
  bare.push(millisecondsOf(["-e", "0"]));
}
const ratio = median(ours) / median(bare);
process.stdout.write(
  `ordeal --version ${median(ours).toFixed(1)} ms, node -e 0 ${median(bare).toFixed(1)} ms, ` +
    `ratio ${ratio.toFixed(2)} (goal 1.2)\n`,
);
