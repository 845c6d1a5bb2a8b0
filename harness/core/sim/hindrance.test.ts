/** Trouble on links, one message at a time: what arrives when, and what is said of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Link, Trouble } from "../fault.ts";
import { seedOf } from "../seed.ts";
import { millis, nodeId, toMillis } from "../units.ts";
import { Hindrance, troubleWords, wayOf } from "./hindrance.ts";

const LINK: Link = [nodeId("n1"), nodeId("n2")];

/** A hundred messages of a hundred bytes, a millisecond apart; when each arrives, null if held. */
function pass(trouble: Trouble) {
  const hindrance = new Hindrance(trouble, [LINK]);
  const dice = seedOf("trouble").open();
  const arrivals = Array.from({ length: 100 }, (_, i) => {
    const message = { way: wayOf(...LINK), at: millis(i), size: () => 100 };
    return hindrance.bend(message, dice)?.map((at) => toMillis(at) - i) ?? null;
  });
  return { arrivals, proof: hindrance.proof() };
}

test("loss takes its share", () => {
  const { arrivals, proof } = pass({ mode: "loss", perMille: 300 });
  const lost = arrivals.filter((times) => times?.length === 0).length;
  assert.ok(lost > 15 && lost < 45);
  assert.equal(proof.effect, "proven");
  assert.equal(proof.evidence, `${lost} of 100 messages lost: n1→n2 ${lost}`);
});

test("what is repeated comes at once and once more", () => {
  const { arrivals } = pass({ mode: "duplication", perMille: 1000, laterMs: 500 });
  const late = arrivals.map((times) => {
    assert.ok(times?.length === 2 && times[0] === 0);
    return times[1] ?? 0;
  });
  assert.ok(Math.max(...late) > 400 && Math.max(...late) <= 500 && Math.min(...late) < 100);
});

test("a delay befalls all, within its jitter; the evidence says by how much", () => {
  const { arrivals, proof } = pass({ mode: "delay", delayMs: 80, jitterMs: 40 });
  assert.ok(arrivals.every((times) => (times?.[0] ?? 0) >= 80 && (times?.[0] ?? 0) <= 120));
  assert.equal(proof.evidence, "100 messages delayed by 80 to 120 ms: n1→n2 100");
});

test("some are held back, so that those behind them overtake", () => {
  const { arrivals } = pass({ mode: "reordering", perMille: 300, delayMs: 50 });
  const delays = new Set(arrivals.flat());
  assert.deepEqual([...delays].toSorted(), [0, 50]);
});

test("a narrow link makes each wait for those before it, and drops what would wait too long", () => {
  const { arrivals, proof } = pass({ mode: "bandwidth", bytesPerSecond: 5000 });
  assert.deepEqual(arrivals.slice(0, 3), [[20], [39], [58]]);
  const dropped = arrivals.filter((times) => times?.length === 0).length;
  assert.ok(dropped > 30);
  assert.match(
    proof.evidence,
    new RegExp(
      String.raw`squeezed .* \(the slowest in 10\d\d ms, ${dropped} found the queue full\)`,
    ),
  );
});

test("what is held does not arrive until somebody lets it go", () => {
  const { arrivals } = pass({ mode: "hold", perMille: 1000 });
  assert.ok(arrivals.every((times) => times === null));
});

test("other links are left alone, and a link where nothing was said proves nothing", () => {
  const hindrance = new Hindrance({ mode: "loss", perMille: 1000 }, [LINK]);
  const other = { way: "n2→n1", at: millis(1), size: () => 1 };
  assert.deepEqual(hindrance.bend(other, seedOf("").open()), [millis(1)]);
  const { effect, evidence } = hindrance.proof();
  assert.deepEqual([effect, evidence], ["unproven", "nobody sent a message on its links"]);
});

test("a share is said, all is not", () => {
  const loss = (perMille: number): string => troubleWords({ mode: "loss", perMille }, "from n3");
  assert.equal(loss(300), "30% of the messages from n3 lost");
  assert.equal(loss(1000), "messages from n3 lost");
});
