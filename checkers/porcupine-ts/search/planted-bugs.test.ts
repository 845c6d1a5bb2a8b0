/** Each bug of a list, planted in a copy of the search and its models, is caught by the oracle. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { CASES, SEARCH_CASES } from "../oracle/cases.ts";
import type { ModelName } from "../models/models.ts";

interface PlantedBug {
  readonly name: string;
  readonly file: string;
  /** A text that occurs in it once. */
  readonly from: string;
  readonly to: string;
  readonly cases: readonly string[];
}

const FEW = ["register-few-values"];
const SEEN = ["register-few-values", "register-refusals", "key-value"];

const BUGS: readonly PlantedBug[] = [
  {
    name: "writes vanish that nothing has overwritten since their call",
    file: "search/candidates.ts",
    from: "return this.timeline.invoked[op]! + 1 < (effect === OVERWRITES ? gap : sunk);",
    to: "return true;",
    cases: FEW,
  },
  {
    name: "a speculative operation may never come before another that could come first",
    file: "search/candidates.ts",
    from: "return machine.step(without, speculative) !== after;",
    to: "return without > after;",
    cases: ["semaphore", "append-list"],
  },
  {
    name: "of two speculative operations that could both come first, neither may",
    file: "search/candidates.ts",
    from: "if (!swaps || cls < speculative) return;",
    to: "return;",
    cases: ["set-reads-removes", "counter-both", "append-list", "multi-register"],
  },
  {
    name: "of equal operations the one that returns last goes first",
    file: "search/candidates.ts",
    from: "else if (returned[op]! < returned[this.best[cls]!]!) this.best[cls] = op;",
    to: "else if (returned[op]! > returned[this.best[cls]!]!) this.best[cls] = op;",
    cases: [...FEW, "mutex"],
  },
  {
    name: "no write is placed to let a refusal be right",
    file: "search/candidates.ts",
    from: "if (need === NONE) this.wild = true;",
    to: "if (need === NONE) this.wild = false;",
    cases: SEEN,
  },
  {
    name: "no write is placed for a compare-and-set without answer",
    file: "search/candidates.ts",
    from: "return this.lookahead?.optionalFrom(value) ? OTHER : NONE;",
    to: "return NONE;",
    cases: [...SEEN, "register-cas"],
  },
  {
    name: "operations without answer are used before their call",
    file: "search/info-pool.ts",
    from: "return op !== NONE && this.invoked[op]! + 1 < before ? op : NONE;",
    to: "return op;",
    cases: ["register", "queue-lost"],
  },
  {
    name: "all sets of operations have one number",
    file: "search/mix.ts",
    from: "return h ^ (h >>> 16);",
    to: "return 0;",
    cases: [...FEW, "stack"],
  },
  {
    name: "what an operation has mattered to is forgotten",
    file: "search/depth-first.ts",
    from: "if (path.placed > before) standing.base = NONE;",
    to: "",
    cases: FEW,
  },
  {
    name: "anything may vanish in any state",
    file: "search/depth-first.ts",
    from: "if (standing.state === this.machine.sink) standing.sunk = standing.place;",
    to: "standing.sunk = standing.place;",
    cases: ["mutex", "append-list"],
  },
  {
    name: "the precheck remembers the write of a value that returns first",
    file: "search/precheck.ts",
    from: "if (this.returnOf(op) > this.returnOf(this.maker[value]!)) this.maker[value] = op;",
    to: "if (this.maker[value]! < 0) this.maker[value] = op;",
    cases: FEW,
  },
  {
    name: "an operation's own need keeps it from leaving",
    file: "models/value-lookahead.ts",
    from: "const own = needs[cls] === state ? 1 : 0;",
    to: "const own = 0;",
    cases: ["register-cas"],
  },
  {
    name: "puts that make a continuation do not bring it back",
    file: "models/prefix-lookahead.ts",
    from: "if (span.length >= length && span.start >= start && span.start < end) return true;",
    to: "",
    cases: ["append-string-puts"],
  },
  {
    name: "calls with and without answer are one class",
    file: "models/table-machine.ts",
    from: "${argumentName(model, cells, items)} ${cells.outcome}`",
    to: "${argumentName(model, cells, items)}`",
    cases: ["mutex", "fenced-lock"],
  },
];

const SEEDS = 6_000;
const root = join(import.meta.dirname, "..");
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "planted-bugs-"));
});
after(() => rmSync(folder, { recursive: true }));

for (const [index, bug] of BUGS.entries())
  test(`caught: ${bug.name}`, async () => {
    const check = await plant(bug, join(folder, String(index)));
    const cases = [...CASES, ...SEARCH_CASES].filter(({ name }) => bug.cases.includes(name));
    assert.equal(cases.length, bug.cases.length);
    const caught = Array.from({ length: SEEDS }, (_, seed) => seed).some((seed) =>
      cases.some((kind) => {
        const history = kind.history(seed);
        const found = check(kind.model.name as ModelName, history, () => kind.values(history));
        return found !== kind.truth(history);
      }),
    );
    assert.ok(caught, `not caught by ${SEEDS} histories of ${bug.cases.join(", ")}`);
  });

type Check = (
  name: ModelName,
  history: Parameters<typeof import("./search.ts").search>[0],
  values: () => readonly unknown[],
) => boolean | "unknown";

/** A copy of the package's pure part, in which one text of one file is another. */
async function plant({ file, from, to }: PlantedBug, copy: string): Promise<Check> {
  const wanted = /porcupine-ts(\/(search|models)(\/[\w-]+\.ts)?|\/[\w-]+\.ts|)$/;
  cpSync(root, copy, { recursive: true, filter: (path) => wanted.test(path) });
  const text = readFileSync(join(root, file), "utf8");
  assert.equal(text.split(from).length, 2, `${file} should have this once: ${from}`);
  writeFileSync(
    join(copy, file),
    text.replace(from, () => to),
  );
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(copy, path)).href);
  const { search } = (await load("search/search.ts")) as typeof import("./search.ts");
  const { models } = (await load("models/models.ts")) as typeof import("../models/models.ts");
  return (name, history, values) => {
    let looks = 0;
    // A bug may also be that the search finds no end.
    const effort = { shouldStop: () => ++looks > 200, memoryBytes: 64 * 1024 * 1024 };
    return search(history, models[name]().compile(history, values), effort).valid;
  };
}
