/** Worlds and rules made of a model's own specification, where only the search decides. */
import { FAIL, INFO, NONE, OK, type Columns } from "../columns.ts";
import { makeInterner, type Interner } from "../interner.ts";
import type { Call, Cells as ModelCells, Model } from "../model.ts";
import type { Rules } from "./brute.ts";
import type { Dice } from "./dice.ts";
import type { Cells, World } from "./world.ts";

export interface Request {
  readonly word: string;
  readonly input: unknown;
}

/** What clients ask of a model, and what they could be told. */
export interface Script {
  readonly model: Model;
  ask(dice: Dice): Request;
  /** The right answer, should the request be legal in this state. */
  answer(state: unknown, request: Request, dice: Dice): unknown;
  /** Any answer; `undefined`: the outcome is turned over instead. */
  lie(request: Request, dice: Dice): unknown;
}

const OUTCOMES = ["ok", "info", "fail"] as const;

export class ModelWorld implements World {
  private readonly interner: Interner;
  private readonly script: Script;
  private readonly dice: Dice;
  private state: unknown;
  /** Requests by number; until it is applied, a draft has this number as its `a`. */
  private readonly requests: Request[] = [];
  private readonly requestOf = new WeakMap<object, Request>();

  constructor(script: Script, dice: Dice) {
    this.script = script;
    this.dice = dice;
    this.state = script.model.initial;
    this.interner = makeInterner(script.model.zero);
  }

  /** What the numbers in the cells stand for, so far. */
  get values(): readonly unknown[] {
    return this.interner.values;
  }

  ask(): Cells {
    const request = this.script.ask(this.dice);
    this.requests.push(request);
    return { word: 0, a: this.requests.length - 1, b: NONE, outcome: OK };
  }

  apply(cells: Cells): void {
    const request = this.request(cells);
    const output = this.script.answer(this.state, request, this.dice);
    const done: Call = { process: "", ...request, outcome: "ok", output };
    const after = this.script.model.step(this.state, done);
    if (after.length > 0) this.state = this.dice.pick(after);
    this.write(cells, after.length > 0 ? done : { process: "", ...request, outcome: "fail" });
  }

  forget(cells: Cells): boolean {
    return this.write(cells, { process: "", ...this.request(cells), outcome: "info" });
  }

  spoil(cells: Cells): void {
    const request = this.request(cells);
    const output = this.script.lie(request, this.dice);
    const turned = output === undefined && cells.outcome === OK;
    this.write(
      cells,
      turned
        ? { process: "", ...request, outcome: "fail" }
        : { process: "", ...request, outcome: "ok", output: output ?? null },
    );
  }

  private request(cells: Cells): Request {
    const known = this.requestOf.get(cells) ?? this.requests[cells.a];
    if (known === undefined) throw new Error("cells of another world");
    return known;
  }

  /** False if the call says nothing that can be written. */
  private write(cells: Cells, call: Call): boolean {
    this.requestOf.set(cells, { word: call.word, input: call.input });
    const encoded = this.script.model.encode(call, this.interner);
    if (encoded === "silent") return false;
    if ("problem" in encoded) throw new Error(encoded.problem);
    const { word, a, b, outcome } = encoded;
    Object.assign(cells, { word, a, b, outcome: OUTCOMES.indexOf(outcome) });
    if (this.script.model.cells[word]?.[0] === "items")
      Object.assign(cells, { items: [...this.interner.items().subarray(a, b)] });
    return true;
  }
}

/** The model's own step as the oracle's rules; states go by their names. */
export function modelRules(model: Model, values: readonly unknown[]): Rules<string | number> {
  const states = new Map<string | number, unknown>();
  const nameOf = (state: unknown): string | number => {
    const name = model.identify(state);
    states.set(name, state);
    return name;
  };
  return {
    initial: nameOf(model.initial),
    step: (name, row, history) =>
      model.step(states.get(name), decoded(model, history, row, values)).map(nameOf),
  };
}

function decoded(model: Model, history: Columns, row: number, values: readonly unknown[]): Call {
  const { word, a, b, outcome, items } = history;
  const cells: ModelCells = {
    word: word[row]!,
    a: a[row]!,
    b: b[row]!,
    outcome: outcome[row] === INFO ? "info" : outcome[row] === FAIL ? "fail" : "ok",
  };
  return model.decode(cells, values, items);
}
