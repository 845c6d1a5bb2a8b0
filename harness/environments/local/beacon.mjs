/** The laws' specimen in Maelstrom's protocol: a node that sends beacons, counts, and remembers. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";

const heard = {};
let self = "";

const send = (dest, body) => process.stdout.write(`${JSON.stringify({ src: self, dest, body })}\n`);

const words = {
  init({ node_id, node_ids }) {
    self = node_id;
    console.error(`${self} begins`);
    const others = node_ids.filter((node) => node !== self);
    setInterval(() => others.forEach((node) => send(node, { type: "beacon" })), 20);
    return { type: "init_ok" };
  },
  beacon(_, src) {
    heard[src] = (heard[src] ?? 0) + 1;
  },
  write({ value }) {
    const file = openSync("value", "w");
    writeSync(file, String(value));
    fsyncSync(file);
    closeSync(file);
    return { type: "write_ok" };
  },
  read: () => ({
    type: "read_ok",
    value: existsSync("value") ? Number(readFileSync("value", "utf8")) : null,
  }),
  heard: () => ({ type: "heard_ok", value: heard }),
  time: () => ({ type: "time_ok", value: Date.now() }),
  die: () => process.exit(3),
};

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { src, body } = JSON.parse(line);
    const reply = words[body.type]?.(body, src);
    if (reply !== undefined) send(src, { ...reply, in_reply_to: body.msg_id });
  })
  .on("close", () => process.exit(0));
