/** The laws' small system for the environment `local`, and a look at what is left of a run. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Codec } from "#core/ports/message.ts";
import type { Deployments } from "#core/ports/target.ts";
import { ourselves } from "#environments/host/owner.ts";
import { companions, isRunning, type ProcessIdentity } from "#environments/host/process.ts";
import type { Specimen } from "../specimen.laws.ts";
import { local } from "./local.ts";

const codec: Codec = {
  request: ({ f, value }) => ({ type: f, value }),
  outcome: (_, reply) => ({ type: "ok", value: reply["value"] }),
  leadership: null,
  operator: null,
};

const running = (...args: readonly string[]): Deployments => ({
  program: { command: [process.execPath, ...args], env: {}, codec },
});

/**
 * Nodes that run this script. It finds `self`, `peers`, `say(line)`, `send(dest, body)` and
 * `words`, a record of what to do with a message by its type: `(body, src) => reply or nothing`.
 */
export const scripted = (script: string): Deployments =>
  running("--input-type=module", "--eval", `${PRELUDE}\n${script}`);

const PRELUDE = `
  import { createInterface } from "node:readline";
  let self, peers;
  const say = (line) => process.stdout.write(line + "\\n");
  const send = (dest, body) => say(JSON.stringify({ src: self, dest, body }));
  const words = { init: ({ node_id, node_ids }) => {
    [self, peers] = [node_id, node_ids];
    return { type: "init_ok" };
  } };
  createInterface({ input: process.stdin }).on("line", (line) => {
    const { src, body } = JSON.parse(line);
    const reply = words[body.type]?.(body, src, line);
    if (reply) send(src, { ...reply, in_reply_to: body.msg_id });
  });`;

export const specimen: Specimen = {
  environment: local,
  deployments: running(fileURLToPath(new URL("./beacon.mjs", import.meta.url))),
  hopeless: running("--eval", "console.error('no hope'); process.exit(7)"),
  leftovers: async (run) =>
    companions(ourselves())
      .filter((process) => isRunning(process) && environOf(process).includes(`ORDEAL_RUN=${run}\0`))
      .map(({ pid }) => `process ${pid}`),
};

function environOf({ pid }: ProcessIdentity): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
