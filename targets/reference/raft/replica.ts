/** The state that the committed entries have led to, and the snapshots that stand for them. */
import type { Body } from "#core/ports/message.ts";
import { Sessions } from "../sessions.ts";
import type { RaftBug } from "./bugs.ts";
import type { Entry } from "./log.ts";
import type { Machine } from "../machine.ts";
import type { Snapshot, Storage } from "./storage.ts";

export class Replica {
  readonly machine: Machine;
  /** The last entry that took effect here. */
  applied = 0;
  private readonly sessions: Sessions;
  private readonly bugs: ReadonlySet<RaftBug>;

  constructor(machine: Machine, bugs: ReadonlySet<RaftBug>) {
    this.machine = machine;
    this.bugs = bugs;
    this.sessions = new Sessions(machine, bugs.has("duplicate-apply"));
  }

  /** Takes the next entry's effect; the answer, if there is somebody to give it to. */
  apply(entry: Entry | undefined): Body | null {
    this.applied++;
    if (entry?.command.kind === "update") return this.sessions.apply(entry.command);
    return entry?.command.kind === "configure" ? { type: "ordeal_members_ok" } : null;
  }

  /** What a client was answered belongs to the state: its retry may come after the snapshot. */
  snapshot({ log }: Storage): Snapshot {
    const index = this.applied;
    return {
      index,
      term: log.term(index),
      configuration: log.configurationAt(index),
      machine: this.machine.save(),
      sessions: this.bugs.has("forgotten-sessions") ? [] : this.sessions.save(),
    };
  }

  load({ index, machine, sessions }: Snapshot): void {
    this.applied = index;
    this.machine.load(machine);
    this.sessions.load(sessions);
  }
}
