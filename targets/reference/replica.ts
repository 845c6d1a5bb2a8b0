/** The state that the first entries of a ledger have led to, with what clients were answered. */
import type { Body } from "#core/ports/message.ts";
import type { Ledger } from "./ledger.ts";
import type { Machine } from "./machine.ts";
import { Sessions } from "./sessions.ts";

export class Replica {
  readonly machine: Machine;
  /** The last entry that took effect. */
  applied = 0;
  private readonly ledger: Ledger;
  private readonly settle: (index: number, reply: Body | null) => void;
  private readonly newborn: unknown;
  private sessions: Sessions;

  /** `settle` hears the answer to each entry, null where there is nobody to give it to. */
  constructor(
    machine: Machine,
    ledger: Ledger,
    settle: (index: number, reply: Body | null) => void,
  ) {
    this.machine = machine;
    this.ledger = ledger;
    this.settle = settle;
    this.newborn = machine.save();
    this.sessions = new Sessions(machine, false);
  }

  applyUpTo(index: number): void {
    while (this.applied < Math.min(index, this.ledger.last)) {
      const command = this.ledger.at(++this.applied)?.command;
      const reply = command?.kind === "request" ? this.sessions.apply(command) : null;
      this.settle(this.applied, reply);
    }
  }

  /** Entries that took effect have been replaced: all is done again, up to the last that stays. */
  rewind(index: number): void {
    this.machine.load(this.newborn);
    this.sessions = new Sessions(this.machine, false);
    this.applied = 0;
    this.applyUpTo(index);
  }
}
