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
  /** Of the terms of all that took effect, which says of which entries. */
  digest = 0;
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
    this.digest = digestOf(this.digest, entry?.term ?? -1);
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
      digest: this.digest,
      machine: this.machine.save(),
      sessions: this.bugs.has("forgotten-sessions") ? [] : this.sessions.save(),
    };
  }

  load({ index, digest, machine, sessions }: Snapshot): void {
    this.applied = index;
    this.digest = digest;
    this.machine.load(machine);
    this.sessions.load(sessions);
  }
}

/** Entries of one index and term are the same entry (log matching, 3.5), so that terms say enough. */
const digestOf = (before: number, term: number): number =>
  Math.imul(before ^ (term + 1), 0x01000193) ^ (before >>> 15);
