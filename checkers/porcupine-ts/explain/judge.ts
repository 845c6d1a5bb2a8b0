/** Is this part of a history impossible by itself? Asked many times, so each time within bounds. */
import type { Answer } from "../answer.ts";
import { type Options, check } from "../check.ts";
import type { Table } from "../columns.ts";
import type { Model } from "../model.ts";

export type Impossible = Answer & { readonly valid: false };

/** One question may look at the clock so often; that is some tenths of a second of search. */
const LOOKS_MAX = 400;
/** All questions together: so many looks, a row of a table counting as a part of one. */
const LOOKS_ALL = 20_000;
const ROWS_A_LOOK = 500;
const MEMORY_BYTES = 64 * 1024 * 1024;

export interface Judge {
  readonly model: Model;
  /** The violation, or undefined where there is an order or nobody could tell in time. */
  impossible(table: Table): Impossible | undefined;
  /** How many questions went unanswered so far: what rests on one may not be the least possible. */
  readonly doubts: number;
  /** The caller wants an end, or all questions together took too long. */
  stopped(): boolean;
}

export function makeJudge(model: Model, options: Options): Judge {
  let doubts = 0;
  let spent = 0;
  const stopped = (): boolean => spent > LOOKS_ALL || (options.shouldStop?.() ?? false);
  return {
    model,
    stopped,
    get doubts() {
      return doubts;
    },
    impossible(table) {
      let looks = 0;
      spent += table.columns.count / ROWS_A_LOOK;
      const answer = check(table, model, {
        failures: options.failures ?? "ignore",
        algorithms: options.algorithms ?? "all",
        memoryBytes: Math.min(options.memoryBytes ?? MEMORY_BYTES, MEMORY_BYTES),
        shouldStop: () => ++looks > LOOKS_MAX || stopped(),
      });
      spent += looks;
      if (answer.valid === "unknown") doubts++;
      return answer.valid === false ? answer : undefined;
    },
  };
}
