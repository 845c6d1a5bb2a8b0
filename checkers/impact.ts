/** What operations show of one span of trouble, without guessing where nobody asked. */
import { isAnswered } from "#core/answered.ts";
import type { Impact, Outage, Wait } from "#core/figures.ts";
import type { Operation } from "#core/history.ts";
import { nanos, toMillis, type Nanos } from "#core/units.ts";
import { longestOf, outagesOf, totalMsOf } from "./outages.ts";
import { byNode, invokedIn } from "./spans.ts";

export interface Trouble {
  readonly began: Nanos;
  readonly ended: Nanos | null;
  /** When the next trouble began: what is seen from then on may be its doing. */
  readonly until: Nanos | null;
}

/**
 * Operations invoked from its beginning on, until the next trouble. Harm counts up to the moment at
 * which everybody had recovered: a failure after that has another cause. An operation that had
 * begun before the fault is not counted, even if it failed of it.
 */
export function impactOf(
  operations: readonly Operation[],
  { began, ended, until }: Trouble,
  patience: Nanos,
): Impact {
  const to = until ?? nanos(Number.MAX_SAFE_INTEGER);
  const watched = invokedIn(operations, { from: began, to });
  const cured = ended === null ? [] : invokedIn(watched, { from: ended, to });
  const nodes = byNode(watched);
  const everyNode = lastRecovery([...nodes.keys()], cured, ended);
  const recoveredAt = everyNode.happened ? nanos((ended ?? 0) + everyNode.ms * 1e6) : to;
  const harmed = invokedIn(watched, { from: began, to: recoveredAt });
  const end = until ?? lastSeen(watched);
  const outages = (some: readonly Operation[]): readonly Outage[] =>
    outagesOf(some, patience, end).filter((outage) => outage.from < recoveredAt);
  const full = outages(watched);
  const wait = (asked: readonly Operation[], at: Nanos | undefined): Wait =>
    waitFor(asked, began, at, at);
  const nowhere = wait(harmed, undefined);
  return {
    began,
    ended,
    attempts: harmed.length,
    answered: harmed.filter(isAnswered).length,
    firstFailure: wait(harmed, harmed.find((operation) => !isAnswered(operation))?.invoked),
    partialOutage: [...nodes.values()]
      .map((mine) => wait(mine, outages(mine)[0]?.from))
      .reduce(soonerOf, nowhere),
    fullOutage: wait(harmed, full[0]?.from),
    longestOutage: longestOf(full),
    outageMs: totalMsOf(full),
    recovery: firstRecovery(cured, ended),
    everyNode,
  };
}

const soonerOf = (a: Wait, b: Wait): Wait => (b.happened && (!a.happened || b.ms < a.ms) ? b : a);

/** The first `ok` in order of invocation; the wait ends with its answer, which is the later. */
function firstRecovery(cured: readonly Operation[], ended: Nanos | null): Wait {
  const first = cured.find(({ outcome }) => outcome.type === "ok");
  return waitFor(cured, ended, first?.invoked, first?.completed ?? undefined);
}

/** The slowest node's; one node without an `ok` and the wait is not over. */
function lastRecovery(
  nodes: readonly string[],
  cured: readonly Operation[],
  ended: Nanos | null,
): Wait {
  const waits = nodes.map((node) =>
    firstRecovery(
      cured.filter((operation) => operation.node === node),
      ended,
    ),
  );
  if (waits.length === 0 || waits.some((wait) => !wait.happened)) {
    const least = waits.map((wait) => (wait.happened ? wait.ms : wait.watchedMs));
    return { happened: false, watchedMs: Math.max(0, ...least) };
  }
  return waits.reduce((slowest, wait) => {
    const later = wait.happened && slowest.happened && wait.ms > slowest.ms;
    return later ? wait : slowest;
  });
}

/**
 * From `since` to `to`, where `asked` is the invocation that showed it; without one, watched in vain
 * up to the last attempt, since time in which nobody asks is not watched.
 */
function waitFor(
  attempts: readonly Operation[],
  since: Nanos | null,
  asked: Nanos | undefined,
  to: Nanos | undefined,
): Wait {
  if (since === null) return { happened: false, watchedMs: 0 };
  if (asked === undefined || to === undefined) {
    const last = attempts.at(-1)?.invoked ?? since;
    return { happened: false, watchedMs: toMillis(nanos(Math.max(0, last - since))) };
  }
  const before = attempts.findLast(({ invoked }) => invoked < asked)?.invoked ?? since;
  const resolutionMs = toMillis(nanos(asked - Math.max(since, before)));
  return { happened: true, ms: toMillis(nanos(to - since)), resolutionMs };
}

const lastSeen = (operations: readonly Operation[]): Nanos =>
  operations.reduce(
    (last, { invoked, completed }) => nanos(Math.max(last, completed ?? invoked)),
    nanos(0),
  );
