/** A Dynamo in a world of its own, for experiments of a few requests and faults. */
import type { Body, Message } from "#core/ports/message.ts";
import { seedOf } from "#core/seed.ts";
import { calm } from "#core/sim/scene.fixture.ts";
import { World } from "#core/sim/world.ts";
import { micros, millis, nanos } from "#core/units.ts";
import type { DynamoBug } from "./bugs.ts";
import { dynamo, Dynamo } from "./dynamo.ts";
import { Ring } from "./ring.ts";
import { timesOf, type DynamoTimes, type Quorums } from "./settings.ts";

export interface ClusterSettings {
  readonly nodes: number;
  readonly quorums: Quorums;
  readonly readRepair: boolean;
  readonly bugs: readonly DynamoBug[];
  readonly times: Partial<DynamoTimes>;
}

export const USUAL: ClusterSettings = {
  nodes: 3,
  quorums: { n: 3, r: 2, w: 2 },
  readRepair: true,
  bugs: [],
  times: {},
};

export class Cluster {
  readonly nodes: readonly string[];
  readonly world: World;
  private readonly copies: number;
  private readonly replies: Message[] = [];
  private asked = 0;

  constructor(settings: ClusterSettings) {
    this.nodes = Array.from({ length: settings.nodes }, (_, i) => `n${i + 1}`);
    this.copies = settings.quorums.n;
    const times = { ...timesOf(millis(100)), ...settings.times };
    this.world = new World({
      nodes: this.nodes,
      actor: dynamo({ ...settings, times }),
      seed: seedOf("cluster"),
      ...calm(millis(1), micros(100), 1000),
      outlet: (message) => this.replies.push(message),
      observe: (event) => {
        if (event.kind === "failed") throw event.error;
      },
    });
    this.world.start();
    this.pass(500);
  }

  /** The reply, null if there is none within a second. */
  say(node: string, body: Body): Body | null {
    const id = ++this.asked;
    this.world.send("client", node, { ...body, msg_id: id });
    const deadline = this.world.now + millis(1000);
    for (;;) {
      const reply = this.replies.find((message) => message.body.in_reply_to === id);
      if (reply !== undefined) return reply.body;
      if ((this.world.next ?? Infinity) > deadline) return null;
      this.world.step();
    }
  }

  add(node: string, element: number): string {
    return this.say(node, { type: "add", key: 1, element })?.type ?? "nothing";
  }

  remove(node: string, element: number): string {
    return this.say(node, { type: "remove", key: 1, element })?.type ?? "nothing";
  }

  /** What a read of the set says, empty if it says nothing. */
  elements(node: string): readonly unknown[] {
    const value = this.say(node, { type: "read", key: 1 })?.["value"];
    return Array.isArray(value) ? value.toSorted() : [];
  }

  pass(ms: number): void {
    this.world.runUntil(nanos(this.world.now + millis(ms)));
  }

  /** These hear each other only, and so do the others. */
  split(...side: readonly string[]): void {
    for (const from of this.nodes)
      for (const to of this.nodes)
        if (side.includes(from) !== side.includes(to)) this.world.network.cut(from, to);
  }

  mend(): void {
    for (const from of this.nodes) for (const to of this.nodes) this.world.network.mend(from, to);
  }

  /** How many items a node keeps as an owner, tombstones among them. */
  items(node: string): number {
    const { actor } = this.world.process(node);
    return actor instanceof Dynamo ? [...actor.storage.store.all()].length : 0;
  }

  /** The nodes that keep the set. */
  get owners(): readonly string[] {
    return new Ring(this.nodes, this.copies).ownersOf(1);
  }

  /** The others, which stand in. */
  get others(): readonly string[] {
    return this.nodes.filter((node) => !this.owners.includes(node));
  }
}
