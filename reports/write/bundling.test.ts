/** The charts are drawn from a bundle too, installed with nothing but its one dependency. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import { digestOf } from "#reports/render/digest.ts";
import { rateChart } from "#reports/render/rate.ts";
import { specimen } from "#reports/render/specimen.ts";
import { inlineCanvas } from "./bundling.ts";
import { fontPath } from "./font.ts";
import { openCanvas } from "./png.ts";

const PROGRAM = `
  import { specimen } from "#reports/render/specimen.ts";
  const { writeReports } = await import("#reports/write/files.ts");
  console.log(JSON.stringify(await writeReports(specimen({}), process.argv[2])));
`;

/** As an installation lies on a disk: the bundle with its font, the canvas beside it. */
async function install(folder: string): Promise<string> {
  const repository = fileURLToPath(new URL("../..", import.meta.url));
  await build({
    stdin: { contents: PROGRAM, resolveDir: repository, loader: "ts" },
    outfile: join(folder, "dist/main.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22.12",
    external: ["@napi-rs/canvas"],
    plugins: [inlineCanvas],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  await copyFile(fontPath(), join(folder, "dist/DejaVuSans.ttf"));
  const canvas = dirname(fileURLToPath(import.meta.resolve("@napi-rs/canvas")));
  await mkdir(join(folder, "node_modules/@napi-rs"), { recursive: true });
  await symlink(await realpath(canvas), join(folder, "node_modules/@napi-rs/canvas"));
  return join(folder, "dist/main.mjs");
}

test("a bundle draws the same pictures as the checkout", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ordeal-bundle-"));
  try {
    const main = await install(folder);
    const { stdout } = await promisify(execFile)(process.execPath, [main, folder], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), [
      "availability.png",
      "goodput.png",
      "recovery.png",
      "latency-raw.png",
      "latency-quantiles.png",
      "rate.png",
      "junit.xml",
      "summary.md",
      "report.html",
    ]);
    const bundled = await readFile(join(folder, "rate.png"));
    assert.ok(bundled.equals(openCanvas()(rateChart(digestOf(specimen({}))))));
  } finally {
    await rm(folder, { recursive: true });
  }
});
