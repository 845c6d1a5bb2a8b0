/** Explanations of histories whose trouble is known, and of random ones: a least part, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../check.ts";
import { type ModelName, models } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { pairEvents } from "../formats/operations.ts";
import { readEvents } from "../formats/reader.ts";
import { type Explanation, explain } from "./explain.ts";
import { diceOf, validHistory, withWrongAnswer } from "./histories.laws.ts";

/** One event a line: process, type, f, value. */
const history = (lines: string): readonly Operation[] => [
  ...pairEvents(
    readEvents(
      lines
        .trim()
        .split("\n")
        .map((line) => {
          const [process = "", type = "", f = "", ...value] = line.trim().split(" ");
          return `${process}\t:${type}\t:${f}\t${value.join(" ")}\n`;
        })
        .join(""),
      { format: "jepsen-log" },
    ),
  ),
];
const coreIds = (explanation: Explanation | undefined): readonly number[] =>
  (explanation?.core ?? []).map(({ id }) => id);

test("a stale read: the write, what overwrote it, the read, and nothing else", () => {
  const operations = history(`
    1 invoke write 8
    1 ok write 8
    0 invoke write 1
    0 ok write 1
    2 invoke read nil
    2 ok read 1
    0 invoke write 2
    0 ok write 2
    3 invoke write 7
    1 invoke read nil
    1 ok read 1
    0 invoke read nil
    0 ok read 2`);
  const explanation = explain(operations, models.register());
  assert.deepEqual(coreIds(explanation), [2, 6, 9]);
  assert.deepEqual(explanation?.prefix, { events: 11, of: 13, last: 9 });
  assert.deepEqual(explanation.longest, [0, 2, 4, 6]);
  assert.equal(explanation.least, true);
  assert.deepEqual(explanation.precedence, [
    [2, 6],
    [6, 9],
  ]);
  assert.deepEqual(explanation.sentences, [
    "No order explains 3 operations: write(1) [2], write(2) [6], read() → 1 [9].",
    "Each of these had returned before the next was called: write(1) [2], then write(2) [6], then read() → 1 [9].",
    "The other 4 operations cannot change that.",
    "An order existed until the answer of read() → 1 [9] to process 1, event 11 of 13.",
    "After write(1) [2], write(2) [6] the state is 2: read() → 1 [9] would get another answer.",
  ]);
});

test("a value from nowhere is a core of one", () => {
  const explanation = explain(
    history("0 invoke write 1\n0 ok write 1\n1 invoke read nil\n1 ok read 5"),
    models.register(),
  );
  assert.deepEqual(coreIds(explanation), [2]);
});

test("a write without an answer that might have helped is told as possible", () => {
  const explanation = explain(
    history(`
      0 invoke write 1
      1 invoke read nil
      1 ok read 1
      1 invoke write 2
      1 ok write 2
      1 invoke read nil
      1 ok read 1
      1 invoke write 3
      1 ok write 3
      1 invoke read nil
      1 ok read 1`),
    models.register(),
  );
  assert.deepEqual(
    explanation?.core.filter(({ role }) => role === "possible"),
    [{ id: 0, role: "possible" }],
  );
  assert.match(
    explanation.sentences.join("\n"),
    /may have taken effect at any time .*: write\(1\), no answer \[0\]/,
  );
});

test("a lost element of a queue: the other elements are left out", () => {
  const explanation = explain(
    history(`
      0 invoke enqueue 1
      0 ok enqueue 1
      0 invoke enqueue 2
      0 ok enqueue 2
      0 invoke enqueue 3
      0 ok enqueue 3
      1 invoke dequeue nil
      1 ok dequeue 1
      1 invoke dequeue nil
      1 ok dequeue 3`),
    models.queue(),
  );
  assert.deepEqual(coreIds(explanation), [2, 4, 8]);
});

test("a set's whole read that misses an element, among many", () => {
  const lines = Array.from({ length: 30 }, (_, i) => `0 invoke add ${i}\n0 ok add ${i}`);
  const seen = Array.from({ length: 29 }, (_, i) => i).join(" ");
  const operations = history(`${lines.join("\n")}\n1 invoke read nil\n1 ok read [${seen}]`);
  const explanation = explain(operations, models.set());
  assert.deepEqual(coreIds(explanation), [58, 60]);
});

