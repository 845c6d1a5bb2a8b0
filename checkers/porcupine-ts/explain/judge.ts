/** Is this part of a history impossible by itself? Asked many times, so each time within bounds. */
import type { Answer } from "../answer.ts";
import { type Options, check } from "../check.ts";
import type { Table } from "../columns.ts";
import type { Model } from "../model.ts";

export type Impossible = Answer & { readonly valid: false };

/** One question may look at the clock so often; that is some tenths of a second of search. */
const LOOKS_MAX = 400;
const MEMORY_BYTES = 64 * 1024 * 1024;

export interface Judge {
  readonly model: Model;
  /** The violation, or undefined where there is an order or nobody could tell in time. */
  impossible(table: Table): Impossible | undefined;
  /** Whether some question went unanswered: then what was reduced may not be the least possible. */
  readonly sure: boolean;
  stopped(): boolean;
}

export function makeJudge(model: Model, options: Options): Judge {
  let sure = true;
  const stopped = (): boolean => options.shouldStop?.() ?? false;
  return {
    model,
    stopped,
    get sure() {
      return sure;
    },
    impossible(table) {
      let looks = 0;
      const answer = check(table, model, {
        failures: options.failures ?? "ignore",
        algorithms: options.algorithms ?? "all",
        memoryBytes: Math.min(options.memoryBytes ?? MEMORY_BYTES, MEMORY_BYTES),
        shouldStop: () => ++looks > LOOKS_MAX || stopped(),
      });
      if (answer.valid === "unknown") sure = false;
      return answer.valid === false ? answer : undefined;
    },
  };
}
