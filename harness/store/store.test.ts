/** What is written can be read, also after a kill in the middle of a line. */
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Event } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import { nanos, processId } from "#core/units.ts";
import { openJournal } from "./journal.ts";
import { layout } from "./layout.ts";
import { readHistory } from "./read.ts";
import { createRun, findRun, readPlan, readScript, runName } from "./runs.ts";

const folderOf = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-store-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
};
const event = (index: number, value: unknown = null): Event => ({
  index,
  time: nanos(index * 1000),
  process: processId(0),
  type: index % 2 === 0 ? "invoke" : "ok",
  f: "read",
  value,
});

test("a history comes back as it was written, whatever is in its values", (t) => {
  const path = join(folderOf(t), "history.jsonl");
  const written = [event(0), event(1, 'line\nbreak "quotes" ü 😀'), event(2), event(3, [1, null])];
  {
    using journal = openJournal(path);
    journal.append(written.slice(0, 1));
    assert.equal(readHistory(path).history.length, 1, "on disk before append returns");
    journal.append(written.slice(1));
  }
  assert.deepEqual(readHistory(path).history, written);
});

test("a torn tail costs one record, and is told of", (t) => {
  const path = join(folderOf(t), "history.jsonl");
  const lines = [event(0), event(1), event(2)].map((e) => JSON.stringify(e));
  const whole = `${lines.join("\n")}\n`;
  const last = whole.lastIndexOf("{");
  for (let cut = last + 1; cut < whole.length - 1; cut++) {
    writeFileSync(path, whole.slice(0, cut));
    const { history, torn } = readHistory(path);
    assert.deepEqual([history.length, torn], [2, true], `cut at byte ${cut}`);
  }
  writeFileSync(path, whole.trimEnd());
  assert.deepEqual([readHistory(path).history.length, readHistory(path).torn], [3, false]);
});

test("a line in the middle that is no event is refused with its number", (t) => {
  const path = join(folderOf(t), "history.jsonl");
  writeFileSync(path, `${JSON.stringify(event(0))}\nrubbish\n${JSON.stringify(event(1))}\n`);
  assert.throws(() => readHistory(path), /history\.jsonl:2 is not an event/);
  writeFileSync(path, '{"index":0}\n');
  assert.throws(() => readHistory(path), /:1 is not an event/);
});

test("a history longer than the reader's buffer, with characters across its borders", (t) => {
  const path = join(folderOf(t), "history.jsonl");
  const value = "ü😀".repeat(700);
  const events = Array.from({ length: 1500 }, (_, i) => event(i, value));
  for (const one of events) appendFileSync(path, `${JSON.stringify(one)}\n`);
  assert.ok(readFileSync(path).length > 3 << 20);
  assert.deepEqual(readHistory(path).history, events);
});

test("a run is found by path, by name, and as latest", (t) => {
  const store = folderOf(t);
  const first = createRun(store, planOf({ run: "first" }));
  createRun(store, planOf({ run: "second" }));
  assert.equal(readlinkSync(layout.latest(store)), "second");
  assert.equal(readPlan(findRun(store, "latest")).run, "second");
  assert.equal(readPlan(findRun(store, "first")).run, "first");
  assert.equal(findRun("elsewhere", first), first);
  assert.throws(() => findRun(store, "third"), /There is no run "third"/);
});

test("names of runs sort by time and are safe as labels", () => {
  const name = runName(new Date("2026-11-20T18:30:12.345Z"), ["My Target!", "set"], "7f3a");
  assert.equal(name, "20261120-183012-my-target--set-7f3a");
});

test("a script is believed only where it says what a script says; older ones are filled up", (t) => {
  const store = folderOf(t);
  const folder = createRun(store, planOf({ run: "scripted" }));
  const pause = { kind: "pause", name: "n1 paused", nodes: ["n1"] };
  const fault = { id: "f1", at: 1, until: 2, fault: pause, card: null };
  const old = {
    operations: [{ at: 5, thread: 0, f: "read", key: "x", value: null }],
    faults: [fault],
    final: ["x"],
  };
  const read = (value: unknown): unknown => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    writeFileSync(layout.script(folder), text);
    return readScript(folder);
  };
  assert.deepEqual(read(old), { ...old, faults: [{ ...fault, turns: [0, 1] }], lasts: 0 });
  for (const [value, complaint] of [
    ["{", /JSON/],
    ["[]", /operations/],
    [{ ...old, operations: [{ at: "soon" }] }, /operation 0 is \{"at":"soon"\}/],
    [{ ...old, faults: [{ ...fault, until: 0 }] }, /fault 0/],
    [{ ...old, faults: [{ ...fault, fault: { kind: "flood" } }] }, /fault 0.*flood/],
    [{ ...old, final: [7] }, /"final"/],
    [{ ...old, lasts: "long" }, /"lasts"/],
  ] as const)
    assert.throws(() => read(value), complaint);
});
