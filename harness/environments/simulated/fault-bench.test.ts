/** Each kind of fault in the simulated world: in force it is felt and proven, cured it is gone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cured, DiskTrouble, Fault, Injected, Trouble, Unsynced } from "#core/fault.ts";
import type { Message } from "#core/ports/message.ts";
import { seedOf } from "#core/seed.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, nodeId } from "#core/units.ts";
import { nemeses } from "#nemesis/registry.ts";
import { FaultBench } from "./fault-bench.ts";
import { Operator } from "./operator.ts";

const [n1, n2, n3] = ["n1", "n2", "n3"].map(nodeId) as [
  ReturnType<typeof nodeId>,
  ReturnType<typeof nodeId>,
  ReturnType<typeof nodeId>,
];

/** Each tells every other, each 10 ms, how often it has done so in this life. */
const beacons: ActorFactory = (host) => {
  let count = 0;
  return {
    start: () => host.setTimer("tell", millis(10)),
    receive: () => {},
    wake() {
      count++;
      for (const node of host.nodes) if (node !== host.self) host.send(node, { type: `${count}` });
      host.setTimer("tell", millis(10));
    },
  };
};

interface Heard {
  readonly way: string;
  readonly count: number;
  readonly atMs: number;
}

/** Three nodes, a bench, and whatever arrives. */
class Scene {
  readonly heard: Heard[] = [];
  /** Nodes that failed, and no fault excuses it. */
  readonly died: string[] = [];
  readonly bench: FaultBench;
  readonly world: World;

  constructor(actor: ActorFactory, seed = "bench") {
    const nodes = [n1, n2, n3];
    this.world = new World({
      nodes,
      actor,
      seed: seedOf(seed),
      link: () => ({
        latency: { shape: "constant", mean: micros(500) },
        lossPerMille: 0,
        duplicatePerMille: 0,
        reorders: true,
        bytesPerSecond: null,
      }),
      disk: {
        syncLatency: { shape: "constant", mean: millis(1) },
        fates: { lostPerMille: 500, tornPerMille: 200 },
      },
      outlet: () => {},
      observe: (event) => {
        if (event.kind === "delivered") this.note(event.message);
        if (event.kind !== "failed" || this.bench.excuses(nodeId(event.node), event.error)) return;
        this.died.push(event.node);
      },
    });
    const operator = new Operator(this.world, nodes, { leadership: null, operator: null });
    this.bench = new FaultBench(this.world, { nodes, zones: [] }, nemeses, operator);
    this.world.start();
  }

  private note({ src, dest, body }: Message): void {
    const atMs = this.world.now / 1e6;
    this.heard.push({ way: `${src}→${dest}`, count: Number(body.type), atMs });
  }

  inject(id: string, fault: Fault): Injected {
    const outcome = this.bench.perform({ f: "inject", key: "", value: { id, fault } }, []);
    assert.ok(outcome.type === "ok");
    return outcome.value as Injected;
  }

  cure(id: string): Cured {
    const outcome = this.bench.perform({ f: "cure", key: "", value: { id } }, []);
    assert.ok(outcome.type === "ok");
    return outcome.value as Cured;
  }

  /** What arrives within so many milliseconds from now. */
  during(ms: number): readonly Heard[] {
    const from = this.heard.length;
    const end = nanos(this.world.now + millis(ms));
    for (;;) {
      const move = this.bench.nextMove ?? Infinity;
      const next = this.world.next ?? Infinity;
      if (Math.min(move, next) > end) break;
      if (next <= move) this.world.step();
      else {
        this.world.runUntil(nanos(move));
        this.bench.move();
      }
    }
    this.world.runUntil(end);
    return this.heard.slice(from);
  }
}

const on = (way: string, heard: readonly Heard[]): readonly Heard[] =>
  heard.filter((one) => one.way === way);

const troubled = (trouble: Trouble): Fault => ({
  kind: "packet",
  name: "trouble",
  links: [[n1, n2]],
  trouble,
});

test("a lossy link loses, others do not; a restart of its ends changes nothing; cured it is whole", () => {
  const scene = new Scene(beacons);
  scene.inject("f1", troubled({ mode: "loss", perMille: 1000 }));
  const lossy = scene.during(200);
  assert.equal(on("n1→n2", lossy).length, 0);
  assert.ok(on("n2→n1", lossy).length > 15 && on("n1→n3", lossy).length > 15);
  scene.inject("f2", { kind: "kill", name: "restart", nodes: [n1, n2] });
  scene.cure("f2");
  assert.equal(on("n1→n2", scene.during(200)).length, 0);
  const { effect, evidence } = scene.cure("f1");
  assert.equal(effect, "proven");
  assert.match(evidence, /^\d\d messages lost: n1→n2 \d\d$/);
  assert.ok(on("n1→n2", scene.during(200)).length > 15);
});

