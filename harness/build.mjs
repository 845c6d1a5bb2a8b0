/** Makes dist/: one bundle for Node 22 and up, syntax lowered, with what cannot be installed inlined. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { inlineCanvas } from "../reports/write/bundling.ts";

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: {
    main: "harness/cli/main.ts",
    "checker-thread": "harness/cli/checker-thread.ts",
    "hunt-thread": "harness/cli/hunt-thread.ts",
    shim: "targets/shim/main.ts",
  },
  outdir: "dist",
  bundle: true,
  splitting: true,
  // Beside the entries, so that a URL relative to a module means the same in all of them.
  chunkNames: "[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node22.12",
  legalComments: "linked",
  // The only dependency of the published package: it brings a binary for each platform.
  external: ["@napi-rs/canvas"],
  // chartjs-node-canvas asks for a canvas that would have to be compiled; this one draws the same.
  alias: { canvas: "@napi-rs/canvas" },
  plugins: [{ name: "no-ssh", setup: withoutSsh }, inlineCanvas],
  banner: {
    js: 'import { createRequire as ordealRequire } from "node:module"; const require = ordealRequire(import.meta.url);',
  },
  logLevel: "warning",
});

const bin = readFileSync("harness/cli/bin.cjs", "utf8").replace("__VERSION__", version);
writeFileSync("dist/bin.cjs", bin, { mode: 0o755 });
const fonts = require.resolve("dejavu-fonts-ttf/package.json").replace("package.json", "");
cpSync(`${fonts}ttf/DejaVuSans.ttf`, "dist/DejaVuSans.ttf");
cpSync(`${fonts}LICENSE`, "dist/DejaVuSans-LICENSE");
cpSync("targets/etcd/Dockerfile", "dist/etcd/Dockerfile");

/** An engine behind SSH would bring native code; dockerode only asks for it when it is used. */
function withoutSsh(builder) {
  builder.onResolve({ filter: /^ssh2$/ }, ({ path }) => ({ path, namespace: "absent" }));
  builder.onLoad({ filter: /.*/, namespace: "absent" }, () => ({
    contents:
      "exports.Client = class { constructor() { throw new Error('Docker over ssh:// is not supported; forward the socket instead.'); } };",
    loader: "js",
  }));
}
