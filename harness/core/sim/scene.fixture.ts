/** A world of two nodes, and what reached its clients, for tests. */
import type { Message } from "../ports/message.ts";
import { seedOf } from "../seed.ts";
import { millis, type Nanos } from "../units.ts";
import type { ActorFactory, Host } from "./actor.ts";
import type { LinkModel } from "./network.ts";
import { World, type WorldEvent, type WorldSettings } from "./world.ts";

export const LINK: LinkModel = {
  latency: { shape: "constant", mean: millis(10) },
  lossPerMille: 0,
  duplicatePerMille: 0,
  reorders: true,
  bytesPerSecond: null,
};

/** A network that loses and reorders nothing, and disks likewise while nobody crashes. */
export const calm = (
  latency: Nanos,
  sync: Nanos,
  lostPerMille = 0,
): Pick<WorldSettings, "link" | "disk"> => ({
  link: () => ({ ...LINK, latency: { shape: "constant", mean: latency }, reorders: false }),
  disk: {
    syncLatency: { shape: "constant", mean: sync },
    fates: { lostPerMille, tornPerMille: 0 },
  },
});

export interface Scene {
  readonly world: World;
  /** What reached clients, with the time in milliseconds. */
  readonly heard: string[];
  readonly events: WorldEvent[];
}

export function scene(actor: ActorFactory, link: Partial<LinkModel> = {}, seed = "world"): Scene {
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
export const reacting =
  (receive: (host: Host, from: string, type: string) => void): ActorFactory =>
  (host) => ({
    start: () => {},
    wake: () => {},
    receive: (from, body) => receive(host, from, body.type),
  });

export const ask = ({ world }: Scene, type: string): void => world.send("c1", "n1", { type });
