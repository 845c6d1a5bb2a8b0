/** The simulated network: where every message went is known, and lives are not confused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LinkSettings } from "#core/ports/environment.ts";
import { seedOf } from "#core/seed.ts";
import { nanos, nodeId } from "#core/units.ts";
import { Network, type Receiver } from "./network.ts";

const [n1, n2] = [nodeId("n1"), nodeId("n2")];
const instant: LinkSettings = {
  latencyMs: 0,
  latency: "constant",
  lossPerMille: 0,
  duplicatePerMille: 0,
};

interface Listener extends Receiver {
  readonly got: string[];
  /** Resolves when this line has come. */
  hears(text: string): Promise<void>;
}

function listener(room = Infinity): Listener {
  const got: string[] = [];
  const waiting = new Map<string, () => void>();
  return {
    got,
    hears: (text) => new Promise((resolve) => waiting.set(text, resolve)),
    write(text) {
      if (got.length >= room) return false;
      got.push(text);
      waiting.get(text)?.();
      return true;
    },
  };
}

function networkOf(links: Partial<LinkSettings> = {}): Network {
  const start = process.hrtime.bigint();
  const now = () => nanos(Number(process.hrtime.bigint() - start));
  const clock = { now, sleep: async () => {} };
  return new Network({ clock, seed: seedOf("1"), links: { ...instant, ...links }, zones: [] });
}

test("without latency a message is there at once, in order", () => {
  const network = networkOf();
  const there = listener();
  network.attach(n2, there);
  for (let i = 0; i < 5; i++) network.send(n1, n2, String(i));
  assert.deepEqual(there.got, ["0", "1", "2", "3", "4"]);
});

test("a cut drops one direction and counts what it dropped; overlapping cuts all count", () => {
  const network = networkOf();
  const [one, two] = [listener(), listener()];
  network.attach(n1, one);
  network.attach(n2, two);
  const [cut, same] = [network.cut([[n1, n2]]), network.cut([[n1, n2]])];
  network.send(n1, n2, "lost");
  network.send(n2, n1, "passes");
  cut.remove();
  network.send(n1, n2, "lost too");
  same.remove();
  network.send(n1, n2, "healed");
  assert.deepEqual(one.got, ["passes"]);
  assert.deepEqual(two.got, ["healed"]);
  assert.deepEqual([...cut.dropped.values(), ...same.dropped.values()], [1, 2]);
  assert.equal(network.totals.cut, 2);
});

test("a cut also stops what is under way, and spares what arrives after it", async () => {
  const network = networkOf({ latencyMs: 20 });
  const there = listener();
  network.attach(n2, there);
  network.send(n1, n2, "under way");
  const cut = network.cut([[n1, n2]]);
  while (network.totals.cut === 0) await new Promise((resume) => setTimeout(resume, 5));
  network.send(n1, n2, "sent during the cut");
  cut.remove();
  await there.hears("sent during the cut");
  assert.deepEqual(there.got, ["sent during the cut"]);
});

test("what is under way to a life dies with it: the next one never gets it", async () => {
  const network = networkOf({ latencyMs: 10 });
  const [first, second] = [listener(), listener()];
  network.attach(n2, first);
  network.send(n1, n2, "for the first life");
  network.attach(n2, second);
  network.send(n1, n2, "for the second life");
  await second.hears("for the second life");
  assert.deepEqual([first.got, second.got], [[], ["for the second life"]]);
  assert.equal(network.totals.nobodyThere, 1);
});

test("a life that ended is not confused with the next when it is buried late", () => {
  const network = networkOf();
  const [first, second] = [listener(), listener()];
  network.attach(n2, first);
  network.attach(n2, second);
  network.detach(n2, first);
  network.send(n1, n2, "hello");
  assert.deepEqual(second.got, ["hello"]);
});

test("the account is complete: lost, doubled, delivered, too much, nobody there", () => {
  const network = networkOf({ lossPerMille: 200, duplicatePerMille: 200 });
  const there = listener(100);
  network.attach(n2, there);
  for (let i = 0; i < 500; i++) network.send(n1, n2, String(i));
  network.detach(n2, there);
  network.send(n1, n2, "to the dead");
  const { sent, duplicated, ...ends } = network.totals;
  assert.equal(sent, 501 + duplicated);
  assert.equal(
    Object.values(ends).reduce((sum, count) => sum + count, 0),
    sent,
  );
  assert.equal(ends.delivered, 100);
  assert.equal(ends.nobodyThere, 1);
  for (const count of [duplicated, ends.lost, ends.overflow]) assert(count > 50);
});

test("random latency reorders, constant latency does not", async () => {
  for (const [latency, ordered] of [
    ["constant", true],
    ["exponential", false],
  ] as const) {
    const network = networkOf({ latencyMs: 5, latency });
    const there = listener();
    network.attach(n2, there);
    for (let i = 0; i < 50; i++) network.send(n1, n2, String(i));
    while (there.got.length < 50) await new Promise((resume) => setTimeout(resume, 5));
    const numbers = there.got.map(Number);
    assert.equal(
      numbers.every((n, i) => n === i),
      ordered,
      latency,
    );
  }
});
