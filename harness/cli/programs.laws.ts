/** Small programs that speak Maelstrom's protocol, rightly and wrongly, as text for `node`. */

/** Reads messages, answers `init`, hands the rest to `handle(message)`; `say(dest, body)` sends. */
const PRELUDE = `
let me, nodes;
const say = (dest, body) => console.log(JSON.stringify({ src: me, dest, body }));
const answer = ({ src, body }, rest) => say(src, { ...rest, in_reply_to: body.msg_id });
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.body.type !== "init") return handle(message);
  me = message.body.node_id;
  nodes = message.body.node_ids;
  answer(message, { type: "init_ok" });
});
`;

/** One node keeps all registers in its memory, the others forward to it; a restart forgets. */
const FORGETFUL = `${PRELUDE}
const registers = new Map();
const forwarded = new Map();
let next = 0;
function handle(message) {
  const { src, body } = message;
  if (body.in_reply_to !== undefined) {
    const asked = forwarded.get(body.in_reply_to);
    forwarded.delete(body.in_reply_to);
    if (asked !== undefined) answer(asked, { ...body, msg_id: undefined });
  } else if (me !== nodes[0]) {
    forwarded.set(++next, message);
    say(nodes[0], { ...body, msg_id: next });
  } else answer(message, apply(body));
}
function apply({ type, key, value, from, to }) {
  const known = registers.get(key);
  if (type === "write") registers.set(key, value);
  else if (known === undefined) return { type: "error", code: 20, text: "no such key" };
  else if (type === "cas" && known !== from) return { type: "error", code: 22, text: "not it" };
  else if (type === "cas") registers.set(key, to);
  return { type: type + "_ok", value: known };
}
`;

export type ProgramName = "forgetful" | "spent" | "babbling" | "silent" | "leaving" | "mortal";

export const PROGRAMS: Readonly<Record<ProgramName, string>> = {
  forgetful: FORGETFUL,
  /** Says things that are no messages, and two messages on one line. */
  babbling: `${FORGETFUL}
const { log } = console;
console.log = (line) => log(line + line);
log("listening …");
`,
  /** Lives once: whoever starts it a second time waits for it in vain. */
  spent: `
const { existsSync, writeFileSync } = require("node:fs");
if (existsSync("lived")) setInterval(() => {}, 1000);
else {
writeFileSync("lived", "");
${FORGETFUL}
}
`,
  silent: "setInterval(() => {}, 1000);",
  leaving: 'console.error("cannot open config.toml"); process.exit(3);',
  /** The second node falls over when it is asked for the third time. */
  mortal: `${FORGETFUL}
const { parse } = JSON;
let asked = 0;
JSON.parse = (line) => {
  if (me === "n2" && ++asked > 2) throw new Error("index out of range");
  return parse(line);
};
`,
};
