/** Runs a reference system's actor as a process that speaks Maelstrom's protocol. */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { unknownName } from "#core/errors.ts";
import { claim, WATCHER } from "#core/ports/claim.ts";
import type { Body, Message } from "#core/ports/message.ts";
import { seedOf } from "#core/seed.ts";
import type { Actor, ActorFactory } from "#core/sim/actor.ts";
import { SYSTEMS } from "../reference/systems.ts";
import { Lines } from "./lines.ts";
import { ProcessHost } from "./process-host.ts";

/** Real processes on a busy machine stumble where simulated ones do not. */
const TIME_SCALE = 2;

const factory = factoryOf(process.argv.slice(2));
let node: { readonly host: ProcessHost; readonly actor: Actor } | null = null;
/** The term in which the node takes itself for the leader. */
let led: number | null = null;

const lines = new Lines();
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk: string) => {
  // All that has come is done in one go, and shares one sync.
  for (const line of lines.push(chunk)) hear(line);
  node?.host.flush();
});
process.stdin.on("end", () => process.exit(0));

function factoryOf(args: readonly string[]): ActorFactory {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      vocabulary: { type: "string", default: "register" },
      bug: { type: "string", multiple: true, default: [] },
      option: { type: "string", multiple: true, default: [] },
    },
  });
  const [name = ""] = positionals;
  const names = SYSTEMS.map((system) => system.name);
  const system = SYSTEMS.find((candidate) => candidate.name === name);
  if (system === undefined) throw unknownName("system", name, names);
  const bugs = system.bugs.map((bug) => bug.name);
  const unknownBug = values.bug.find((bug) => !bugs.includes(bug));
  if (unknownBug !== undefined) throw unknownName("bug", unknownBug, bugs);
  const vocabulary = system.vocabularies.find((word) => word === values.vocabulary);
  if (vocabulary === undefined)
    throw unknownName("vocabulary", values.vocabulary, system.vocabularies);
  const options = Object.fromEntries(values.option.map((option) => option.split("=", 2)));
  return system.actor({ vocabulary, bugs: values.bug, options, timeScale: TIME_SCALE });
}

function hear(line: string): void {
  const message = parse(line);
  if (message === null) process.stderr.write(`not a message: ${line.slice(0, 200)}\n`);
  else if (message.body.type === "init") initialise(message);
  else node?.actor.receive(message.src, message.body);
  claimLeadership();
}

/** After each step; like all that is said it waits for the sync before it. */
function claimLeadership(): void {
  const term = node?.actor.leads ?? null;
  if (term === led) return;
  led = term;
  if (term !== null) node?.host.send(WATCHER, claim(term));
}

function parse(line: string): Message | null {
  try {
    const message = JSON.parse(line) as Message;
    return typeof message.src === "string" && typeof message.body.type === "string"
      ? message
      : null;
  } catch {
    return null;
  }
}

/** The node learns its name, and its life begins. */
function initialise({ src, body }: Message): void {
  if (node === null) {
    const self = String(body["node_id"]);
    const nodes = body["node_ids"] as readonly string[];
    // What a real process does cannot be repeated, so that its dice need not be either.
    const dice = seedOf(randomBytes(16).toString("hex")).open();
    const host: ProcessHost = new ProcessHost(self, nodes, dice, (timer) => {
      actor.wake(timer);
      claimLeadership();
    });
    const actor = factory(host);
    node = { host, actor };
    actor.start();
  }
  const { msg_id } = body;
  const reply: Body = { type: "init_ok", ...(msg_id === undefined ? {} : { in_reply_to: msg_id }) };
  node.host.send(src, reply);
}