test("only the key in question is told of", () => {
  const key = (k: string, lines: string): readonly Operation[] =>
    history(lines).map((operation) =>
      Object.assign(
        { ...operation },
        { key: k, id: operation.id + (k === "b" ? 100 : 0), process: `${k}${operation.process}` },
      ),
    );
  const good = key("a", "0 invoke write 1\n0 ok write 1");
  const bad = key("b", "0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read nil");
  const explanation = explain([...good, ...bad], models.register());
  assert.equal(explanation?.key, "b");
  assert.deepEqual(coreIds(explanation), [100, 102]);
  assert.match(explanation.sentences[0] ?? "", /2 operations of key "b"/);
});

test("what is linearizable, or undecided, is not explained", () => {
  assert.equal(explain(history("0 invoke write 1\n0 ok write 1"), models.register()), undefined);
  const stale = history("0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read nil");
  assert.equal(explain(stale, models.register(), { shouldStop: () => true }), undefined);
});

for (const name of [
  "register",
  "cas-register",
  "set",
  "queue",
  "unordered-queue",
  "stack",
  "priority-queue",
  "counter",
  "mutex",
  "append-string",
] as const)
  test(`${name}: every core is impossible, and no answer in it is there without need`, () => {
    let explained = 0;
    for (let round = 0; round < 400 && explained < 30; round++) {
      const dice = diceOf(`explain ${name} ${round}`);
      const failures = round % 2 === 0 ? "ignore" : "observe";
      const operations = withWrongAnswer(validHistory(name, dice, 14), name, dice);
      const explanation = explain(operations, models[name](), { failures });
      assert.equal(
        explanation === undefined,
        check(operations, models[name](), { failures }).valid,
      );
      if (explanation === undefined) continue;
      explained++;
      examine(operations, explanation, name, failures);
    }
    assert.ok(explained >= 8, `${explained} explained`);
  });

function examine(
  operations: readonly Operation[],
  explanation: Explanation,
  name: ModelName,
  failures: "ignore" | "observe",
): void {
  const model = models[name]();
  const { core, orders, sentences } = explanation;
  const story = `${sentences.join("\n")}\n${JSON.stringify(operations)}`;
  const roles = new Map(core.map(({ id, role }) => [id, role]));
  const valid = (known: (id: number) => boolean): unknown => {
    const rest = operations.flatMap((operation): Operation[] => {
      const role = roles.get(operation.id);
      if (role === undefined) return [];
      const { id, process, key, word, input, invoked } = operation;
      return role === "answered" && known(id)
        ? [operation]
        : [{ id, process, key, word, input, invoked, outcome: "info" }];
    });
    return check(rest, model, { failures, algorithms: "search" }).valid;
  };
  // A set's core is about the elements that it names: whole reads are judged with those only.
  const wholeReads =
    name === "set" && operations.some(({ id, word }) => roles.has(id) && word === "read");
  if (!wholeReads) {
    assert.equal(
      valid(() => true),
      false,
      story,
    );
    for (const { id, role } of core)
      if (role === "answered")
        assert.equal(
          valid((other) => other !== id),
          true,
          `${id} is needless\n${story}`,
        );
  }
  assert.ok(core.length > 0 && sentences.length >= 3, story);
  hasAPlaceForAllBefore(operations, explanation, story);
  for (const order of orders) {
    assert.equal(order.ids.length, order.states.length);
    assert.ok(order.hindrances.length > 0 || core.length > 30, story);
  }
}

/** What had been answered before the last answer of the prefix has a place, true to its time. */
function hasAPlaceForAllBefore(
  operations: readonly Operation[],
  { longest, prefix }: Explanation,
  story: string,
): void {
  const returnOf = (operation: Operation | undefined): number =>
    operation === undefined || operation.outcome === "info" ? Infinity : operation.returned;
  const end = returnOf(operations.find(({ id }) => id === prefix.last));
  const answered = operations.filter((one) => one.outcome === "ok" && one.returned < end);
  for (const { id } of answered) assert.ok(longest.includes(id), `${id} has no place\n${story}`);
  const placed = longest.map((id) => operations.find((operation) => operation.id === id));
  for (const [i, later] of placed.entries())
    for (const earlier of placed.slice(0, i))
      assert.ok((earlier?.invoked ?? 0) < returnOf(later), `[${longest}] is no order\n${story}`);
}
