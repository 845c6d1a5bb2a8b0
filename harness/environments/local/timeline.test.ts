/** Later things happen in order of time, and in order of arrival where the time is the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "#core/seed.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";
import { Timeline } from "./timeline.ts";

/** A clock that a test sets; the timeline only asks it whether something is due. */
function stillClock(): { now: () => Nanos; set(to: Nanos): void; sleep: () => Promise<void> } {
  let time = nanos(0);
  return { now: () => time, set: (to) => (time = to), sleep: async () => {} };
}

test("a thousand entries in any order come out in order", async () => {
  const clock = stillClock();
  const timeline = new Timeline(clock);
  const dice = seedOf("timeline").open();
  const seen: { readonly due: number; readonly i: number }[] = [];
  const done = new Promise<void>((resolve) => {
    for (let i = 0; i < 1000; i++) {
      const due = nanos(dice.int(50));
      timeline.at(due, () => void seen.push({ due, i }));
    }
    timeline.at(millis(1), resolve);
  });
  assert.equal(timeline.size, 1001);
  clock.set(millis(1));
  await done;
  assert.equal(seen.length, 1000);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a.due - b.due || a.i - b.i),
  );
});

test("an entry that is due before all others is not kept waiting by them", async () => {
  const clock = stillClock();
  const timeline = new Timeline(clock);
  timeline.at(millis(3_600_000), () => assert.fail("an hour has not passed"));
  await new Promise<void>((resolve) => {
    timeline.at(millis(1), resolve);
    clock.set(millis(1));
  });
  timeline.clear();
  assert.equal(timeline.size, 0);
});
