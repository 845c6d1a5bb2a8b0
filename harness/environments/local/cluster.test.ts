/** What programs do wrong, or late, or not at all, and what becomes of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { OrdealError } from "#core/errors.ts";
import type { Note } from "#core/ports/environment.ts";
import { Refused } from "#core/ports/client.ts";
import { processId, type NodeId } from "#core/units.ts";
import { n1, n2, n3, openTrial, until, type Trial } from "../specimen.laws.ts";
import { scripted, specimen } from "./specimen.laws.ts";

const open = (script: string): Promise<Trial> =>
  openTrial(specimen, { deployments: scripted(script) });

/** A new client asks one thing and waits this long. */
async function call(
  { cluster }: Trial,
  node: NodeId,
  f: string,
  value: unknown = null,
  timeoutMs = 10_000,
): Promise<unknown> {
  await using client = await cluster.client(node, processId(0));
  return await client.invoke({ f, key: "", value }, AbortSignal.timeout(timeoutMs));
}

const valuesOf = (notes: readonly Note[], f: Note["f"]): readonly unknown[] =>
  notes.filter((note) => note.f === f).map(({ value }) => value);

test("a reply that comes too late is noted, and never taken for another", async () => {
  await using trial = await open(`
    let held;
    words.hold = (body, src) => { held = () => send(src, { type: "hold_ok", value: "old",
      in_reply_to: body.msg_id }); };
    words.let_go = () => { held(); return { type: "let_go_ok", value: "new" }; };`);
  await using client = await trial.cluster.client(n1, processId(0));
  const held = client.invoke({ f: "hold", key: "", value: null }, AbortSignal.timeout(50));
  await assert.rejects(held, { code: "timeout" });
  const next = client.invoke({ f: "let_go", key: "", value: null }, AbortSignal.timeout(10_000));
  assert.equal(await next, "new");
  const [late] = valuesOf(trial.notes, "late-reply");
  assert.deepEqual(late, { client: "c4", in_reply_to: 1, type: "hold_ok" });
});

test("a reply to a client that is closed, and a second reply, are late", async () => {
  await using trial = await open(`
    words.twice = (body, src) => {
      for (const value of [1, 2]) send(src, { type: "ok", value, in_reply_to: body.msg_id });
    };`);
  assert.equal(await call(trial, n1, "twice"), 1);
  assert.equal(await call(trial, n1, "twice"), 1);
  await until(async () => valuesOf(trial.notes, "late-reply").length === 2, "both are noted");
});

test("a node that says it leads, unasked, is noted with its term, and gets no answer", async () => {
  await using trial = await open(`
    words.rise = () => {
      send("ordeal", { type: "ordeal_leads", term: 7 });
      return { type: "ok", value: "up" };
    };`);
  assert.equal(await call(trial, n2, "rise"), "up");
  await until(async () => valuesOf(trial.notes, "leads").length === 1, "it is noted");
  const noted = trial.notes.find(({ f }) => f === "leads");
  assert.deepEqual(noted, { f: "leads", node: n2, value: 7 });
  assert.deepEqual(valuesOf(trial.notes, "garbage"), []);
});

test("garbage is quoted and gone past: blank, broken, doubled, foreign", async () => {
  await using trial = await open(`
    words.babble = ({ value }) => { value.forEach(say); return { type: "ok", value: "on" }; };`);
  const doubled = '{"src":"n1","dest":"c99","body":{"type":"x"}}';
  const lines = ["", "hello", `${doubled}{}`, doubled.replace("n1", "n2"), "y".repeat(1000)];
  assert.equal(await call(trial, n1, "babble", lines), "on");
  const complaints = valuesOf(trial.notes, "garbage") as readonly { complaint: string }[];
  assert.deepEqual(
    complaints.map(({ complaint }) => complaint),
    [
      "a blank line",
      "not JSON",
      "several objects on one line",
      "nobody is called c99",
      "its src is not n1",
      "nobody is called c99",
      "not JSON",
    ],
  );
  assert(JSON.stringify(complaints).length < 2000, "a quote is short");
});

test("nonsense all day is counted, not quoted all day", async () => {
  await using trial = await open(`
    words.babble = () => {
      for (let i = 0; i < 1000; i++) say("nonsense");
      return { type: "ok" };
    };`);
  await call(trial, n1, "babble");
  assert.equal(valuesOf(trial.notes, "garbage").length, 20);
  await trial.cluster.saveLogs(trial.folder);
  const account = JSON.parse(readFileSync(join(trial.folder, "network.json"), "utf8"));
  assert.equal(account.garbage.n1, 1000);
});