test("a delayed link is late by what it should be, and in time when cured", () => {
  const scene = new Scene(beacons);
  scene.inject("f1", troubled({ mode: "delay", delayMs: 80, jitterMs: 0 }));
  const first = on("n1→n2", scene.during(200))[0];
  // The first leaves at 10 ms, and the link itself takes half a millisecond.
  assert.deepEqual([first?.count, first?.atMs], [1, 90.5]);
  assert.match(scene.cure("f1").evidence, /delayed by 80 ms: n1→n2 /);
  scene.during(100);
  const later = on("n1→n2", scene.during(100));
  assert.ok(later.every(({ count, atMs }) => Math.round(atMs - 0.5) === 10 * count));
});

test("held messages arrive after the cure, in their order; repeated ones more than once", () => {
  const scene = new Scene(beacons);
  scene.inject("f1", troubled({ mode: "hold", perMille: 1000 }));
  assert.equal(on("n1→n2", scene.during(105)).length, 0);
  scene.cure("f1");
  const counts = on("n1→n2", scene.during(1)).map(({ count }) => count);
  assert.deepEqual(counts, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  scene.inject("f2", troubled({ mode: "duplication", perMille: 1000, laterMs: 30 }));
  assert.ok(on("n1→n2", scene.during(200)).length > 30);
});

test("two troubles of one link add up, and each ends by its own cure", () => {
  const scene = new Scene(beacons);
  scene.inject("f1", troubled({ mode: "delay", delayMs: 30, jitterMs: 0 }));
  scene.inject("f2", troubled({ mode: "delay", delayMs: 50, jitterMs: 0 }));
  assert.equal(on("n1→n2", scene.during(200))[0]?.atMs, 90.5);
  scene.cure("f1");
  scene.during(100);
  const [one] = on("n1→n2", scene.during(20));
  assert.equal(Math.round((one?.atMs ?? 0) - 10 * (one?.count ?? 0)), 51);
});

/** Each writes a line each 10 ms, syncs it, and tells its next one how many it began with. */
const writers: ActorFactory = (host) => {
  const lines = host.disk.read("file").split("\n").length - 1;
  return {
    start: () => host.setTimer("write", millis(10)),
    receive: () => {},
    wake() {
      host.disk.append("file", "line\n");
      host.disk.sync();
      host.send(host.self === "n3" ? "n2" : "n3", { type: `${lines}` });
      host.setTimer("write", millis(10));
    },
  };
};

const disk = (trouble: DiskTrouble): Fault => ({ kind: "disk", name: "d", nodes: [n1], trouble });

test("on a full disk a node stops and is started again, until there is room", () => {
  const scene = new Scene(writers);
  scene.during(100);
  scene.inject("f1", disk({ mode: "full" }));
  const quiet = scene.during(1000);
  assert.equal(on("n1→n3", quiet).filter(({ atMs }) => atMs > 115).length, 0);
  assert.ok(on("n2→n3", quiet).length > 80, "the others go on");
  const { effect, evidence } = scene.cure("f1");
  assert.equal(effect, "proven");
  assert.match(evidence, /^n1's disk refused [456] writes$/);
  assert.deepEqual(scene.died, [], "that was no failure of its own");
  assert.ok(on("n1→n3", scene.during(100)).length >= 8);
});

test("a disk that fails nobody is no excuse: who throws has died by itself", () => {
  const scene = new Scene((host) => ({
    start: () => host.setTimer("die", millis(host.self === "n1" ? 20 : 900_000)),
    receive: () => {},
    wake: () => assert.fail("a bug of the system"),
  }));
  scene.inject("f1", disk({ mode: "full" }));
  scene.during(1000);
  assert.deepEqual(scene.died, ["n1"]);
  assert.equal(scene.cure("f1").effect, "unproven", "it wrote nothing");
});

test("a slow disk takes its time for each sync, over a restart too, and no longer when cured", () => {
  const scene = new Scene(writers);
  scene.inject("f1", disk({ mode: "slow", factor: 50 }));
  scene.during(500);
  scene.inject("f2", { kind: "kill", name: "restart", nodes: [n1] });
  scene.cure("f2");
  const slow = on("n1→n3", scene.during(500));
  assert.ok(slow.length >= 7 && slow.length <= 9, `${slow.length} in half a second`);
  assert.match(scene.cure("f1").evidence, /^n1's disk took up to 50 ms for each of 1\d syncs$/);
  scene.during(100);
  assert.ok(on("n1→n3", scene.during(500)).length > 40);
});

test("power lost: of what was synced everything is left, of the rest what the fault says", () => {
  const left = (unsynced: Unsynced): string => {
    const scene = new Scene(() => ({ start: () => {}, receive: () => {}, wake: () => {} }));
    const process = scene.world.process(n1);
    process.disk.append("file", "synced ");
    process.disk.sync();
    scene.during(50);
    for (const text of ["abcd", "efgh", "ijkl"]) process.disk.append("file", text);
    scene.inject("f1", disk({ mode: "power-loss", unsynced }));
    assert.equal(process.actor, null);
    assert.match(scene.cure("f1").evidence, /^n1 without power, unsynced writes /);
    assert.notEqual(process.actor, null, "it is back");
    return process.disk.read("file");
  };
  assert.equal(left("kept"), "synced abcdefghijkl");
  assert.equal(left("lost"), "synced ");
  assert.match(left("torn"), /^synced a?b?c?\0*e?f?g?\0*i?j?k?$/);
  assert.match(left("reordered"), /^synced (abcd|\0{4})?(efgh|\0{4})?(ijkl)?$/);
});

test("a bit flips in what is read at a start: by a restart, and by each one after it", () => {
  const scene = new Scene(writers);
  const { storage } = scene.world.process(n1);
  scene.during(105);
  const before = storage.read("file");
  assert.match(before, /^(line\n){8,}$/);
  scene.inject("f1", { kind: "bit-flip", name: "rot", nodes: [n1] });
  const wrong = (): number =>
    Array.from(before).filter((c, i) => c !== storage.read("file")[i]).length;
  assert.equal(wrong(), 1);
  scene.inject("f2", { kind: "kill", name: "restart", nodes: [n1] });
  scene.cure("f2");
  assert.equal(wrong(), 2);
  assert.equal(scene.cure("f1").evidence, "n1 read what had one bit changed, in 2 files");
  scene.inject("f3", { kind: "kill", name: "restart", nodes: [n1] });
  scene.cure("f3");
  assert.equal(wrong(), 2, "what is damaged stays so, and no more is");
});

/** Each says a value to the next, each 10 ms. */
const sayers: ActorFactory = (host) => ({
  start: () => host.setTimer("say", millis(10)),
  receive(_from, body) {
    host.send("c1", { type: `${String(body["value"])}` });
  },
  wake() {
    host.send(host.self === "n1" ? "n2" : "n1", { type: "value", value: 6, term: 1 });
    host.setTimer("say", millis(10));
  },
});

test("a byzantine node lies to the others, over a restart too, and never when cured", () => {
  const scene = new Scene(sayers);
  const told = (ms: number, by: string): ReadonlySet<number> =>
    new Set(on(`${by}→c1`, scene.during(ms)).map(({ count }) => count));
  const lie = { mode: "values", perMille: 1000 } as const;
  scene.inject("f1", { kind: "byzantine", name: "b", nodes: [n1], lie });
  assert.deepEqual([...told(100, "n2")], [7], "n1 lies to n2");
  assert.deepEqual([...told(100, "n1")], [6], "n2 and n3 do not lie to n1");
  scene.inject("f2", { kind: "kill", name: "restart", nodes: [n1] });
  scene.cure("f2");
  assert.deepEqual([...told(100, "n2")], [7]);
  assert.match(
    scene.cure("f1").evidence,
    /^\d+ of \d+ messages from n1 with other values than were written: value \d+$/,
  );
  scene.during(5);
  assert.deepEqual([...told(100, "n2")], [6]);
  const replay = { mode: "replay", perMille: 1000, laterMs: 40 } as const;
  const usual = on("n1→n2", scene.during(200)).length;
  scene.inject("f3", { kind: "byzantine", name: "b", nodes: [n1], lie: replay });
  assert.ok(on("n1→n2", scene.during(200)).length > 1.5 * usual);
});

test("a zone cut off hears and reaches only itself; a zone down is down; both are cured", () => {
  const scene = new Scene(beacons);
  const zone = { kind: "zone", name: "z", nodes: [n1, n2] } as const;
  scene.inject("f1", { ...zone, outage: "cut-off" });
  const ways = new Set(scene.during(100).map(({ way }) => way));
  assert.deepEqual([...ways].toSorted(), ["n1→n2", "n2→n1"]);
  scene.inject("f2", { kind: "kill", name: "restart", nodes: [n1] });
  scene.cure("f2");
  assert.equal(on("n1→n3", scene.during(100)).length, 0);
  assert.match(scene.cure("f1").evidence, /^\d+ messages were dropped on 4 links$/);
  scene.inject("f3", { ...zone, outage: "down" });
  // What had left before arrives.
  scene.during(1);
  assert.equal(scene.during(100).length, 0);
  assert.deepEqual(scene.cure("f3").effect, "proven");
  assert.equal(new Set(scene.during(100).map(({ way }) => way)).size, 6);
});

test("the same seed is the same world, to the byte, whatever the trouble", () => {
  const story = (): string => {
    const scene = new Scene(beacons, "again");
    scene.inject("f1", troubled({ mode: "loss", perMille: 400 }));
    scene.inject("f2", troubled({ mode: "delay", delayMs: 10, jitterMs: 40 }));
    scene.during(500);
    return JSON.stringify([scene.heard, scene.cure("f1"), scene.cure("f2")]);
  };
  assert.equal(story(), story());
});
