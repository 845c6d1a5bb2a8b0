/**
 * A wrong key-value store and set, on purpose: the first node decides every write and tells the
 * others, and every node answers reads from its own copy, which may be old.
 *
 * Without faults it looks right nearly always. Cut a node off, and it goes on answering with what
 * was true before the cut: a stale read, which no linearizable system may give.
 */
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";

let self = "";
let nodes = [];
const registers = new Map();
const sets = new Map();
/** Our msg_id to the client and its msg_id. */
const forwarded = new Map();

const send = (dest, body) => process.stdout.write(`${JSON.stringify({ src: self, dest, body })}\n`);

const error = (code, text) => ({ type: "error", code, text });

/** Here is the mistake: nobody asks whether this copy is still the newest. */
function read({ key = "" }) {
  if (sets.has(key) || key === "") return { type: "read_ok", value: sets.get(key) ?? [] };
  if (!registers.has(key)) return error(20, "no such key");
  return { type: "read_ok", value: registers.get(key) };
}

/** Decides one write; the answer, without the address. */
function decide({ type, key = "", value, element, from, to }) {
  if (type === "add") copy({ key, elements: [...(sets.get(key) ?? []), element] });
  else if (type === "write") copy({ key, value });
  else if (type !== "cas") return error(10, "unknown word");
  else if (!registers.has(key)) return error(20, "no such key");
  else if (registers.get(key) !== from) return error(22, `it is ${registers.get(key)}`);
  else copy({ key, value: to });
  const change = { key, value: registers.get(key), elements: sets.get(key) };
  for (const node of nodes.slice(1)) send(node, { type: "copy", ...change });
  return { type: `${type}_ok` };
}

function copy({ key, value, elements }) {
  if (value !== undefined) registers.set(key, value);
  if (elements !== undefined) sets.set(key, elements);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const { src, body } = JSON.parse(line);
  const reply = (answer) => send(src, { ...answer, in_reply_to: body.msg_id });
  const asked = forwarded.get(body.in_reply_to);
  if (body.type === "init") {
    [self, nodes] = [body.node_id, body.node_ids];
    reply({ type: "init_ok" });
  } else if (asked !== undefined) {
    forwarded.delete(body.in_reply_to);
    send(asked.client, { ...body, in_reply_to: asked.msg_id });
  } else if (body.type === "copy") copy(body);
  else if (body.type === "read") reply(read(body));
  else if (self === nodes[0]) reply(decide(body));
  else {
    const msg_id = randomUUID();
    forwarded.set(msg_id, { client: src, msg_id: body.msg_id });
    send(nodes[0], { ...body, msg_id });
  }
});
