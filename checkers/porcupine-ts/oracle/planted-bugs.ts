/** Bugs to plant in copies of the polynomial algorithms: what the oracle must be able to catch. */

export interface PlantedBug {
  /** What is broken, in words. */
  readonly name: string;
  /** A file of `polynomial/`. */
  readonly file: string;
  /** A text that occurs in it once. */
  readonly from: string;
  readonly to: string;
  /** The kinds of histories among which it is looked for. */
  readonly cases: readonly string[];
}

const REGISTERS = ["register", "register-cas"];
const CHAINS = ["register-cas"];
const REFUSALS = ["register-refusals", "register-refusals-forced"];
const CONTAINERS = ["queue", "bag", "stack"];
const SETS = ["set", "set-silent", "set-again", "set-again-silent"];
const GROWING = ["set-reads"];
const CHANGING = ["set-reads-removes", "set-reads-removes-silent"];

const bug = (
  file: string,
  cases: readonly string[],
  name: string,
  from: string,
  to: string,
): PlantedBug => ({ name, file, from, to, cases });

const REGISTER_BUGS = [
  bug(
    "chains.ts",
    REGISTERS,
    "reads of values that nobody wrote pass",
    "if (producer[value] === NONE && value !== 0)",
    "if (false)",
  ),
  bug(
    "chains.ts",
    REGISTERS,
    "infos count as seen",
    "if (outcome[row] === OK) current[value] = 1;",
    "current[value] = 1;",
  ),
  bug("chains.ts", CHAINS, "seen infos do not show their source", "work.push(from);", ""),
  bug(
    "chains.ts",
    CHAINS,
    "a value may be replaced twice",
    "else if (successor[from] !== maker) rival = value;",
    "",
  ),
  bug(
    "chains.ts",
    CHAINS,
    "a value may come from nowhere",
    "if (maker === NONE) unmade = value;",
    "",
  ),
  bug(
    "chains.ts",
    REGISTERS,
    "the last return counts, not the first",
    "if (returned[row]! < firstReturn[value]!)",
    "if (firstReturn[value] === OPEN || returned[row]! > firstReturn[value]!)",
  ),
  bug(
    "chains.ts",
    REGISTERS,
    "the first call counts, not the last",
    "if (invoked[row]! > lastCall[value]!)",
    "if (lastCall[value] === -1)",
  ),
  bug(
    "register.ts",
    ["register"],
    "reads may return before the write begins",
    "if (first[value]! < invoked[maker]!)",
    "if (false)",
  ),
  bug(
    "register.ts",
    ["register"],
    "the write's return does not count",
    "if (returned[maker]! < first[value]!) first[value] = returned[maker]!;",
    "",
  ),
  bug("register.ts", ["register"], "the initial value is written late", "first[0] = -1;", ""),
  bug(
    "register.ts",
    CHAINS,
    "the initial value is written late, chains",
    "let earliest = root === 0 ? -1 : OPEN;",
    "let earliest = OPEN;",
  ),
  bug(
    "register.ts",
    CHAINS,
    "updates in a chain may come in any order",
    "if (returned[maker]! < latest) return -1;",
    "",
  ),
  bug(
    "register.ts",
    CHAINS,
    "reads in a chain may come in any order",
    "if (firstReturn[value]! < latest) return -1;",
    "",
  ),
  bug(
    "register.ts",
    REGISTERS,
    "forward zones may overlap",
    "if (at < open) return",
    "if (false) return",
  ),
  bug(
    "register.ts",
    REGISTERS,
    "backward zones may lie anywhere",
    "if (from >= -1 && until > from &&",
    "if (false &&",
  ),
  bug(
    "register.ts",
    CHAINS,
    "values may follow from each other in a circle",
    "placed === live ?",
    "placed <= live ?",
  ),
];

