/** Generators in virtual time: what they ask, who is asked, and when, literally. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { History } from "../history.ts";
import { perfect, pretend, type Pretence } from "../interpreter/virtual.ts";
import type { Invocation } from "../operation.ts";
import { seedOf } from "../seed.ts";
import { millis, nanos } from "../units.ts";
import { endless, log, once, rest } from "./basic.ts";
import { any, flipFlop, mix, phases, sequence, synchronize } from "./combine.ts";
import type { Generator } from "./generator.ts";
import { concurrentKeys, onKey, sequentialKeys } from "./independent.ts";
import { cycle, delay, limit, repeat, stagger, timeLimit } from "./pace.ts";
import { clients, eachThread, nemesis, reserve, untilOk } from "./route.ts";

const op = (f: string, value: unknown = null): Invocation => ({ f, key: "", value });
const one = (f: string): Generator => once(op(f));
const many = (f: string): Generator =>
  endless(seedOf(f), (_, index) => ({ f, key: "", value: index }));

/** `10ms 0 read` for an invocation, `20ms 0 ok read` for a completion. */
const lines = (history: History): string[] =>
  history.map((event) => {
    const type = event.type === "invoke" ? "" : ` ${event.type}`;
    const key = event.key === undefined ? "" : `@${event.key}`;
    const value = typeof event.value === "number" ? ` ${event.value}` : "";
    return `${event.time / 1e6}ms ${event.process}${type} ${event.f}${key}${value}`;
  });
const invocations = (history: History): string[] =>
  lines(history.filter((event) => event.type === "invoke"));
const run = (generator: Generator, world: Partial<Pretence> = {}): string[] =>
  invocations(pretend(generator, { concurrency: 1, answer: perfect, ...world }));

test("once: one operation, then its completion", () => {
  const history = pretend(clients(one("read")), { concurrency: 1, answer: perfect });
  assert.deepEqual(lines(history), ["0ms 0 read", "10ms 0 ok read"]);
});

test("limit and endless: as many as asked, each when the thread is free", () => {
  const asked = run(clients(limit(3, many("w"))));
  assert.deepEqual(asked, ["0ms 0 w 0", "10ms 0 w 1", "20ms 0 w 2"]);
});

test("repeat gives the same operation, cycle starts over", () => {
  assert.deepEqual(run(clients(repeat(many("w"), 2))), ["0ms 0 w 0", "10ms 0 w 0"]);
  const twice = cycle(sequence(one("a"), one("b")), 2);
  assert.deepEqual(run(clients(twice)), ["0ms 0 a", "10ms 0 b", "20ms 0 a", "30ms 0 b"]);
});

test("cycle of nothing ends instead of turning for ever", () => {
  assert.deepEqual(run(clients(cycle(sequence()))), []);
});

test("sequence goes on at once, phases wait until every thread is free", () => {
  const slow: Pretence["answer"] = ({ op: { f } }) => ({
    after: millis(f === "slow" ? 50 : 10),
    outcome: { type: "ok", value: undefined },
  });
  const both = [one("slow"), one("next")] as const;
  const world = { concurrency: 2, answer: slow };
  assert.deepEqual(run(clients(sequence(...both)), world), ["0ms 0 slow", "0ms 1 next"]);
  assert.deepEqual(run(clients(phases(...both)), world), ["0ms 0 slow", "50ms 1 next"]);
});

test("synchronize under any waits for its own threads only", () => {
  const generator = any([clients(synchronize(one("read"))), nemesis(limit(2, many("cut")))]);
  assert.deepEqual(run(generator), ["0ms 0 read", "0ms nemesis cut 0", "10ms nemesis cut 1"]);
});

test("timeLimit counts from its first operation, and lets open ones complete", () => {
  const limited = clients(sequence(rest(millis(100)), timeLimit(millis(25), many("w"))));
  assert.deepEqual(run(limited), ["100ms 0 w 0", "110ms 0 w 1", "120ms 0 w 2"]);
});

test("timeLimit ends on time though the inner generator sleeps on", () => {
  const sleepy = sequence(one("a"), rest(millis(500)), one("b"));
  const generator = sequence(timeLimit(millis(30), sleepy), one("after"));
  assert.deepEqual(run(clients(generator)), ["0ms 0 a", "30ms 0 after"]);
});

