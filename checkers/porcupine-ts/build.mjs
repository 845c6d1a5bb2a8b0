/** `npm run build`: makes dist/, the package as Node 22, newer ones and browsers run it. */
import { cpSync, globSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const outdir = process.argv[2] ?? join(here, "dist");

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: [
    "index.ts",
    "formats/index.ts",
    "visualize/index.ts",
    "node/index.ts",
    "node/worker.ts",
  ],
  outbase: ".",
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  // Neutral: whatever only Node has must not creep into the pure entries unseen.
  platform: "neutral",
  external: ["node:*"],
  target: "es2023",
  legalComments: "none",
  logLevel: "warning",
});

// Declarations are made by the compiler, which checks as well.
const tsc = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);
const { status } = spawnSync(process.execPath, [tsc, "-b", here, join(here, "node")], {
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
for (const [from, to] of [
  [".tsbuild", outdir],
  ["node/.tsbuild", join(outdir, "node")],
])
  for (const file of globSync("**/*.d.ts", { cwd: join(here, from) }))
    cpSync(join(here, from, file), join(to, file));