const REFUSAL_BUGS = [
  bug(
    "refusals.ts",
    REFUSALS,
    "a value is current as soon as its chain begins",
    "if (invoked[row]! > until[value]!) until[value] = invoked[row]!;",
    "until[value] = Math.max(until[value]!, invoked[row]! + 3);",
  ),
  bug(
    "refusals.ts",
    REFUSALS,
    "a refusal may not even begin while its value is current",
    "history.returned[row]! > spans.until[value]!",
    "history.invoked[row]! > spans.until[value]!",
  ),
  bug(
    "refusals.ts",
    REFUSALS,
    "a value stays current after its replacement is called",
    "until[value] = replaced;",
    "until[value] = OPEN;",
  ),
  bug(
    "chain-order.ts",
    REFUSALS,
    "a refusal is content with a change before its call",
    "this.value !== value || this.since > invoked",
    "this.value !== value || this.since >= 0",
  ),
  bug(
    "chain-order.ts",
    REFUSALS,
    "a chain may be left before it is whole",
    "if (!this.isWhole(this.chain, at)) return false;\n    for",
    "for",
  ),
  bug(
    "chain-order.ts",
    REFUSALS,
    "a replacement may happen before its call",
    "this.history.invoked[next]! > at ||",
    "",
  ),
  bug(
    "chain-order.ts",
    REFUSALS,
    "a value may be replaced before its last read",
    "|| this.chains.lastCall[value]! > at",
    "",
  ),
  bug(
    "chain-order.ts",
    REFUSALS,
    "a chain may begin early in front of others",
    "if (!this.isWhole(other, at)) return false;",
    "",
  ),
  bug(
    "chain-order.ts",
    REFUSALS,
    "a chain may begin before its write is called",
    "this.history.invoked[this.chains.producer[next]!]! > at",
    "false",
  ),
];

const CONTAINER_BUGS = [
  bug("pairs.ts", CONTAINERS, "phantom elements pass", "if (put === NONE)", "if (false)"),
  bug(
    "pairs.ts",
    CONTAINERS,
    "elements may be taken twice",
    "if (takeOf[value] !== NONE)",
    "if (false)",
  ),
  bug(
    "pairs.ts",
    CONTAINERS,
    "elements may be taken early",
    "if (returned[row]! < invoked[put]!)",
    "if (false)",
  ),
  bug(
    "queue.ts",
    ["queue"],
    "elements may overtake each other",
    "if (returned[take]! < latestTake)",
    "if (false)",
  ),
  bug(
    "queue.ts",
    ["queue"],
    "elements may be left behind",
    "? 0 : jokersBefore",
    "? count : jokersBefore",
  ),
  bug(
    "queue.ts",
    ["queue", "queue-lost"],
    "an unanswered take may come too late",
    "jokersBefore[returned[take]!]!",
    "jokersBefore[2 * count - 1]!",
  ),
  bug(
    "queue.ts",
    ["queue", "queue-lost"],
    "unanswered takes are never used",
    "jokersBefore[returned[take]!]!",
    "0",
  ),
  bug(
    "emptiness.ts",
    CONTAINERS,
    "every empty answer passes",
    "if (freeBefore[returned[row]!] === freeBefore[invoked[row]!]!)",
    "if (false)",
  ),
  bug(
    "emptiness.ts",
    CONTAINERS,
    "an element leaves when its take returns",
    "inside[invoked[take]!]!--",
    "inside[returned[take]!]!--",
  ),
  bug(
    "emptiness.ts",
    CONTAINERS,
    "an element is inside from the call of its put",
    "const from = returned[put]!;",
    "const from = invoked[put]!;",
  ),
  bug(
    "emptiness.ts",
    ["queue", "bag", "queue-lost"],
    "lost elements never keep the container from being empty",
    "now === 0 && stuck <= 0",
    "now === 0",
  ),
  bug(
    "emptiness.ts",
    ["queue", "bag", "queue-lost"],
    "unanswered takes help before they are called",
    "for (const row of jokers) lost[invoked[row]!]!--;",
    "for (const _ of jokers) lost[0]!--;",
  ),
  bug(
    "emptiness.ts",
    ["queue", "bag", "queue-lost"],
    "unanswered takes remove nothing",
    "for (const row of jokers) lost[invoked[row]!]!--;",
    "",
  ),
  bug(
    "stack.ts",
    ["stack"],
    "a component without an outermost element passes",
    "if (outermost === NONE) return",
    "if (outermost === NONE) continue; if (false) return",
  ),
  bug(
    "stack.ts",
    ["stack"],
    "components never fall apart",
    "pushParts(work, from, until, splitAt);",
    "work.push(from, until);",
  ),
  bug(
    "core-tree.ts",
    ["stack"],
    "the outermost pop may return early",
    "this.findAbove(from, until, this.latestEnd(from, until))",
    "this.findAbove(from, until, -1)",
  ),
  bug(
    "core-tree.ts",
    ["stack"],
    "the outermost push may be called late",
    "this.findBelow(from, until, start)",
    "this.findBelow(from, until, OPEN)",
  ),
  bug(
    "cores.ts",
    ["stack"],
    "elements without a core count",
    "if (returned[put]! >= (take === NONE ? lostFrom[value]! : invoked[take]!)) continue;",
    "",
  ),
  bug(
    "cut-tree.ts",
    ["stack"],
    "ranges are lowered by too little",
    "if (from < until) this.lower",
    "if (from + 1 < until) this.lower",
  ),
  bug(
    "priority-queue.ts",
    ["priority-queue"],
    "worse elements may go first",
    "if (take !== NONE && leaves[value]! >= returned[take]!) return",
    "if (false) return",
  ),
  bug(
    "priority-queue.ts",
    ["priority-queue-ties"],
    "equal priorities have an order",
    "priority === b[putOf[order[until]!]!]; until++) {\n        if",
    "until === from; until++) {\n        if",
  ),
  bug(
    "priority-queue.ts",
    ["priority-queue"],
    "every empty answer of a priority queue passes",
    "if (gaps.nextFree(invoked[row]!) >= returned[row]!)",
    "if (false)",
  ),
  bug(
    "priority-queue.ts",
    ["priority-queue"],
    "an element leaves as soon as its take is called",
    "leaves[value] = gaps.nextFree(",
    "leaves[value] = (",
  ),
  bug(
    "free-gaps.ts",
    ["priority-queue"],
    "one gap too many is blocked",
    "gap < end; gap = this",
    "gap <= end; gap = this",
  ),
];

