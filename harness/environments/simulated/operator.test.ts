/** An operator asks until it has what it wished for, and takes back in whom it left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body } from "#core/ports/message.ts";
import { seedOf } from "#core/seed.ts";
import type { ActorFactory } from "#core/sim/actor.ts";
import { calm } from "#core/sim/scene.fixture.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos, nodeId } from "#core/units.ts";
import { Operator, type Wish } from "./operator.ts";

const NODES = ["n1", "n2", "n3"].map(nodeId);

/** The first node leads until told otherwise; each change takes a while, and one at a time is taken. */
class Cluster {
  readonly world: World;
  readonly operator: Operator;
  readonly refused: string[] = [];
  members: readonly string[] = NODES;
  leader = "n1";
  private readyAt = nanos(0);

  constructor() {
    this.world = new World({
      nodes: NODES,
      actor: this.actor,
      seed: seedOf("operator"),
      ...calm(micros(500), millis(1)),
      outlet: (message) => void this.operator.hear(message),
      observe: () => {},
    });
    this.operator = new Operator(this.world, NODES, {
      leadership: {
        request: { type: "status" },
        term: ({ leads }) => (leads === true ? 1 : null),
      },
      operator: {
        add: (node) => ({ type: "add", node }),
        remove: (node) => ({ type: "remove", node }),
        promote: (node) => ({ type: "promote", node }),
        members: ({ members }) => (Array.isArray(members) ? members.map(String) : null),
      },
    });
    this.world.start();
  }

  private readonly actor: ActorFactory = (host) => ({
    start: () => {},
    wake: () => {},
    receive: (from, { type, node }) => {
      const settled = this.world.now >= this.readyAt;
      const leads = host.self === this.leader;
      if (type === "status")
        host.send(from, { type: "ok", leads, members: settled ? this.members : null });
      else if (leads && settled) this.change(type, String(node));
      else this.refused.push(type);
    },
  });

  private change(type: Body["type"], node: string): void {
    this.readyAt = nanos(this.world.now + millis(60));
    if (type === "promote") this.leader = node;
    else if (type === "add") this.members = [...this.members, node];
    else this.members = this.members.filter((other) => other !== node);
  }

  pass(ms: number): void {
    const end = nanos(this.world.now + millis(ms));
    while (this.operator.next !== null && this.operator.next <= end) {
      this.world.runUntil(this.operator.next);
      this.operator.move();
    }
    this.world.runUntil(end);
  }
}

const wish = (what: Wish["wish"], ...nodes: string[]): Wish => ({
  kind: "membership",
  name: "a wish",
  nodes: nodes.map(nodeId),
  wish: what,
});

test("who is to be out is left out, one after the other, and comes back", () => {
  const cluster = new Cluster();
  const both = wish("removed", "n2", "n3");
  cluster.operator.wish(both);
  assert.equal(cluster.operator.prove(both).effect, "unproven");
  cluster.pass(1000);
  assert.deepEqual(cluster.members, ["n1"]);
  assert.equal(cluster.operator.prove(both).effect, "proven");
  cluster.operator.drop(both);
  cluster.pass(1000);
  assert.deepEqual(cluster.members, ["n1", "n2", "n3"]);
  assert.equal(cluster.operator.prove(both).effect, "proven", "what was seen stays seen");
  assert.deepEqual(cluster.refused, [], "a change under way is waited for");
  assert.equal(cluster.operator.next, null, "with nothing left to wish it rests");
});

test("who is to lead leads", () => {
  const cluster = new Cluster();
  const heir = wish("leading", "n3");
  cluster.operator.wish(heir);
  cluster.pass(1000);
  assert.equal(cluster.leader, "n3");
  assert.equal(cluster.operator.prove(heir).effect, "proven");
});

test("a wish that nobody grants is not proven", () => {
  const cluster = new Cluster();
  cluster.leader = "nobody";
  const one = wish("removed", "n2");
  cluster.operator.wish(one);
  cluster.pass(1000);
  assert.equal(cluster.operator.prove(one).effect, "unproven");
});
