/** Outages against their definition, counted out millisecond by millisecond. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { latencyOf } from "#core/answered.ts";
import { historyOf } from "#core/history.dialect.ts";
import { operationsOf, type Operation } from "#core/history.ts";
import { seedOf } from "#core/seed.ts";
import { millis } from "#core/units.ts";
import { outagesOf } from "./outages.ts";

const PATIENCE_MS = 20;

/** Operations of ever new processes, answered at once, late, or not at all. */
function operations(label: string): readonly Operation[] {
  const dice = seedOf("outages").child(label).open();
  let now = 0;
  const lines = Array.from({ length: 30 }, (_, i) => {
    now += 1 + dice.int(12);
    const bad = dice.chance(Math.floor(i / 6) % 2 === 0 ? 100 : 900);
    const late = dice.chance(100) ? PATIENCE_MS : 0;
    return `${now}-${now + 1 + late + dice.int(20)} p${i} read x ${bad ? "?timeout" : "-> 1"}`;
  });
  return operationsOf(historyOf(lines.join("\n")));
}

/** The moments (ms) at which somebody asked in vain, and whether the next were in vain as well. */
function counted(all: readonly Operation[]): readonly (readonly [number, number | null])[] {
  const good = (op: Operation): boolean => (latencyOf(op) ?? Infinity) <= millis(PATIENCE_MS);
  return all.flatMap((op, i) => {
    if (good(op) || (i > 0 && !good(all[i - 1] ?? op))) return [];
    const end = all.find((later) => later.invoked > op.invoked && good(later));
    const length = (end?.invoked ?? (all.at(-1)?.invoked ?? 0) + millis(1000)) - op.invoked;
    return length >= millis(PATIENCE_MS)
      ? [[op.invoked / 1e6, end === undefined ? null : end.invoked / 1e6] as const]
      : [];
  });
}

test("outages are those of the definition", () => {
  let found = 0;
  for (let run = 0; run < 300; run++) {
    const all = operations(String(run));
    const end = millis((all.at(-1)?.invoked ?? 0) / 1e6 + 1000);
    const outages = outagesOf(all, millis(PATIENCE_MS), end);
    const told = outages.map(({ from, to }) => [from / 1e6, to === null ? null : to / 1e6]);
    assert.deepEqual(told, counted(all));
    found += told.length;
  }
  assert.ok(found > 300, `${found} outages`);
});

test("the resolution is the time in which nobody asked, at most the outage itself", () => {
  for (let run = 0; run < 100; run++) {
    for (const { lengthMs, resolutionMs } of outagesOf(
      operations(`${run}`),
      millis(20),
      millis(0),
    )) {
      assert.ok(resolutionMs >= 0 && resolutionMs <= lengthMs);
    }
  }
});