test("a giant line costs itself alone", async () => {
  await using trial = await open(`
    words.giant = () => { say("x".repeat(17 << 20)); return { type: "ok", value: "on" }; };`);
  assert.equal(await call(trial, n1, "giant"), "on");
  const [{ complaint }] = valuesOf(trial.notes, "garbage") as readonly [{ complaint: string }];
  assert.equal(complaint, `a line of ${17 << 20} bytes`);
});

test("messages between nodes arrive as they were written, 64-bit numbers and all", async () => {
  await using trial = await open(`
    let got;
    words.pass = ({ value }) => {
      say('{"src":"' + self + '", "dest":"n2",' + value);
      return { type: "ok" };
    };
    words.odd = (body, src, line) => { got = line; };
    words.got = () => ({ type: "ok", value: got });`);
  const rest = ' "body":{"msg_id":4428434088891216263,  "type":"odd","x":1.0}, "id":9e0}';
  await call(trial, n1, "pass", rest);
  await until(async () => (await call(trial, n2, "got")) !== undefined, "it has arrived");
  assert.equal(await call(trial, n2, "got"), `{"src":"n1", "dest":"n2",${rest}`);
});

test("a node that dies before it answers leaves its clients in doubt, at once", async () => {
  await using trial = await open(`
    words.die = () => { console.error("goodbye"); process.exit(3); };`);
  await assert.rejects(call(trial, n1, "die"), { code: "node-died", name: "Indeterminate" });
  const [death] = valuesOf(trial.notes, "died");
  assert.deepEqual(death, { exitCode: 3, signal: null, lastWords: ["goodbye"] });
  await assert.rejects(call(trial, n1, "die"), (error) => error instanceof Refused);
});

test("a node may answer for another: the reply goes where it is addressed", async () => {
  await using trial = await open(`
    words.ask = (body, src) => send("n2", { type: "answer", client: src, id: body.msg_id });
    words.answer = ({ client, id }) => send(client, { type: "ok", value: self, in_reply_to: id });`);
  assert.equal(await call(trial, n1, "ask"), "n2");
});

for (const [what, script, expected] of [
  ["exits", 'console.error("no disk"); process.exit(9)', /exited with code 9.*no disk/],
  [
    "refuses init",
    'words.init = ({ node_id }) => ((self = node_id), { type: "error", code: 12 })',
    /answered init with .*12/,
  ],
] as const)
  test(`a program that ${what} is never healthy, and the error says why`, async () => {
    await assert.rejects(open(script), (error: OrdealError) => {
      assert.equal(error.code, "never-healthy");
      assert.match(error.message, expected);
      return true;
    });
  });

test("a program that does not speak the protocol is quoted", async () => {
  const { program } = scripted("");
  assert(program !== undefined);
  const command = ["cat"] as const;
  const deployments = { program: { ...program, command } };
  const opened = openTrial(specimen, { deployments, startTimeoutMs: 5000 });
  await assert.rejects(opened, /did not answer init within 5000 ms.*"src":"c\d","dest":"n\d"/);
});

test("a program that is not there is said to be missing", async () => {
  const [program] = [scripted("").program];
  assert(program !== undefined);
  const missing = { program: { ...program, command: ["/no/such/program"] as const } };
  await assert.rejects(openTrial(specimen, { deployments: missing }), /cannot be started.*ENOENT/);
});

test("leaders are asked for by the codec's question, the highest term first", async () => {
  const { program } = scripted(`
    const terms = { n1: 3, n2: null, n3: 11 };
    words.lead = () => ({ type: "lead_ok", term: terms[self] });`);
  assert(program !== undefined);
  const leadership = {
    request: { type: "lead" },
    term: (reply: { readonly [field: string]: unknown }): number | null =>
      typeof reply["term"] === "number" ? reply["term"] : null,
  };
  const deployments = { program: { ...program, codec: { ...program.codec, leadership } } };
  await using trial = await openTrial(specimen, { deployments });
  const never = new AbortController().signal;
  assert.equal(trial.cluster.knowsLeaders, true);
  assert.deepEqual(await trial.cluster.leaders(never), [n3, n1]);
  const pause = await trial.cluster.inject({ kind: "pause", name: "p", nodes: [n3] });
  assert.deepEqual(await trial.cluster.leaders(never), [n1]);
  await pause.cure();
  assert.deepEqual(await trial.cluster.leaders(AbortSignal.abort()), []);
});