test("delay is exact, and late operations do not make the next ones hurry", () => {
  assert.deepEqual(run(clients(limit(3, delay(millis(15), many("w"))))), [
    "0ms 0 w 0",
    "15ms 0 w 1",
    "30ms 0 w 2",
  ]);
  assert.deepEqual(run(clients(limit(3, delay(millis(5), many("w"))))), [
    "0ms 0 w 0",
    "10ms 0 w 1",
    "20ms 0 w 2",
  ]);
});

test("stagger keeps the mean rate, whatever the number of threads", () => {
  for (const concurrency of [5, 50]) {
    const staggered = stagger(seedOf("pace"), millis(10), many("w"));
    const history = pretend(clients(timeLimit(millis(60_000), staggered)), {
      concurrency,
      answer: perfect,
    });
    const count = history.filter((event) => event.type === "invoke").length;
    assert.ok(count > 5700 && count < 6300, `${count} operations in 60 s at 100 a second`);
  }
});

/** So many operations in so many milliseconds at one in 10 ms, by one thread that needs so long. */
const staggered = (durationMs: number, needs: (index: number) => number): readonly number[] => {
  let index = 0;
  const history = pretend(clients(stagger(seedOf("pace"), millis(10), many("w"))), {
    concurrency: 1,
    until: millis(durationMs),
    answer: () => ({ after: millis(needs(index++)), outcome: { type: "ok", value: undefined } }),
  });
  return history.filter(({ type }) => type === "invoke").map(({ time }) => time / 1e6);
};

test("stagger makes up for small delays", () => {
  const { length } = staggered(60_000, () => 8);
  assert.ok(length > 5700 && length < 6300, `${length} operations in 60 s at 100 a second`);
});

test("an outage is not followed by a burst", () => {
  const times = staggered(3000, (index) => (index === 50 ? 2000 : 0));
  const end = (times[50] ?? 0) + 2000;
  const soon = times.filter((time) => time >= end && time < end + 100).length;
  assert.ok(soon <= 25, `${soon} operations in the first 100 ms after it, where 10 are usual`);
});

test("an operation that waited for a thread says how late it is", () => {
  const slow: Pretence["answer"] = () => ({
    after: millis(500),
    outcome: { type: "ok", value: undefined },
  });
  const staggered = limit(2, stagger(seedOf("pace"), millis(10), many("w")));
  const history = pretend(clients(staggered), { concurrency: 1, answer: slow });
  const [, late] = history.filter((event) => event.type === "invoke");
  assert.equal(late?.time, 500e6);
  assert.ok((late?.late ?? 0) >= 480e6 && (late?.late ?? 0) < 500e6);
});

test("mix draws by lot, and drops those that ended", () => {
  const mixed = mix(seedOf("m"), [limit(100, many("a")), limit(300, many("b"))]);
  const names = run(clients(mixed)).map((line) => line.split(" ")[2]);
  assert.equal(names.filter((name) => name === "a").length, 100);
  assert.equal(names.filter((name) => name === "b").length, 300);
  const early = names.slice(0, 100).filter((name) => name === "a").length;
  assert.ok(early > 30 && early < 70, `${early} of the first hundred`);
});

test("flipFlop takes turns and ends with the first that ends", () => {
  const turns = flipFlop(limit(2, many("a")), many("b"));
  assert.deepEqual(run(clients(turns)), ["0ms 0 a 0", "10ms 0 b 0", "20ms 0 a 1", "30ms 0 b 1"]);
});

test("any: the soonest first, equals in turn", () => {
  const both = any([limit(2, many("a")), limit(2, many("b"))]);
  assert.deepEqual(run(clients(both)), ["0ms 0 a 0", "10ms 0 b 0", "20ms 0 a 1", "30ms 0 b 1"]);
  const later = any([sequence(rest(millis(15)), one("late")), limit(3, many("b"))]);
  assert.deepEqual(run(clients(later)), ["0ms 0 b 0", "10ms 0 b 1", "20ms 0 late", "30ms 0 b 2"]);
});

test("clients and nemesis see only their own threads", () => {
  const generator = any([clients(limit(2, many("w"))), nemesis(one("cut"))]);
  const history = pretend(generator, { concurrency: 2, answer: perfect });
  assert.deepEqual(invocations(history), ["0ms 0 w 0", "0ms nemesis cut", "0ms 1 w 1"]);
  const done = history.find((event) => event.process === "nemesis" && event.type !== "invoke");
  assert.equal(done?.type, "info", "a fault neither succeeds nor fails");
});

