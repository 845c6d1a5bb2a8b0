/** Bugs to plant in the algorithms for sets, with reads of the whole among them, and for counters. */
import { bug, type PlantedBug } from "./bug.ts";

const SETS = ["set", "set-silent", "set-again", "set-again-silent"];
const GROWING = ["set-reads"];
const CHANGING = ["set-reads-removes", "set-reads-removes-silent"];

export const SET_BUGS: readonly PlantedBug[] = [
  bug(
    "presence.ts",
    SETS,
    "looks pass",
    "if (kind === LOOK) return hasBeen ||",
    "if (kind === LOOK) return true ||",
  ),
  bug(
    "presence.ts",
    SETS,
    "a state of before the call counts",
    "this.elements[record + OTHER_UNTIL]! > invoked[row]! + 1",
    "this.elements[record + OTHER_UNTIL]! > 0",
  ),
  bug(
    "presence.ts",
    SETS,
    "only the state at the return counts",
    "|| this.elements[record + OTHER_UNTIL]! > invoked[row]! + 1",
    "",
  ),
  bug(
    "presence.ts",
    ["set", "set-again"],
    "flips may find their own state",
    "isThere && !this.flip(element, 1 - target, at)",
    "false",
  ),
  bug(
    "presence.ts",
    SETS,
    "unanswered updates can be used again",
    "if (row === NONE) return false;",
    "if (row === NONE && !this.history.outcome.includes(INFO)) return false;",
  ),
  bug(
    "presence.ts",
    SETS,
    "unanswered updates never happen",
    "this.queues.add(record + PENDING + target, row);",
    "if (outcome[row] !== INFO) this.queues.add(record + PENDING + target, row);",
  ),
  bug(
    "presence.ts",
    ["set-again-silent"],
    "a failure after an unused push is taken as proof",
    "if ((this.elements[FIELDS * element + FLAGS]! & DOUBTFUL) !== 0)",
    "if (false)",
  ),
  bug(
    "earliest-first.ts",
    ["set-again", "counter-units"],
    "the latest return comes first",
    "this.returned[x]! < this.returned[y]!",
    "this.returned[x]! > this.returned[y]!",
  ),
  bug(
    "growing-set.ts",
    GROWING,
    "adds may come late",
    "if (returned[row]! >= after) return undefined;",
    "return undefined;",
  ),
  bug(
    "growing-set.ts",
    GROWING,
    "reads may come early",
    "if (returned[row]! < latest)",
    "if (false)",
  ),
  bug(
    "growing-set.ts",
    GROWING,
    "answers that missed the element do not count",
    "const after = Math.max(latest, missedAt[element]!);",
    "const after = latest;",
  ),
  bug(
    "growing-set.ts",
    GROWING,
    "answers that found the element do not count",
    "if (returned[row]! >= there[element]!) continue;",
    "continue;",
  ),
  bug(
    "growing-set.ts",
    GROWING,
    "unseen adds may be anywhere",
    "|| chain.hasSeen(element)) continue;",
    "|| true) continue;",
  ),
  bug(
    "read-chain.ts",
    GROWING,
    "larger reads may miss elements",
    "if (times[element] !== this.sorted.length - this.first[element]!)",
    "if (false)",
  ),
  bug(
    "read-chain.ts",
    GROWING,
    "elements may be listed twice",
    "if (seenBy[element] === index)",
    "if (false)",
  ),
];

export const CHANGING_SET_BUGS: readonly PlantedBug[] = [
  bug(
    "changing-set.ts",
    CHANGING,
    "no read has to come first",
    "if (this.ends(slot, element)) return slot;",
    "{}",
  ),
  bug(
    "changing-set.ts",
    CHANGING,
    "no read can wait for a remove",
    "if (!this.removers.comesBefore(element, returned[reads.rows[slot]!]!, this.at)) return true;",
    "if (returned.length > 0) return true;",
  ),
  bug(
    "changing-set.ts",
    CHANGING,
    "failure after a choice is a proof",
    "if (this.hasChosen)",
    "if (false)",
  ),
  bug("changing-set.ts", CHANGING, "elements can come again", "this.cameAt[element] === -1 &&", ""),
  bug(
    "changing-set.ts",
    CHANGING,
    "elements can come before their adds are called",
    "&& this.history.invoked[row]! < this.at;",
    ";",
  ),
  bug(
    "changing-set.ts",
    CHANGING,
    "a remove that may have found nothing is no choice",
    "this.hasChosen = true;\n    return true;",
    "return true;",
  ),
  bug(
    "removers.ts",
    CHANGING,
    "two operations may both have removed an element",
    "if (certain[element] !== NONE || addOf[element] === NONE)",
    "if (addOf[element] === NONE)",
  ),
  bug(
    "open-reads.ts",
    CHANGING,
    "a read may leave elements out",
    "this.common[slot] === this.size && ",
    "",
  ),
];

export const COUNTER_BUGS: readonly PlantedBug[] = [
  bug(
    "counter.ts",
    ["counter-up", "counter-both"],
    "reads may be too low",
    "a[row]! < up[row]! + called.down",
    "false",
  ),
  bug(
    "counter.ts",
    ["counter-up", "counter-both"],
    "reads may be too high",
    "a[row]! > down[row]! + called.up",
    "false",
  ),
  bug(
    "counter.ts",
    ["counter-both"],
    "lowering additions cannot be late",
    "up[row]! + called.down",
    "up[row]! + down[row]!",
  ),
  bug(
    "counting.ts",
    ["counter-units"],
    "additions may be counted late",
    "returned[row]! < after[k]!",
    "false",
  ),
  bug(
    "counting.ts",
    ["counter-units"],
    "reads may go back",
    "if (after[k]! > until)",
    "if (false)",
  ),
  bug(
    "counting.ts",
    ["counter-units"],
    "additions may be counted early",
    "invoked[next]! < until",
    "true",
  ),
];
