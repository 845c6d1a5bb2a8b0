/** The life of one element of a set: when it was known, which reads saw it, which missed it. */
import type { Operation } from "#core/history.ts";
import type { Nanos } from "#core/units.ts";

/** A read that was answered, with its answer as a set. */
export interface SetRead {
  readonly operation: Operation;
  readonly completion: Moment;
  readonly elements: ReadonlySet<number>;
}

/** A line of the history. */
export interface Moment {
  readonly index: number;
  readonly time: Nanos;
}

export interface Timeline {
  readonly element: number;
  /** Its add: the first that was acknowledged, or else the first that was tried. */
  readonly add: Operation;
  /** Since when reads that begin have to see it: it was acknowledged, or a read had seen it. */
  readonly known: Moment | null;
  /** Of the reads that saw it, and of those that missed it, the one that was invoked last. */
  readonly present: SetRead | null;
  readonly absent: SetRead | null;
}

/** A read that was over before the add began cannot have missed it. */
export function timelineOf(element: number, add: Operation, reads: readonly SetRead[]): Timeline {
  let known = add.outcome.type === "ok" ? completionOf(add) : null;
  let present: SetRead | null = null;
  let absent: SetRead | null = null;
  for (const read of reads) {
    const { operation, completion, elements } = read;
    if (elements.has(element)) {
      if (present === null || operation.index > present.operation.index) present = read;
      if (known === null || completion.index < known.index) known = completion;
    } else if (completion.index > add.index) {
      if (absent === null || operation.index > absent.operation.index) absent = read;
    }
  }
  return { element, add, known, present, absent };
}

/** It was known, yet a read that began later missed it: the one that began last. */
export function missedBy({ known, absent }: Timeline): SetRead | null {
  return known !== null && absent !== null && absent.operation.index > known.index ? absent : null;
}

/** Every read sees it that began after some moment at which it was seen. */
export const isStable = ({ present, absent }: Timeline): boolean =>
  present !== null && present.operation.index > (absent?.operation.index ?? -1);

export function completionOf({ completion, completed }: Operation): Moment | null {
  return completion === null || completed === null ? null : { index: completion, time: completed };
}
