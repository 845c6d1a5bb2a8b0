/** Who leads is asked of every node; an election is waited for, and given up on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invocation } from "#core/operation.ts";
import type { InjectRequest } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import { calm } from "#core/sim/scene.fixture.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, nodeId } from "#core/units.ts";
import { LeaderPoll, type Counted } from "./leader-poll.ts";

const NODES = ["n1", "n2", "n3"].map(nodeId);

/** The first node leads in term 1, and the second in term 2 from a moment on. */
class Scene {
  readonly world: World;
  readonly poll: LeaderPoll;

  constructor(successionMs: number) {
    const terms = (node: string): number | null => {
      if (node === "n1") return 1;
      return node === "n2" && this.world.now >= millis(successionMs) ? 2 : null;
    };
    const actor: ActorFactory = (host) => ({
      start: () => {},
      wake: () => {},
      receive: (from, { msg_id: id = 0 }) =>
        host.send(from, { type: "ok", term: terms(host.self), in_reply_to: id }),
    });
    this.world = new World({
      nodes: NODES,
      actor,
      seed: seedOf("poll"),
      ...calm(micros(200), millis(1)),
      outlet: (message) => void this.poll.hear(message),
      observe: () => {},
    });
    this.poll = new LeaderPoll(this.world, NODES, {
      request: { type: "who" },
      term: ({ term }) => (typeof term === "number" ? term : null),
    });
    this.world.start();
  }

  ask(wait: Pick<InjectRequest, "afterElectionMs">): Counted {
    const card = { kind: "kill", shape: "kill", chooser: "leader", seed: "s" } as const;
    const value: InjectRequest = { id: "f1", card, ...wait };
    const op: Invocation = { f: "inject", key: "", value };
    this.poll.begin(op);
    for (;;) {
      const until = Math.min(this.world.next ?? Infinity, this.poll.closes ?? Infinity);
      this.world.runUntil(nanos(until));
      const counted = this.poll.count();
      if (counted !== null) return counted;
    }
  }
}

test("the highest term comes first, and the answer comes with the last reply", () => {
  const scene = new Scene(0);
  assert.deepEqual(scene.ask({}).leaders, ["n2", "n1"]);
  assert.ok(scene.world.now < millis(1));
});

test("an election is noticed within moments, and then so much time passes", () => {
  const scene = new Scene(500);
  assert.deepEqual(scene.ask({}).leaders, ["n1"]);
  assert.deepEqual(scene.ask({ afterElectionMs: 0 }).leaders, ["n2", "n1"]);
  assert.ok(scene.world.now >= millis(500) && scene.world.now < millis(505));
  const later = new Scene(500);
  later.ask({});
  later.ask({ afterElectionMs: 100 });
  assert.ok(later.world.now >= millis(600) && later.world.now < millis(605));
});

test("whoever leads already is no news, and nobody waits for ever", () => {
  const scene = new Scene(1e6);
  scene.ask({});
  assert.equal(scene.ask({ afterElectionMs: 0 }).leaders, null);
  assert.ok(scene.world.now >= millis(2000) && scene.world.now < millis(2200));
});
