/** Three processes agree through pipes, and what they promised outlives a kill. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";
import { claimed } from "#core/ports/claim.ts";
import type { Body, Message } from "#core/ports/message.ts";
import { Lines } from "./lines.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const NODES = ["n1", "n2", "n3"];

/** Processes whose messages this one hands on, as an environment would. */
class Nodes {
  private readonly folder = mkdtempSync(join(tmpdir(), "shim-"));
  private readonly children = new Map<string, ChildProcess>();
  private readonly waiting = new Map<number, (body: Body) => void>();
  readonly claims: { readonly node: string; readonly term: unknown }[] = [];
  private asked = 0;

  async start(node: string): Promise<void> {
    const cwd = join(this.folder, node);
    mkdirSync(cwd, { recursive: true });
    const child = spawn(process.execPath, [MAIN, "raft"], {
      cwd,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.children.set(node, child);
    const lines = new Lines();
    child.stdin.on("error", () => {});
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of lines.push(chunk)) this.route(JSON.parse(line) as Message);
    });
    await this.ask(node, { type: "init", node_id: node, node_ids: NODES });
  }

  async kill(node: string): Promise<void> {
    const child = this.children.get(node);
    this.children.delete(node);
    child?.kill("SIGKILL");
    if (child !== undefined) await once(child, "exit");
  }

  /** Asks again, as a new client, until the answer is a definite one. */
  async insist(node: string, body: Body): Promise<Body> {
    for (;;) {
      const reply = await this.ask(node, body);
      if (reply["code"] !== 11) return reply;
    }
  }

  async ask(node: string, body: Body): Promise<Body> {
    const id = ++this.asked;
    const reply = new Promise<Body>((resolve) => this.waiting.set(id, resolve));
    this.route({ src: `c${id}`, dest: node, body: { ...body, msg_id: id } });
    return reply;
  }

  async end(): Promise<readonly (number | null)[]> {
    const children = [...this.children.values()];
    const codes = children.map(async (child) => {
      const exited = once(child, "exit") as Promise<[number | null]>;
      child.stdin?.end();
      return (await exited)[0];
    });
    this.children.clear();
    const all = await Promise.all(codes);
    rmSync(this.folder, { recursive: true, force: true });
    return all;
  }

  private route(message: Message): void {
    const { src, dest, body } = message;
    if (claimed(message) !== null) this.claims.push({ node: src, term: claimed(message) });
    if (NODES.includes(dest)) this.children.get(dest)?.stdin?.write(`${JSON.stringify(message)}\n`);
    else if (typeof body.in_reply_to === "number") this.waiting.get(body.in_reply_to)?.(body);
  }
}

const nodes = new Nodes();
after(() => nodes.end());

test("processes agree, and remember what they promised over a kill of them all", async () => {
  await Promise.all(NODES.map((node) => nodes.start(node)));
  const written = await nodes.insist("n1", { type: "write", key: 1, value: 7 });
  assert.equal(written.type, "write_ok");
  await Promise.all(NODES.map((node) => nodes.kill(node)));
  await Promise.all(NODES.map((node) => nodes.start(node)));
  for (const node of NODES) {
    const read = await nodes.insist(node, { type: "read", key: 1 });
    assert.deepEqual([read.type, read["value"]], ["read_ok", 7]);
  }
  const swapped = await nodes.insist("n2", { type: "cas", key: 1, from: 8, to: 9 });
  assert.deepEqual([swapped.type, swapped["code"]], ["error", 22]);
  const unknown = await nodes.ask("n3", { type: "fly" });
  assert.deepEqual([unknown.type, unknown["code"]], ["error", 10]);
});

test("one of them leads: it says so when asked, and has said so before", async () => {
  const ask = (node: string): Promise<Body> => nodes.ask(node, { type: "ordeal_status" });
  for (;;) {
    const statuses = await Promise.all(NODES.map(ask));
    const at = statuses.findIndex((status) => status["role"] === "leader");
    if (at < 0) continue;
    const claim = { node: NODES[at], term: statuses[at]?.["term"] };
    return assert.ok(nodes.claims.some((one) => isDeepStrictEqual(one, claim)));
  }
});

test("the end of its input ends a process in peace", async () => {
  assert.deepEqual(await nodes.end(), [0, 0, 0]);
});
