/** Random faults on a simulated world, one after the other, several at once. */
import type { Dice, Seed } from "#core/seed.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";

export type TrialFault = "partition" | "crash" | "pause" | "drift" | "loss";

export class Mischief {
  private readonly world: World;
  private readonly faults: readonly TrialFault[];
  private readonly dice: Dice;
  private readonly nodes: readonly string[];

  constructor(world: World, faults: readonly TrialFault[], seed: Seed) {
    this.world = world;
    this.faults = faults;
    this.dice = seed.open();
    this.nodes = [...world.processes.keys()];
  }

  /** Does something, and says after how long to do the next. */
  strike(): Nanos {
    const { dice, faults } = this;
    const fault = faults[dice.int(Math.max(1, faults.length))];
    if (dice.chance(250)) this.healAll();
    else if (fault === "partition") this.partition();
    else if (fault === "crash") this.some((node) => this.crash(node));
    else if (fault === "pause") this.some((node) => this.world.process(node).pause());
    else if (fault === "drift")
      this.some((node) => this.world.process(node).drift(dice.int(400_001) - 200_000));
    return nanos(millis(50) + dice.span(millis(1500)));
  }

  healAll(): void {
    for (const from of this.nodes) for (const to of this.nodes) this.world.network.mend(from, to);
    for (const process of this.world.processes.values()) {
      if (process.actor === null) process.start();
      if (process.paused) process.unpause();
    }
  }

  /** Halves, one-way cuts, and any other pattern: each directed link is cut or not by its ends. */
  private partition(): void {
    const side = new Map(this.nodes.map((node) => [node, this.dice.int(2)]));
    const oneWay = this.dice.chance(300);
    for (const from of this.nodes)
      for (const to of this.nodes) {
        const [a, b] = [side.get(from) ?? 0, side.get(to) ?? 0];
        if (a < b || (a > b && !oneWay)) this.world.network.cut(from, to);
      }
  }

  private crash(node: string): void {
    const process = this.world.process(node);
    if (process.actor === null) process.start();
    else process.crash();
  }

  private some(act: (node: string) => void): void {
    const count = 1 + this.dice.int(this.dice.chance(200) ? this.nodes.length : 2);
    for (const node of this.dice.shuffle(this.nodes).slice(0, count)) act(node);
  }
}
