/**
 * A correct key-value store and set: the first node keeps everything, the others forward to it.
 *
 * It needs nothing but Node. It is linearizable, since one node decides all; it is unavailable
 * wherever the first node cannot be reached. A write is on disk before it is acknowledged.
 */
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync } from "node:fs";
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";

let self = "";
let leader = "";
const registers = new Map();
const sets = new Map();
/** Our msg_id to the client and its msg_id. */
const forwarded = new Map();

const send = (dest, body) => process.stdout.write(`${JSON.stringify({ src: self, dest, body })}\n`);

function load() {
  if (!existsSync("data.json")) return;
  const saved = JSON.parse(readFileSync("data.json", "utf8"));
  for (const [key, value] of saved.registers) registers.set(key, value);
  for (const [key, elements] of saved.sets) sets.set(key, elements);
}

function save() {
  const file = openSync("data.new", "w");
  writeSync(file, JSON.stringify({ registers: [...registers], sets: [...sets] }));
  fsyncSync(file);
  closeSync(file);
  renameSync("data.new", "data.json");
}

const error = (code, text) => ({ type: "error", code, text });

/** Decides one request; the answer, without the address. */
function apply({ type, key = "", value, element, from, to }) {
  if (type === "add") {
    const elements = sets.get(key) ?? [];
    if (!elements.includes(element)) sets.set(key, [...elements, element]);
  } else if (type === "read") {
    if (sets.has(key) || key === "") return { type: "read_ok", value: sets.get(key) ?? [] };
    if (!registers.has(key)) return error(20, "no such key");
    return { type: "read_ok", value: registers.get(key) };
  } else if (type === "write") registers.set(key, value);
  else if (type === "cas") {
    if (!registers.has(key)) return error(20, "no such key");
    if (registers.get(key) !== from) return error(22, `it is ${registers.get(key)}`);
    registers.set(key, to);
  } else return error(10, "unknown word");
  save();
  return { type: `${type}_ok` };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const { src, body } = JSON.parse(line);
  const asked = forwarded.get(body.in_reply_to);
  if (body.type === "init") {
    [self, leader] = [body.node_id, body.node_ids[0]];
    load();
    send(src, { type: "init_ok", in_reply_to: body.msg_id });
  } else if (asked !== undefined) {
    forwarded.delete(body.in_reply_to);
    send(asked.client, { ...body, in_reply_to: asked.msg_id });
  } else if (body.in_reply_to !== undefined) {
    // An answer that came twice.
  } else if (self === leader) {
    send(src, { ...apply(body), in_reply_to: body.msg_id });
  } else {
    // Never used before, not even by this node's former lives: a late answer must not match.
    const msg_id = randomUUID();
    forwarded.set(msg_id, { client: src, msg_id: body.msg_id });
    send(leader, { ...body, msg_id });
  }
});
