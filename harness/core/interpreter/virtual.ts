/** Runs a generator in virtual time against pretended answers: for tests and for trying plans out. */
import type { Generator } from "../generator/generator.ts";
import type { Event, History } from "../history.ts";
import type { Outcome } from "../operation.ts";
import { nanos, nodeId, type Nanos } from "../units.ts";
import { step, type Dispatch, type Input } from "./interpreter.ts";
import { begin } from "./lanes.ts";

export interface Pretence {
  readonly concurrency: number;
  readonly nodes?: number;
  /** Stops asking after this much virtual time. */
  readonly until?: Nanos;
  /** What becomes of an invocation, and how long it takes. */
  answer(dispatch: Dispatch): { readonly after: Nanos; readonly outcome: Outcome };
}

/** The answers of a world in which all goes well and takes ten milliseconds. */
export const perfect = (dispatch: Dispatch): { after: Nanos; outcome: Outcome } => ({
  after: nanos(10e6),
  outcome: { type: "ok", value: dispatch.op.value },
});

export function pretend(generator: Generator, world: Pretence): History {
  const nodes = Array.from({ length: world.nodes ?? 1 }, (_, i) => nodeId(`n${i + 1}`));
  const { concurrency } = world;
  let state = begin(generator, { concurrency, nodes, firstIndex: 0, firstProcess: 0 });
  const history: Event[] = [];
  const open: { readonly at: Nanos; readonly input: Input }[] = [];
  let now = nanos(0);
  let inputs: Input[] = [];
  for (;;) {
    const output = step(state, now, inputs);
    state = output.state;
    history.push(...output.records);
    for (const dispatch of output.invocations) {
      const { after, outcome } = world.answer(dispatch);
      const input: Input = { kind: "completed", thread: dispatch.thread, outcome };
      open.push({ at: nanos(now + after), input });
    }
    if (output.next.kind === "finished") return history;
    const first = Math.min(...open.map(({ at }) => at), output.next.until ?? Infinity);
    if (first === Infinity || first > (world.until ?? Infinity)) return history;
    now = nanos(first);
    inputs = open.filter(({ at }) => at <= now).map(({ input }) => input);
    open.splice(0, open.length, ...open.filter(({ at }) => at > now));
  }
}
