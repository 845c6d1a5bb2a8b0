/** Small actors in the simulated world: what reaches them, what dies with them, what is repeatable. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../ports/message.ts";
import { seedOf } from "../seed.ts";
import { micros, millis, nanos, seconds, type Nanos } from "../units.ts";
import type { Actor, ActorFactory, Host } from "./actor.ts";
import type { LinkModel } from "./network.ts";
import { World, type WorldEvent } from "./world.ts";
import { nodesIn, zonedLink } from "./zones.ts";

const LINK: LinkModel = {
  latency: { shape: "constant", mean: millis(10) },
  lossPerMille: 0,
  duplicatePerMille: 0,
  reorders: true,
  bytesPerSecond: null,
};

interface Scene {
  readonly world: World;
  /** What reached clients, with the time in milliseconds. */
  readonly heard: string[];
  readonly events: WorldEvent[];
}

function scene(actor: ActorFactory, link: Partial<LinkModel> = {}, seed = "world"): Scene {
  const heard: string[] = [];
  const events: WorldEvent[] = [];
  const world: World = new World({
    nodes: ["n1", "n2"],
    actor,
    seed: seedOf(seed),
    link: () => ({ ...LINK, ...link }),
    disk: {
      syncLatency: { shape: "constant", mean: millis(5) },
      fates: { lostPerMille: 1000, tornPerMille: 0 },
    },
    outlet: ({ src, body }: Message) => {
      heard.push(`${world.now / 1e6} ${src} ${body.type}`);
    },
    observe: (event) => events.push(event),
  });
  world.start();
  return { world, heard, events };
}

/** An actor by its receive alone. */
const reacting =
  (receive: (host: Host, from: string, type: string) => void): ActorFactory =>
  (host) => ({
    start: () => {},
    wake: () => {},
    receive: (from, body) => receive(host, from, body.type),
  });

const echo = reacting((host, from, type) => host.send(from, { type }));

/** Hands whatever comes to the other node, and what comes from there to the client. */
const relay = reacting((host, from, type) => host.send(from === "c1" ? "n2" : "c1", { type }));

const ask = ({ world }: Scene, type: string): void => world.send("c1", "n1", { type });

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

test("a sync holds back what was sent after it, and busies the node", () => {
  const s = scene(
    reacting((host, from, type) => {
      host.send(from, { type: "before" });
      host.disk.append("file", type);
      host.disk.sync();
      host.send(from, { type: "after" });
    }),
  );
  ask(s, "a");
  s.world.runUntil(millis(1));
  ask(s, "b");
  s.world.runUntil(seconds(1));
  // The second request came one millisecond into the first one's sync of five.
  assert.deepEqual(s.heard, ["20 n1 before", "25 n1 after", "25 n1 before", "30 n1 after"]);
});

test("a crash during a sync: neither the promise nor what it promised is there", () => {
  const s = scene(
    reacting((host, from, type) => {
      if (type === "read") return host.send(from, { type: host.disk.read("file") || "nothing" });
      host.disk.append("file", type);
      host.disk.sync();
      host.send(from, { type: "saved" });
    }),
  );
  ask(s, "x");
  s.world.runUntil(millis(12));
  s.world.process("n1").crash();
  s.world.process("n1").start();
  ask(s, "read");
  s.world.runUntil(seconds(1));
  assert.deepEqual(s.heard, ["32 n1 nothing"]);
  ask(s, "y");
  s.world.runUntil(seconds(2));
  s.world.process("n1").crash();
  s.world.process("n1").start();
  ask(s, "read");
  s.world.runUntil(seconds(3));
  assert.deepEqual(s.heard.slice(1), ["1025 n1 saved", "2020 n1 y"]);
});

/** Counts what it got in memory, and tells. */
const counter: ActorFactory = (host) => {
  let count = 0;
  return {
    start: () => host.setTimer("tick", millis(100)),
    receive: (from) => host.send(from, { type: `${++count}` }),
    wake: () => {
      host.send("c1", { type: "tick" });
      host.setTimer("tick", millis(100));
    },
  };
};

