/** Random faults on a simulated world, each for a while, sometimes several at once. */
import type { Body } from "#core/ports/message.ts";
import type { Dice, Seed } from "#core/seed.ts";
import type { World } from "#core/sim/world.ts";
import { millis, nanos, type Nanos } from "#core/units.ts";

export type TrialFault =
  "partition" | "crash" | "blink" | "pause" | "drift" | "loss" | "members" | "transfer";

export class Mischief {
  private readonly world: World;
  private readonly faults: readonly TrialFault[];
  private readonly dice: Dice;
  private readonly nodes: readonly string[];
  private readonly pace: Nanos;
  private asked = 0;

  /** Faults strike at most `pace` after each other, at times in a quick row. */
  constructor(world: World, faults: readonly TrialFault[], pace: Nanos, seed: Seed) {
    this.world = world;
    this.pace = pace;
    this.faults = faults;
    this.dice = seed.open();
    this.nodes = [...world.processes.keys()];
  }

  /** Ends what is in force, or most of the time, and says after how long to strike again. */
  strike(): Nanos {
    const { dice, faults } = this;
    const [first = "", ...rest] = this.nodes;
    if (!dice.chance(200)) this.healAll();
    const fault = faults[dice.int(Math.max(1, faults.length))];
    if (fault === "partition") this.partition();
    else if (fault === "crash") this.some((node) => this.crash(node));
    else if (fault === "blink") this.some((node) => this.blink(node));
    else if (fault === "members") this.operate({ type: "ordeal_members", ...this.change() });
    else if (fault === "transfer")
      this.operate({ type: "ordeal_transfer", to: dice.pick([first, ...rest]) });
    else if (fault === "pause") this.some((node) => this.world.process(node).pause());
    else if (fault === "drift") for (const node of this.nodes) this.drift(node);
    return nanos(millis(5) + dice.span(dice.chance(500) ? nanos(this.pace / 8) : this.pace));
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

  /** By a third at most, so that no clock runs more than twice as fast as another. */
  private drift(node: string): void {
    this.world.process(node).drift(this.dice.pick([-333_000, 0, 333_000]));
  }

  /** Down and up again, before anybody notices. */
  private blink(node: string): void {
    this.world.process(node).crash();
    this.world.process(node).start();
  }

  /** An operator asks any member. */
  private operate(body: Body): void {
    const node = this.nodes[this.dice.int(this.nodes.length)] ?? "";
    this.world.send("operator", node, { ...body, msg_id: ++this.asked });
  }

  private change(): { readonly add: readonly string[]; readonly remove: readonly string[] } {
    const { dice } = this;
    const some = dice.shuffle(this.nodes).slice(0, 1 + dice.int(2));
    const added = dice.chance(600) ? some : some.slice(1);
    return { add: added, remove: some.filter((node) => !added.includes(node)) };
  }

  private some(act: (node: string) => void): void {
    const count = 1 + this.dice.int(this.dice.chance(200) ? this.nodes.length : 2);
    for (const node of this.dice.shuffle(this.nodes).slice(0, count)) act(node);
  }
}
