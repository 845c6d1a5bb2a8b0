/** The interpreter in real time: the journal has an invocation before its request may leave. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { endless } from "#core/generator/basic.ts";
import { limit } from "#core/generator/pace.ts";
import { clients } from "#core/generator/route.ts";
import type { Event } from "#core/history.ts";
import type { Dispatch } from "#core/interpreter/interpreter.ts";
import type { Outcome } from "#core/operation.ts";
import { seedOf } from "#core/seed.ts";
import { nodeId } from "#core/units.ts";
import { realClock } from "./clock.ts";
import { Interpretation, type Stage } from "./interpret.ts";

const crew = { concurrency: 3, nodes: [nodeId("n1")], firstIndex: 0, firstProcess: 0 };
const writes = (count: number): ReturnType<typeof limit> =>
  limit(
    count,
    endless(seedOf("w"), (_, value) => ({ f: "write", key: "", value })),
  );

function stage(
  events: Event[],
  perform: (dispatch: Dispatch) => Promise<Outcome>,
  append: (records: readonly Event[]) => void = (records) => events.push(...records),
): Stage {
  return { clock: realClock(), journal: { append }, observe() {}, log() {}, perform };
}

test("every invocation is in the journal before it is performed", async () => {
  const events: Event[] = [];
  let performed = 0;
  const perform = async (dispatch: Dispatch): Promise<Outcome> => {
    performed++;
    assert.equal(events[dispatch.index]?.type, "invoke");
    assert.equal(events[dispatch.index]?.value, dispatch.op.value);
    return { type: "ok", value: undefined };
  };
  await new Interpretation(clients(writes(50)), crew, stage(events, perform)).run();
  assert.equal(performed, 50);
  assert.equal(events.length, 100);
  assert.deepEqual(
    events.map((event) => event.index),
    Array.from({ length: 100 }, (_, i) => i),
  );
  assert.ok(events.every((event, i) => i === 0 || event.time >= (events[i - 1]?.time ?? 0)));
});

test("stop: nothing new begins, what is open completes", async () => {
  const events: Event[] = [];
  const releases: (() => void)[] = [];
  const perform = (): Promise<Outcome> =>
    new Promise((resolve) => releases.push(() => resolve({ type: "ok", value: undefined })));
  const playing = new Interpretation(clients(writes(1000)), crew, stage(events, perform));
  const ended = playing.run();
  while (releases.length < 3) await new Promise((resolve) => setImmediate(resolve));
  playing.stop();
  for (const release of releases) release();
  await ended;
  assert.deepEqual(
    events.map((event) => event.type),
    ["invoke", "invoke", "invoke", "ok", "ok", "ok"],
  );
});

test("a journal that fails ends the run with its error, and sends nothing more", async () => {
  let performed = 0;
  const full = (): void => {
    throw new Error("the disk is full");
  };
  const perform = async (): Promise<Outcome> => {
    performed++;
    return { type: "ok", value: undefined };
  };
  const playing = new Interpretation(clients(writes(10)), crew, stage([], perform, full));
  await assert.rejects(playing.run(), /the disk is full/);
  assert.equal(performed, 0);
});

test("a note of the harness becomes an event between the others", async () => {
  const events: Event[] = [];
  const perform = async (): Promise<Outcome> => ({ type: "ok", value: undefined });
  const playing = new Interpretation(clients(writes(2)), crew, stage(events, perform));
  playing.note({ f: "died", node: nodeId("n3"), value: "exit code 1" });
  await playing.run();
  const [died] = events;
  assert.deepEqual([died?.process, died?.f, died?.node], ["harness", "died", "n3"]);
});
