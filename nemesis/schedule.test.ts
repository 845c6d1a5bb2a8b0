/** The schedule in virtual time: what is broken when, and that it is over in time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaultKind } from "#core/fault.ts";
import { endless } from "#core/generator/basic.ts";
import { any } from "#core/generator/combine.ts";
import { timeLimit } from "#core/generator/pace.ts";
import { clients, nemesis } from "#core/generator/route.ts";
import type { History } from "#core/history.ts";
import { pretend, type Pretence } from "#core/interpreter/virtual.ts";
import type { Card } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { millis } from "#core/units.ts";
import { nemeses } from "./registry.ts";
import { defaultRhythm, schedule, type ScheduleSettings } from "./schedule.ts";

interface Setting extends Partial<Omit<ScheduleSettings, "nemeses" | "seed">> {
  readonly kinds?: readonly FaultKind[];
  readonly seed?: string;
  /** How long an injection or a cure takes. */
  readonly takesMs?: number;
  /** The ids of faults that cannot be injected. */
  readonly failing?: readonly string[];
  /** The ids of faults that show no effect. */
  readonly unproven?: readonly string[];
}

const FOUR: readonly FaultKind[] = ["partition", "kill", "pause", "clock"];

/** The nemesis beside clients that are busy all the time, as in a run. */
function run(setting: Setting): History {
  const {
    kinds = FOUR,
    seed = "1",
    takesMs = 10,
    failing = [],
    unproven = [],
    ...special
  } = setting;
  const timeLimitMs = special.timeLimitMs ?? 60_000;
  const settings: ScheduleSettings = {
    seed: seedOf(seed),
    nemeses: kinds.map((kind) => nemeses[kind]),
    knowsLeaders: true,
    timeLimitMs,
    rhythm: defaultRhythm(timeLimitMs, kinds.length),
    atOnce: 1,
    ...special,
  };
  const answer: Pretence["answer"] = ({ thread, op }) => {
    if (thread !== "nemesis") return { after: millis(37), outcome: { type: "ok", value: null } };
    const { id } = op.value as { id: string };
    const error = { code: "inject-failed", message: "" };
    const effect = unproven.includes(id) ? "unproven" : "proven";
    const value = op.f === "cure" ? { id, effect } : op.value;
    const after = millis(takesMs);
    return {
      after,
      outcome: failing.includes(id) ? { type: "info", error } : { type: "ok", value },
    };
  };
  const busy = endless(seedOf("c"), () => ({ f: "read", key: "", value: null }));
  const limit = millis(timeLimitMs);
  const both = any([
    clients(timeLimit(limit, busy)),
    nemesis(timeLimit(limit, schedule(settings))),
  ]);
  return pretend(both, { concurrency: 2, answer }).filter((event) => event.process === "nemesis");
}

interface Dealt {
  readonly id: string;
  readonly kind: FaultKind;
  readonly from: number;
  readonly to: number | null;
}

/** Times in seconds: from when an injection was done to when its cure was asked for. */
function dealt(history: History): readonly Dealt[] {
  const value = (event: History[number]) => event.value as { id: string; card?: Card };
  return history
    .filter((event) => event.f === "inject" && event.type !== "invoke")
    .map((event) => {
      const { id, card } = value(
        history.find((e) => e.f === "inject" && value(e).id === value(event).id) ?? event,
      );
      const cure = history.find((e) => e.f === "cure" && value(e).id === id);
      const kind = card?.kind ?? assert.fail();
      return { id, kind, from: event.time / 1e9, to: cure === undefined ? null : cure.time / 1e9 };
    });
}

const countOf = (faults: readonly Dealt[], kind: FaultKind): number =>
  faults.filter((fault) => fault.kind === kind && fault.to !== null).length;

test("no kind comes a second time before each had its turn", () => {
  for (const seed of ["1", "2", "3"]) {
    const kinds = dealt(run({ seed, timeLimitMs: 120_000 })).map(({ kind }) => kind);
    for (let round = 0; round + 4 <= kinds.length; round += 4) {
      assert.deepEqual(kinds.slice(round, round + 4).toSorted(), FOUR.toSorted());
    }
  }
});

