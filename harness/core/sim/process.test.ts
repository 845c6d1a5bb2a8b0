/** One simulated node: what a sync, a crash, a pause and a wrong clock do to its actor. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { millis, seconds } from "../units.ts";
import type { Actor, ActorFactory } from "./actor.ts";
import { ask, reacting, scene } from "./scene.fixture.ts";

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

/** Leads in the term that it was told last, until it is told to stop. */
const led: ActorFactory = () => {
  let term: number | null = null;
  return {
    get leads() {
      return term;
    },
    start: () => {},
    receive: (_, { type }) => {
      term = type === "stop" ? null : Number(type);
    },
    wake: () => {},
  };
};

test("each time that it comes to lead is told, once, and again in a new life", () => {
  const s = scene(led);
  for (const type of ["1", "1", "2", "stop", "2"]) ask(s, type);
  s.world.runUntil(millis(20));
  s.world.process("n1").crash();
  s.world.process("n1").start();
  ask(s, "2");
  s.world.runUntil(millis(40));
  const told = s.events.flatMap((event) =>
    event.kind === "leads" ? [`${event.node} ${event.term}`] : [],
  );
  assert.deepEqual(told, ["n1 1", "n1 2", "n1 2", "n1 2"]);
});
