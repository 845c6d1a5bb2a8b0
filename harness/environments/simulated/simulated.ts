/** The environment `simulated`: our own systems as pure actors in virtual time. */
import { OrdealError } from "#core/errors.ts";
import type { Simulator } from "#core/ports/simulator.ts";
import { Simulation } from "./simulation.ts";

const always = (how: string): { available: true; how: string } => ({ available: true, how });

export const simulated: Simulator = {
  name: "simulated",
  description:
    "Pure actors in virtual time: one seed is one history, byte for byte; needs nothing.",
  hosts: "actor",
  examine: async () => ({
    usable: always("a world inside this process"),
    faults: {
      partition: always("links drop messages, and count them"),
      kill: always("the actor's memory is lost, and of its disk what was not synced"),
      pause: always("the actor is not run"),
      clock: always("each node has clocks of its own"),
      packet: always("rules of the simulated network lose, repeat, delay, reorder and hold"),
      disk: always("each node's disk has room, speed and power of its own"),
      membership: always("an operator asks whoever leads, where the system lets itself be asked"),
      zone: always("all its nodes lose their power, or all their links to the others"),
      byzantine: always("what a node says to others is edited on its way"),
      "bit-flip": always("what a node reads at its start has a bit changed"),
    },
  }),
  simulate(request) {
    const { actor } = request.deployments;
    if (actor === undefined)
      throw new OrdealError(
        "usage",
        "not-hosted",
        "The environment simulated hosts Ordeal's own reference systems, and no others.",
        "`ordeal list targets` says where each target can run.",
      );
    return new Simulation(request, actor).run();
  },
};