test("60 s, four kinds, two seconds for each injection and cure together: two of each and more", () => {
  for (let seed = 0; seed < 20; seed++) {
    const faults = dealt(run({ seed: `${seed}`, takesMs: 1000 }));
    for (const kind of FOUR) assert.ok(countOf(faults, kind) >= 2, `${kind}, seed ${seed}`);
  }
});

test("30 s, three kinds: each at least once, even if all takes two seconds; if not, twice", () => {
  const kinds = FOUR.slice(0, 3);
  for (let seed = 0; seed < 20; seed++) {
    const slow = dealt(run({ seed: `${seed}`, kinds, timeLimitMs: 30_000, takesMs: 2000 }));
    const quick = dealt(run({ seed: `${seed}`, kinds, timeLimitMs: 30_000, takesMs: 50 }));
    for (const kind of kinds) {
      assert.ok(countOf(slow, kind) >= 1, `slow ${kind}, seed ${seed}`);
      assert.ok(countOf(quick, kind) >= 2, `quick ${kind}, seed ${seed}`);
    }
  }
});

test("one at a time; every cure is asked for before time is up, with time left to recover", () => {
  for (const timeLimitMs of [5000, 30_000, 60_000, 300_000]) {
    const faults = dealt(run({ timeLimitMs }));
    assert.ok(faults.length > 0);
    for (const [i, { from, to }] of faults.entries()) {
      assert.ok(to !== null && to > from && to < timeLimitMs / 1000);
      assert.ok(from > (faults[i - 1]?.to ?? 0));
    }
  }
});

test("the clients work for a while before the first fault", () => {
  const [first] = run({});
  assert.equal((first?.time ?? 0) / 1e6, defaultRhythm(60_000, 4).intervalMs);
});

test("the same seed deals the same cards, another seed others", () => {
  const cards = (seed: string): string => JSON.stringify(run({ seed }).map((event) => event.value));
  assert.equal(cards("7"), cards("7"));
  assert.notEqual(cards("7"), cards("8"));
});

test("what failed to begin is not cured, and the next comes all the same", () => {
  const history = run({ failing: ["f1"] });
  const cured = history.filter((e) => e.f === "cure").map((e) => (e.value as { id: string }).id);
  assert.ok(!cured.includes("f1") && cured.includes("f2"));
});

test("a kind whose turn was in vain comes once more in its round, and no more than once", () => {
  const kinds = (setting: Setting): readonly FaultKind[] =>
    dealt(run({ timeLimitMs: 120_000, ...setting }))
      .slice(0, 9)
      .map(({ kind }) => kind);
  const [first, ...others] = kinds({});
  assert.deepEqual(kinds({ failing: ["f1"] }).slice(0, 5), [first, ...others.slice(0, 3), first]);
  assert.deepEqual(kinds({ unproven: ["f1"] }), kinds({ failing: ["f1"] }));
  const stubborn = kinds({ failing: ["f1", "f5"] });
  assert.deepEqual(stubborn.slice(5, 9).toSorted(), FOUR.toSorted());
});

test("several at once only if asked, and never two of a kind", () => {
  const rhythm = { holdMs: 6000, intervalMs: 1000 };
  const faults = dealt(run({ rhythm, atOnce: 2, timeLimitMs: 120_000 }));
  const together = faults.flatMap((a) =>
    faults.filter((b) => a.from < b.from && b.from < (a.to ?? 0)).map((b) => [a.kind, b.kind]),
  );
  assert.ok(together.length > 5);
  assert.ok(together.every(([a, b]) => a !== b));
  for (const { from } of faults) {
    assert.ok(faults.filter((b) => b.from <= from && from < (b.to ?? 0)).length <= 2);
  }
});

test("no kinds, no faults; no time, no faults", () => {
  assert.deepEqual(run({ kinds: [] }), []);
  assert.deepEqual(run({ timeLimitMs: 100, rhythm: defaultRhythm(100, 4) }), []);
});
