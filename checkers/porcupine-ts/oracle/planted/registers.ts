/** Bugs to plant in the algorithms for registers, refused compare-and-sets among them. */
import { bug, type PlantedBug } from "./bug.ts";

const REGISTERS = ["register", "register-cas"];
const CHAINS = ["register-cas"];
const REFUSALS = ["register-refusals", "register-refusals-forced"];

export const REGISTER_BUGS: readonly PlantedBug[] = [
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

export const REFUSAL_BUGS: readonly PlantedBug[] = [
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