test("memory, timers and a client's connection die in a crash", () => {
  const s = scene(counter);
  const n1 = s.world.process("n1");
  ask(s, "hi");
  s.world.runUntil(millis(15));
  ask(s, "lost with the connection");
  n1.crash();
  s.world.runUntil(millis(18));
  n1.start();
  s.world.runUntil(millis(40));
  ask(s, "hi");
  s.world.runUntil(millis(120));
  assert.deepEqual(s.heard, ["20 n1 1", "60 n1 1", "110 n2 tick"]);
  s.world.runUntil(millis(130));
  assert.equal(s.heard.at(-1), "128 n1 tick");
});

test("a paused node gets everything when it goes on, timers too", () => {
  const s = scene(counter);
  s.world.process("n1").pause();
  ask(s, "a");
  ask(s, "b");
  s.world.runUntil(millis(250));
  s.world.process("n1").unpause();
  s.world.runUntil(millis(270));
  const own = s.heard.filter((line) => line.includes("n1"));
  assert.deepEqual(own, ["260 n1 1", "260 n1 2", "260 n1 tick"]);
});

test("timers follow the node's own clock, also when its rate changes meanwhile", () => {
  const s = scene(counter);
  s.world.runUntil(millis(50));
  s.world.process("n1").drift(-500_000);
  s.world.process("n2").drift(1_000_000);
  s.world.runUntil(millis(170));
  assert.deepEqual(s.heard, ["85 n2 tick", "135 n2 tick", "160 n1 tick"]);
});

test("a timer that is put off rings once, one that is cleared does not", () => {
  const actor: ActorFactory = (host): Actor => ({
    start: () => {
      host.setTimer("later", millis(10));
      host.setTimer("later", millis(30));
      host.setTimer("sooner", millis(30));
      host.setTimer("sooner", millis(20));
      host.setTimer("never", millis(5));
      host.clearTimer("never");
    },
    receive: () => {},
    wake: (timer) => host.send("c1", { type: timer }),
  });
  const s = scene(actor);
  s.world.runUntil(seconds(1));
  assert.deepEqual(
    s.heard.filter((line) => line.includes("n1")),
    ["30 n1 sooner", "40 n1 later"],
  );
});

test("a full disk ends a life; a slow one takes its time", () => {
  const s = scene(
    reacting((host, from, type) => {
      host.disk.append("file", type);
      host.disk.sync();
      host.send(from, { type: "saved" });
    }),
  );
  const n1 = s.world.process("n1");
  n1.slowness = 20;
  ask(s, "x");
  s.world.runUntil(millis(500));
  assert.deepEqual(s.heard, ["120 n1 saved"]);
  n1.full = true;
  ask(s, "y");
  s.world.runUntil(seconds(1));
  assert.equal(n1.actor, null);
  const failed = s.events.find((event) => event.kind === "failed");
  assert.match(String(failed?.kind === "failed" && failed.error), /DiskFull: .*n1/);
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

test("zones: near is quick, far is slow, and a zone goes as one", () => {
  const nodes = ["n1", "n2", "n3"];
  const zones = {
    names: ["east", "west"],
    latency: [
      [micros(500), millis(40)],
      [millis(42), micros(500)],
    ],
  };
  assert.deepEqual(nodesIn(zones, nodes, "east"), ["n1", "n3"]);
  const span = (from: string, to: string): readonly Nanos[] => {
    const { latency } = zonedLink(zones, nodes, LINK, from, to);
    return latency.shape === "uniform" ? [latency.min, latency.max] : [];
  };
  assert.deepEqual(span("n1", "n3"), [micros(475), micros(525)]);
  assert.deepEqual(span("n2", "n1"), [millis(39.9), millis(44.1)]);
  assert.deepEqual(zonedLink(zones, nodes, LINK, "c1", "n1"), LINK);
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
