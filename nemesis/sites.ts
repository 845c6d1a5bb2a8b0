/** Scenarios of many sites: a data centre is lost, a WAN is slow. Hunts draw them only when asked. */
import { borderOf, dealt } from "#core/zones.ts";
import { between, leader, type Scenario } from "./scenario.ts";

const SITES = 3;

export const SITE_SCENARIOS: readonly Scenario[] = [
  {
    name: "data-centre-lost",
    description:
      "The zone of the leader is cut off; then that of whoever leads next loses its power as well.",
    needs: ["zone"],
    tickets: 0,
    round(seed) {
      const dice = seed.open();
      const [first, next] = [seed.child("first"), seed.child("next")];
      return [
        {
          afterMs: between(dice, 300, 1500),
          inject: leader("zone", "cut-off", first),
          name: "one",
        },
        { afterMs: between(dice, 300, 2000), inject: leader("zone", "down", next), name: "two" },
        { afterMs: between(dice, 300, 2000), cure: "one" },
        { afterMs: between(dice, 100, 1500), cure: "two" },
      ];
    },
  },
  {
    name: "slow-wan",
    description: "Every message from one third of the nodes to another is late for a while.",
    needs: ["packet"],
    tickets: 0,
    round(seed, nodes) {
      const dice = seed.open();
      const delayMs = dice.pick([40, 80, 150]);
      const links = dealt(nodes, SITES, () => delayMs).flatMap((site) =>
        borderOf(site.nodes, nodes).filter(([from]) => site.nodes.includes(from)),
      );
      return [
        {
          afterMs: between(dice, 300, 1500),
          inject: {
            kind: "packet",
            name: `sites ${delayMs} to ${2 * delayMs} ms apart`,
            links,
            trouble: { mode: "delay", delayMs, jitterMs: delayMs },
          },
          name: "late",
        },
        { afterMs: between(dice, 1500, 5000), cure: "late" },
      ];
    },
  },
];
