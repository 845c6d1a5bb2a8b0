/** What an event must say to be believed: half of one would make a checker stumble, or lie. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isEvent } from "./event.ts";

const read = { index: 3, time: 9, process: 0, type: "ok", f: "read", key: "x", value: 1 };
const fault = { kind: "kill", name: "n1 killed", nodes: ["n1"] };
const cuts = { kind: "partition", name: "n1 alone", cuts: [["n1", "n2"]] };
const injected = { id: "f1", fault, began: 5 };
const cured = { id: "f1", effect: "proven", evidence: "gone", ended: 8 };
const nemesis = (f: string, value: unknown, type = "info"): object => ({
  index: 0,
  time: 1,
  process: "nemesis",
  type,
  f,
  value,
});
const phase = (value: unknown): object => ({ ...read, process: "harness", f: "phase", value });

test("events of every speaker", () => {
  const error = { code: "timeout", message: "" };
  for (const event of [
    read,
    { ...read, type: "info", error, node: "n1", late: 12 },
    nemesis("inject", { id: "f1", card: {} }, "invoke"),
    nemesis("inject", injected),
    nemesis("inject", { ...injected, fault: cuts }),
    { ...nemesis("inject", { id: "f1" }), error },
    nemesis("cure", cured),
    nemesis("cure", null),
    phase("recovery"),
    { ...phase(null), f: "died" },
  ])
    assert.ok(isEvent(event), JSON.stringify(event));
});

test("what is no event", () => {
  for (const value of [
    null,
    [],
    "read",
    { ...read, time: "9" },
    { ...read, type: "maybe" },
    { ...read, process: "somebody" },
    { ...read, key: 7 },
    { ...read, node: {} },
    { ...read, error: "timeout" },
    nemesis("inject", null, "invoke"),
    nemesis("inject", null),
    nemesis("inject", { ...injected, began: null }),
    nemesis("inject", { ...injected, fault: { ...fault, kind: "flood" } }),
    nemesis("inject", { ...injected, fault: { ...fault, nodes: "n1" } }),
    nemesis("inject", { ...injected, fault: { ...cuts, cuts: [["n1"]] } }),
    nemesis("cure", { ...cured, effect: "hoped" }),
    nemesis("cure", { ...cured, ended: undefined }),
    phase("breakfast"),
  ])
    assert.ok(!isEvent(value), JSON.stringify(value));
});
