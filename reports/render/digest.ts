/** What every renderer needs of a record, joined and sorted once. */
import { faultsOf, type FaultWindow } from "#core/fault.ts";
import { operationsOf, phasesOf, type Operation, type PhaseSpan } from "#core/history.ts";
import type { RunRecord } from "#core/record.ts";
import { nanos, type Nanos } from "#core/units.ts";

export interface Digest extends RunRecord {
  /** In order of invocation. */
  readonly operations: readonly Operation[];
  readonly faults: readonly FaultWindow[];
  readonly phases: readonly PhaseSpan[];
  /** The last moment that the history knows of. */
  readonly end: Nanos;
}

export function digestOf(record: RunRecord): Digest {
  const { history } = record;
  return {
    ...record,
    operations: operationsOf(history),
    faults: faultsOf(history),
    phases: phasesOf(history),
    end: nanos(Math.max(1, history.at(-1)?.time ?? 0)),
  };
}
