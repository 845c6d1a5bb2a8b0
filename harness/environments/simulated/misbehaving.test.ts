/** A system with a bug of the grossest kind: its run ends, says which node it was, and shows it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkersOf } from "#cli/judges.ts";
import { partsOf } from "#cli/parts.ts";
import type { AssumptionFigures } from "#core/evidence.ts";
import type { Event } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import { nanos } from "#core/units.ts";
import { remarksOf } from "#reports/render/remarks.ts";
import { simulated } from "./simulated.ts";

const plan = planOf({ environment: "simulated", rate: 100, timeLimitMs: 3000, seed: "gross" });

/** A correct Raft, but for what n2 does when it receives its 150th message, and ever after. */
function played(wrong: (host: Host) => void) {
  const parts = partsOf(plan);
  const { actor: deployment } = parts.deployments;
  assert.ok(deployment !== undefined);
  const actor: ActorFactory = (host) => {
    const right = deployment.actor(host);
    let heard = 0;
    // What the portrait shows of a wrapper is what it wraps.
    const wrapper = {
      right,
      start: () => right.start(),
      wake: (timer: string) => right.wake(timer),
      receive(...[from, body]: Parameters<Actor["receive"]>) {
        heard++;
        if (host.self === "n2" && heard >= 150) wrong(host);
        right.receive(from, body);
      },
    };
    return wrapper;
  };
  const history = simulated.simulate({
    ...parts,
    deployments: { actor: { ...deployment, actor } },
    observe: () => {},
    trace: null,
    shouldStop: () => false,
  });
  const notes = (f: string): readonly Event[] => history.filter((event) => event.f === f);
  const judge = checkersOf(plan).find(({ name }) => name === "assumptions");
  const verdict = judge?.check(history, { plan, shouldStop: () => false }) ?? assert.fail();
  assert.equal(history.at(-1)?.value, "done", "the others went on to the end");
  return { history, notes, verdict };
}

interface Death {
  readonly cause: string;
  readonly state: string;
}

const deathOf = ([died]: readonly Event[]): Death => {
  assert.equal(died?.node, "n2");
  return died.value as Death;
};

test("one that throws has died by itself: the verdict is unknown, with what it threw and its state", () => {
  const { history, notes, verdict } = played(() => {
    throw new TypeError("entry is undefined");
  });
  const { cause, state } = deathOf(notes("died"));
  assert.equal(cause, "TypeError: entry is undefined");
  assert.match(state, /term: \d+/);
  assert.ok(state.length <= 4001);
  assert.ok(verdict.valid === "unknown");
  assert.match(
    verdict.message,
    /Died by itself: n2 at \d\.\d+ s \(TypeError: entry is undefined\)/,
  );
  assert.match(remarksOf(history)[0] ?? "", /^n2 died .*entry is undefined; its state was {.*, at/);
});

test("one that speaks to nobody is told on, a few times in the history and once in words", () => {
  const { history, notes, verdict } = played((host) => host.send("n99", { type: "hello" }));
  assert.equal(notes("died").length, 0);
  assert.equal(notes("garbage").length, 20);
  const [first] = notes("garbage");
  const complaint = 'nobody is called "n99"';
  assert.deepEqual(
    [first?.node, first?.value],
    ["n2", { complaint, line: '{type: "hello"}', count: 1 }],
  );
  const { assumptions } = verdict.details as AssumptionFigures;
  const said = assumptions.find(({ name }) => name === "addressed")?.sentence;
  assert.equal(said, `Messages were sent to nobody: n2 (${complaint}).`);
  assert.match(
    remarksOf(history).join("\n"),
    /^Messages to nobody: n2 20 or more; the first was /m,
  );
});

test("clients that gave up are somebody: an answer that comes too late is nobody's fault", () => {
  const late = planOf({ ...plan, operationTimeoutMs: 2, timeLimitMs: 2000 });
  const history = simulated.simulate({
    ...partsOf(late),
    observe: () => {},
    trace: null,
    shouldStop: () => false,
  });
  assert.ok(history.some(({ type, error }) => type === "info" && error?.code === "timeout"));
  assert.equal(history.filter(({ f }) => f === "garbage").length, 0);
});

test("one that never stops sending, or setting timers, is stopped", () => {
  const flood = played((host) => {
    for (;;) host.send("n1", { type: "flood" });
  });
  assert.equal(deathOf(flood.notes("died")).cause, "Runaway: n2 floods the network");
  assert.equal(flood.verdict.valid, "unknown");
  const spin = played((host) => {
    host.setTimer("spin", nanos(0));
    for (;;) host.send("n2", { type: "to itself" });
  });
  assert.match(deathOf(spin.notes("died")).cause, /^Runaway: /);
});
