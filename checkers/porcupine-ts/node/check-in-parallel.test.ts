/** Threads give the same answer and the same evidence as one thread does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../check.ts";
import { BadHistory } from "../errors.ts";
import { historyOf } from "../history-text.laws.ts";
import { models } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { checkInParallel } from "./check-in-parallel.ts";

const KEYS = 12;

/** Each key is written and read; the keys named read what was never there. */
function keyed(wrong: readonly number[]): readonly Operation[] {
  return historyOf(
    Array.from({ length: KEYS }, (_, k) => {
      const read = wrong.includes(k) ? 7 : 1;
      return `k${k}:p${k} [1,2] write 1\nk${k}:p${k} [3,4] read -> ${read}`;
    }).join("\n"),
  );
}

for (const wrong of [[], [11], [3, 5, 9]])
  test(`${wrong.length} impossible keys: the answer is that of one thread`, async () => {
    const history = keyed(wrong);
    const alone = check(history, models.register());
    for (const threads of [2, 3]) {
      const together = await checkInParallel(history, "register", { threads });
      assert.equal(together.valid, alone.valid);
      if (together.valid !== false || alone.valid !== false) continue;
      assert.deepEqual(together.evidence, alone.evidence);
    }
  });

test("what takes long is handed over, and the answer stays the same", async () => {
  // The first key needs a search; then comes an impossible one.
  const sums = Array.from({ length: 16 }, (_, i) => `a:p${i} [1,9] add ${1 << i}`);
  const history = historyOf(`${sums.join("\n")}
    a:p99 [3,4] read -> 43691
    b:p0 [11,12] add 1
    b:p0 [13,14] read -> 0
    c:p1 [11,12] add 1
  `);
  const alone = check(history, models.counter());
  const together = await checkInParallel(history, "counter", { headStartMs: 0 });
  assert.ok(alone.valid === false && together.valid === false);
  assert.deepEqual(together.evidence, alone.evidence);
});

test("models that need the values get them", async () => {
  const history = historyOf(`
    x:p0 [1,2] append "a"
    y:p1 [1,2] append "b"
    x:p0 [3,4] get -> "a"
    y:p1 [3,4] get -> "a"
  `);
  const answer = await checkInParallel(history, "append-string", { threads: 2 });
  assert.ok(answer.valid === false);
  assert.equal(answer.evidence.key, "y");
});

test("an aborted check is unknown", async () => {
  const answer = await checkInParallel(keyed([]), "register", { signal: AbortSignal.abort() });
  assert.equal(answer.valid, "unknown");
});

test("a limit that is over at once is unknown, on threads as well", async () => {
  const options = { threads: 2, limitMs: 0, algorithms: "search" } as const;
  const answer = await checkInParallel(keyed([]), "register", options);
  assert.ok(answer.valid === "unknown");
  assert.equal(answer.reason, "stopped");
});

test("what makes no sense is refused before any thread starts", async () => {
  const history = historyOf("x:p0 [2,1] write 1\ny:p1 [1,2] write 1");
  await assert.rejects(checkInParallel(history, "register", { threads: 2 }), BadHistory);
});
