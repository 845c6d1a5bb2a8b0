/** The simulated world: what reaches whom, what its faults do, and that it can be repeated. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../ports/message.ts";
import { millis, nanos, nodeId, seconds, type Nanos } from "../units.ts";
import { dealt } from "../zones.ts";
import type { ActorFactory, Host } from "./actor.ts";
import type { LinkModel } from "./network.ts";
import { ask, LINK, reacting, scene } from "./scene.fixture.ts";
import type { World } from "./world.ts";
import { zonedLink } from "./zones.ts";

const echo = reacting((host, from, type) => host.send(from, { type }));

/** Hands whatever comes to the other node, and what comes from there to the client. */
const relay = reacting((host, from, type) => host.send(from === "c1" ? "n2" : "c1", { type }));

test("messages take the link's time, both ways", () => {
  const s = scene(echo);
  ask(s, "hi");
  s.world.runUntil(seconds(1));
  assert.deepEqual(s.heard, ["20 n1 hi"]);
});

test("a link loses, repeats, and keeps or changes the order, as it is told", () => {
  const many = (link: Partial<LinkModel>): readonly string[] => {
    const s = scene(echo, link);
    for (let i = 0; i < 100; i++) ask(s, `${i}`);
    s.world.runUntil(seconds(9));
    return s.heard.map((line) => line.split(" ")[2] ?? "");
  };
  const order = Array.from({ length: 100 }, (_, i) => `${i}`);
  const latency = { shape: "uniform", min: millis(1), max: millis(50) } as const;
  assert.deepEqual(many({}), order);
  assert.ok(many({ lossPerMille: 200 }).length < 90);
  assert.ok(many({ duplicatePerMille: 200 }).length > 110);
  assert.deepEqual(many({ latency, reorders: false }), order);
  assert.notDeepEqual(many({ latency, reorders: true }), order);
});

test("a narrow link is slower for longer messages and for those behind them", () => {
  const s = scene(echo, { bytesPerSecond: 1000 });
  ask(s, "x".repeat(89)); // 100 bytes of JSON: 100 ms
  ask(s, "y".repeat(89));
  s.world.runUntil(seconds(1));
  assert.deepEqual(
    s.heard.map((line) => line.split(" ")[0]),
    ["220", "320"],
  );
});

test("a cut drops what arrives, one way, counts it, and is mended", () => {
  const s = scene(relay);
  s.world.network.cut("n1", "n2");
  ask(s, "lost");
  s.world.runUntil(millis(100));
  assert.deepEqual([s.heard, s.world.network.dropped("n1", "n2")], [[], 1]);
  assert.equal(s.events.filter(({ kind }) => kind === "dropped").length, 1);
  s.world.network.mend("n1", "n2");
  ask(s, "through");
  s.world.runUntil(millis(200));
  assert.deepEqual(s.heard, ["130 n2 through"]);
});

test("a rule holds, edits and repeats messages; a held one is let go later", () => {
  const s = scene(relay);
  const held: Message[] = [];
  s.world.network.addRule((message, planned) => {
    if (message.src !== "n1") return planned;
    if (message.body.type === "hold") held.push(message);
    if (message.body.type === "hold") return [];
    return planned.flatMap(({ at, body }) => [
      { at, body: { ...body, type: "forged" } },
      { at: nanos(at + 1e6), body },
    ]);
  });
  ask(s, "hold");
  ask(s, "twice");
  s.world.runUntil(millis(100));
  assert.deepEqual(s.heard, ["30 n2 forged", "31 n2 twice"]);
  for (const message of held) s.world.slip(message, millis(5));
  s.world.runUntil(millis(200));
  assert.deepEqual(s.heard[2], "115 n2 hold");
});

test("an actor that throws, floods or stops time fails alone, and the world goes on", () => {
  const wild: Record<string, (host: Host) => void> = {
    throws: () => assert.fail("a bug of the system"),
    floods: (host) => {
      for (;;) host.send("n2", { type: "flood" });
    },
    spins: (host) => host.setTimer("now", nanos(0)),
  };
  for (const way of Object.keys(wild)) {
    const s = scene((host) => ({
      start: () => {},
      receive: (from, { type }) => {
        wild[type]?.(host);
        host.send(from, { type: "alive" });
      },
      wake: () => host.setTimer("now", nanos(0)),
    }));
    ask(s, way);
    s.world.send("c1", "n2", { type: "hi" });
    s.world.runUntil(millis(15));
    const failed = s.events.flatMap((event) => (event.kind === "failed" ? event.node : []));
    assert.deepEqual(failed, ["n1"], way);
    s.world.runUntil(millis(20));
    assert.deepEqual(s.heard, way === "spins" ? ["20 n1 alive", "20 n2 alive"] : ["20 n2 alive"]);
  }
});

test("zones: near is quick, far is slow", () => {
  const nodes = ["n1", "n2", "n3"].map(nodeId);
  const zones = dealt(nodes, 2, (from) => 40 + 2 * from);
  const span = (from: string, to: string): readonly Nanos[] => {
    const { latency } = zonedLink(zones, LINK, from, to);
    return latency.shape === "uniform" ? [latency.min, latency.max] : [];
  };
  assert.deepEqual(zonedLink(zones, LINK, "n1", "n3"), LINK);
  assert.deepEqual(span("n1", "n2"), [millis(38), millis(42)]);
  assert.deepEqual(span("n2", "n1"), [millis(39.9), millis(44.1)]);
  assert.deepEqual(zonedLink(zones, LINK, "c1", "n1"), LINK);
});

/** Talks to its peer at random for ever. */
const chatter: ActorFactory = (host) => ({
  start: () => host.setTimer("talk", nanos(host.dice.span(millis(20)))),
  receive: () => {},
  wake: () => {
    const to = host.self === "n1" ? "n2" : "n1";
    host.send(to, { type: `${host.dice.int(1000)}` });
    host.disk.append("file", "x");
    host.setTimer("talk", nanos(host.dice.span(millis(20))));
  },
});

function trace(seed: string, disturb: (world: World) => void): string {
  const s = scene(
    chatter,
    { latency: { shape: "exponential", min: nanos(0), mean: millis(5) } },
    seed,
  );
  disturb(s.world);
  const lines: string[] = [];
  while ((s.world.next ?? Infinity) < seconds(2)) {
    const before = s.events.length;
    s.world.step();
    for (const event of s.events.slice(before))
      lines.push(`${s.world.now} ${JSON.stringify(event)}`);
  }
  return lines.join("\n");
}

test("one seed is one world, to the byte, and another seed another", () => {
  const first = trace("a", () => {});
  assert.equal(
    trace("a", () => {}),
    first,
  );
  assert.notEqual(
    trace("b", () => {}),
    first,
  );
});

test("a draw somewhere else changes nothing here", () => {
  const elsewhere = (world: World): void =>
    world.send("c1", "n1", { type: "draws on its own link" });
  const without = (text: string): readonly string[] =>
    text.split("\n").filter((line) => !line.includes("c1"));
  assert.deepEqual(without(trace("a", elsewhere)), without(trace("a", () => {})));
});