const REPEATED_BAG_BUGS = [
  bug(
    "repeated-bag.ts",
    ["bag-repeated"],
    "elements never run out",
    "if (--left[a[take]!]! < 0) return ranOut(history, take);",
    "--left[a[take]!]!;",
  ),
  bug(
    "repeated-bag.ts",
    ["bag-repeated"],
    "empty answers say nothing",
    'return hasEmpties ? notApplicable("elements are put in twice, and takes found nothing") : VALID;',
    "return VALID;",
  ),
  bug(
    "repeated-bag.ts",
    ["bag-repeated"],
    "puts are counted once",
    "left[a[next]!]!++;",
    "left[a[next]!] = 1;",
  ),
];

const JOKER_BUGS = [
  bug(
    "joker-matching.ts",
    ["stack-lost", "priority-queue-lost"],
    "an unanswered take may be given away twice",
    "this.mark(joker, 0);",
    "",
  ),
  bug(
    "joker-matching.ts",
    ["stack-lost", "priority-queue-lost"],
    "an element leaves before its unanswered take is called",
    "this.leavesFrom[element] = this.calls[joker]!;",
    "this.leavesFrom[element] = this.calls[joker]! - 3;",
  ),
  bug(
    "stack-jokers.ts",
    ["stack-gone"],
    "an element that is gone is given another pop",
    "|| this.alive.nextFree(late) !== late",
    "",
  ),
  bug(
    "stack-jokers.ts",
    ["stack-lost"],
    "lost elements may stay while the stack is empty",
    "if (!leaveForEmpties(history, pairs, matching)) return false;",
    "",
  ),
  bug(
    "stack-jokers.ts",
    ["stack-lost"],
    "a shorter core uncovers all that it covered",
    "this.cuts.uncover(first, reach[core]!, this.splitAt);",
    "this.cuts.uncover(core + 1, reach[core]!, this.splitAt);",
  ),
];

const SET_BUGS = [
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

const COUNTER_BUGS = [
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

const CHANGING_SET_BUGS = [
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

export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...REGISTER_BUGS,
  ...REFUSAL_BUGS,
  ...CONTAINER_BUGS,
  ...REPEATED_BAG_BUGS,
  ...JOKER_BUGS,
  ...SET_BUGS,
  ...CHANGING_SET_BUGS,
  ...COUNTER_BUGS,
];
