/** Each kind of fault in the simulated world: in force it is felt and proven, cured it is gone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cured, Fault, Injected, Trouble } from "#core/fault.ts";
import type { Message } from "#core/ports/message.ts";
import { seedOf } from "#core/seed.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, nodeId } from "#core/units.ts";
import { nemeses } from "#nemesis/registry.ts";
import { FaultBench } from "./fault-bench.ts";

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
      },
    });
    this.bench = new FaultBench(this.world, nodes, nemeses);
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
    this.world.runUntil(nanos(this.world.now + millis(ms)));
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
