/** Random faults on a simulated world, each for a while, sometimes several at once. */
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

  /** Ends what is in force, or most of the time, and says after how long to strike again. */
  strike(): Nanos {
    const { dice, faults } = this;
    if (!dice.chance(200)) this.healAll();
    const fault = faults[dice.int(Math.max(1, faults.length))];
    if (fault === "partition") this.partition();
    else if (fault === "crash") this.some((node) => this.crash(node));
    else if (fault === "pause") this.some((node) => this.world.process(node).pause());
    else if (fault === "drift")
      this.some((node) => this.world.process(node).drift(dice.int(400_001) - 200_000));
    return nanos(millis(20) + dice.span(dice.chance(500) ? millis(300) : millis(2500)));
  }

  healAll(): void {
    for (const from of this.nodes) for (const to of this.nodes) this.world.network.mend(from, to);
    for (const process of this.world.processes.values()) {
      if (process.actor === null) process.start();
      if (process.paused) process.unpause();
    }
  }

  /** Two sides, of which one at times still hears the other. */
  private partition(): void {
    const shuffled = this.dice.shuffle(this.nodes);
    const some = shuffled.slice(0, 1 + this.dice.int(Math.floor(this.nodes.length / 2)));
    const side = new Set(some);
    const oneWay = this.dice.chance(300);
    for (const from of this.nodes)
      for (const to of this.nodes) {
        if (side.has(from) === side.has(to) || (oneWay && side.has(from))) continue;
        this.world.network.cut(from, to);
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
