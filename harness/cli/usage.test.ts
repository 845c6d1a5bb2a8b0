/** Every wrong line exits with 254 before anything starts, says what is wrong, and what would do. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { Desk, typedInTurn, type Ended } from "./stranger.laws.ts";

const WRONG: readonly (readonly [line: string, says: RegExp])[] = [
  ["run", /Nothing to test was named\.\nGive a target \(.*raft/],
  ["run raftt", /no target "raftt"\.\nDid you mean raft\? Valid: .*etcd, /],
  ["run raft etcd", /Several targets were given: raft, etcd/],
  ["run raft --bin ./node", /--bin and the target "raft" were both given/],
  ["run program", /The target program needs a command line/],
  ["run --bin ./no-such-program", /"\.\/no-such-program" cannot be started\.\nThere is no file/],
  ["run --bin no-such-program", /cannot be started\.\nIt is not in the PATH/],
  ["run --bin ./plain.py", /not executable: chmod \+x it, or name its interpreter/],
  ["run raft --env lokal", /no environment "lokal"\.\nDid you mean local\? Valid: .*docker/],
  ["run raft --env docker", /raft cannot run in the environment docker\.\nIt runs in: .*local/],
  ["run raft --workload regster", /no workload "regster"\.\nDid you mean register\?/],
  ["run raft --nemesis kill,patition", /no nemesis "patition"\.\nDid you mean partition\?/],
  ["run raft --nemesis clock", /cannot do clock faults here: .* share this machine's|share its/],
  ["run raft --nemesis disk", /cannot do disk faults here: .*\nIt can do: .*--env simulated this/],
  ["run raft --zones 9", /--zones "9" is not a whole number from 1 to 5/],
  ["run raft --wan 30", /--wan was given, but no zones.*\nGive --zones as well/],
  ["run raft --bug stale", /no bug "stale"\.\nDid you mean stale-read\? Valid: .*early-ack/],
  ["run raft --bug stale-read --nemesis pause", /cannot show .*\nIt shows with --nemesis: partit/],
  ["run raft --bug no-persist --nemesis none", /cannot show .*\nIt shows with --nemesis: kill/],
  ["run raft --absent failure", /raft has no option --absent\.\nIt belongs to program/],
  ["run raft --read-proof serial", /There is no read-proof "serial"\.\nValid: lease, round/],
  ["run raft --time-limit soon", /--time-limit "soon" is not a duration .*such as 500ms, 60s/],
  ["run raft --time-limit 0s", /--time-limit "0s" is not a duration from 1ms/],
  ["run raft --op-timeout 9999h", /--op-timeout "9999h" is not a duration .* to 500h/],
  ["run raft --nodes 0", /--nodes "0" is not a whole number from 1 to 99/],
  ["run raft --nodes 5.5", /--nodes "5\.5" is not a whole number/],
  ["run raft --concurrency 2x", /--concurrency "2x" is not a whole number/],
  ["run raft --rate -1", /--rate "-1" is not a number from 0/],
  ["run raft --loss 2", /--loss "2" is not a number from 0 to 1/],
  ["run raft --latency-dist normal", /no latency distribution "normal"\..*\n.*Valid: constant/],
  ["run raft --nope", /unknown option '--nope'/],
  ["run raft --out ./plain.py/store", /a part of the path is a file/],
  ["runn raft", /unknown command 'runn'\n\(Did you mean run\?\)/],
  ["list bgs", /no list "bgs"\.\nDid you mean bugs\?/],
  ["check", /missing required argument/],
  ["check nothing", /There is no run "nothing"\.\nGive a folder that holds a plan\.json/],
  ["check .", /There is no run "\."/],
  ["check plain.py", /plain\.py does not say what it is a history of\.\nGive --model, one of: /],
  ["check plain.py --model regster", /no model "regster"\.\nDid you mean register\?/],
  ["report nothing", /There is no run "nothing"/],
  ["", /Usage: ordeal/],
];

const COMMANDS = ["run", "check", "report", "list", "doctor", "clean", "hunt"];

/** One process types them all. */
const LINES: readonly string[] = [
  ...WRONG.map(([line]) => line),
  "-V",
  "--help",
  ...COMMANDS.map((command) => `${command} --help`),
  "run raftt --json",
  "runn --json",
  "list",
  "list bugs --json",
  "list --json",
];

const desk = new Desk();
desk.file("plain.py", "print()\n");
const before = readdirSync(desk.folder);
const words = LINES.map((line) => line.split(" ").filter((word) => word !== ""));
const ended = await typedInTurn(words, { cwd: desk.folder });
const after = readdirSync(desk.folder);
desk[Symbol.dispose]();

const answerTo = (line: string): Ended => ended[LINES.indexOf(line)] ?? assert.fail(line);
const documentOf = (line: string): unknown => JSON.parse(answerTo(line).stdout);

test("what cannot work is refused with the valid choices", () => {
  for (const [line, says] of WRONG) {
    const { code, stdout, stderr } = answerTo(line);
    assert.match(stderr, says, line);
    assert.equal(stdout, "", line);
    // Where the run cannot be kept the world is wrong, not the line.
    assert.equal(code, line.includes("--out") ? 4 : 254, line);
  }
  assert.deepEqual(after, before, "nothing was made");
});

test("help and version are no errors", () => {
  assert.match(answerTo("-V").stdout, /^\d+\.\d+\.\d+\n$/);
  const whole = answerTo("--help").stdout;
  for (const command of COMMANDS) {
    const { code, stdout } = answerTo(`${command} --help`);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^Usage: ordeal ${command}`), command);
    assert.match(whole, new RegExp(`^  ${command} `, "m"));
  }
});

test("with --json an error is the one document", () => {
  const { error } = documentOf("run raftt --json") as { error: { code: string; hint: string } };
  assert.equal(error.code, "unknown-target");
  assert.match(error.hint, /Did you mean raft/);
  assert.equal(answerTo("run raftt --json").code, 254);
  assert.deepEqual(Object.keys(documentOf("runn --json") as object), ["error"]);
});

test("lists name everything, as text and as JSON", () => {
  const { stdout } = answerTo("list");
  for (const name of ["raft", "etcd", "register", "partition", "docker", "stale-read"])
    assert.match(stdout, new RegExp(`^  ${name} `, "m"));
  const bugs = documentOf("list bugs --json") as readonly Record<string, unknown>[];
  const stale = bugs.find(({ name }) => name === "stale-read");
  assert.deepEqual([stale?.["target"], stale?.["faults"]], ["raft", ["partition"]]);
  const all = Object.keys(documentOf("list --json") as object);
  for (const kind of ["targets", "workloads", "nemeses", "environments", "bugs"])
    assert.ok(all.includes(kind), kind);
});