test("reserve gives the first threads to the first generator", () => {
  const generator = clients(reserve([[2, limit(2, many("w"))]], limit(2, many("r"))));
  assert.deepEqual(run(generator, { concurrency: 4 }), [
    "0ms 0 w 0",
    "0ms 1 w 1",
    "0ms 2 r 0",
    "0ms 3 r 1",
  ]);
});

test("eachThread: a copy each", () => {
  const generator = clients(eachThread(limit(2, many("r"))));
  assert.deepEqual(run(generator, { concurrency: 2 }), [
    "0ms 0 r 0",
    "0ms 1 r 0",
    "10ms 0 r 1",
    "10ms 1 r 1",
  ]);
});

test("untilOk tries again, as a new process after each info", () => {
  let tries = 0;
  const generator = clients(eachThread(untilOk(many("r"))));
  const history = pretend(generator, {
    concurrency: 1,
    answer: () => {
      const error = { code: "timeout", message: "" };
      const outcome = ++tries < 3 ? ({ type: "info", error } as const) : null;
      return { after: millis(10), outcome: outcome ?? { type: "ok", value: 7 } };
    },
  });
  assert.deepEqual(lines(history), [
    "0ms 0 r 0",
    "10ms 0 info r 0",
    "10ms 1 r 1",
    "20ms 1 info r 1",
    "20ms 2 r 2",
    "30ms 2 ok r 7",
  ]);
});

test("a fail keeps its process, an info never comes back", () => {
  const error = { code: "no", message: "" };
  const outcomes = ["fail", "info", "ok"] as const;
  const history = pretend(clients(limit(3, many("w"))), {
    concurrency: 1,
    answer: ({ op: { value } }) => {
      const type = outcomes[value as number] ?? "ok";
      const outcome = type === "ok" ? ({ type, value } as const) : ({ type, error } as const);
      return { after: millis(10), outcome };
    },
  });
  const asked = history.filter((event) => event.type === "invoke");
  assert.deepEqual(
    asked.map((event) => event.process),
    [0, 0, 1],
  );
});

test("keys one after another", () => {
  const generator = clients(sequentialKeys(["x", "y"], () => limit(2, many("w"))));
  assert.deepEqual(run(generator), ["0ms 0 w@x 0", "10ms 0 w@x 1", "20ms 0 w@y 0", "30ms 0 w@y 1"]);
});

test("keys side by side, a group each; whoever is done takes the next key", () => {
  const keys = ["x", "y", "z"];
  const generator = clients(
    concurrentKeys(
      2,
      (i) => keys[i] ?? null,
      () => limit(2, many("w")),
    ),
  );
  assert.deepEqual(run(generator, { concurrency: 4 }), [
    "0ms 0 w@x 0",
    "0ms 1 w@x 1",
    "0ms 2 w@y 0",
    "0ms 3 w@y 1",
    "10ms 0 w@z 0",
    "10ms 1 w@z 1",
  ]);
});

test("log says a sentence and never enters the history", () => {
  assert.deepEqual(run(clients(sequence(log("hello"), one("r")))), ["0ms 0 r"]);
});

test("the law: asking twice gives the same answer, and changes nothing", () => {
  const context = {
    now: nanos(0),
    free: [0, 1],
    threads: [0, 1, "nemesis"] as const,
    process: () => "nemesis" as const,
    node: () => "n1" as never,
  };
  const some = [many("a"), many("b")];
  const all: Record<string, Generator> = {
    mix: mix(seedOf("1"), some),
    // The generator of that name; the type is nowhere.
    any: any(some),
    stagger: stagger(seedOf("1"), millis(3), many("a")),
    keys: concurrentKeys(
      1,
      (i) => `k${i}`,
      () => many("a"),
    ),
    each: eachThread(many("a")),
    key: onKey("k", many("a")),
  };
  for (const [name, generator] of Object.entries(all)) {
    const plain = (x: unknown): unknown => JSON.parse(JSON.stringify(x));
    assert.deepEqual(plain(generator.next(context)), plain(generator.next(context)), name);
  }
});
