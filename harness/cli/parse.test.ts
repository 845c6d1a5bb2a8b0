/** What people type. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { concurrencyOf, decimal, durationMs, names, wholeNumber } from "./parse.ts";

test("durations", () => {
  const parsed = ["500ms", "60s", "2m", "1.5h", "7"].map((text) => durationMs("--x", text));
  assert.deepEqual(parsed, [500, 60_000, 120_000, 5_400_000, 7000]);
  assert.throws(() => durationMs("--time-limit", "soon"), /--time-limit "soon" is not a duration/);
  for (const text of ["0", "0s", "0.1ms", "501h", "1e3s", "5 minutes", ""])
    assert.throws(() => durationMs("--time-limit", text), /from 1ms to 500h/, text);
  assert.throws(() => durationMs("--time-limit", "-5s"), /not a duration/);
});

test("numbers have bounds", () => {
  assert.equal(wholeNumber("--nodes", "5", 1, 9), 5);
  assert.throws(() => wholeNumber("--nodes", "0", 1, 9), /from 1 to 9/);
  assert.throws(() => wholeNumber("--nodes", "5.5", 1, 9), /whole number/);
  assert.equal(concurrencyOf("2n", 5), 10);
  assert.equal(concurrencyOf("7", 5), 7);
});

test("decimals", () => {
  assert.deepEqual(
    ["0", "0.5", ".5", "1e-3"].map((text) => decimal("--loss", text, 0, 1)),
    [0, 0.5, 0.5, 0.001],
  );
  for (const text of ["", "-0.1", "1.1", "0x1", "NaN", "Infinity", "1,5"])
    assert.throws(() => decimal("--loss", text, 0, 1), /not a number from 0 to 1/, text);
});

test("an unknown name is answered with the nearest and all that would do", () => {
  assert.deepEqual(names("nemesis", "kill, pause,kill", ["kill", "pause"]), ["kill", "pause"]);
  assert.throws(() => names("nemesis", "pasue", ["kill", "pause"]), {
    message: 'There is no nemesis "pasue".',
    hint: "Did you mean pause? Valid: kill, pause.",
  });
});
