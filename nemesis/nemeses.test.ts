/** Cards become faults: by the view, by nothing else, and with names that say what was done. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULT_KINDS, victimsOf, type Fault } from "#core/fault.ts";
import type { Card, Chooser, View } from "#core/ports/nemesis.ts";
import { seedOf } from "#core/seed.ts";
import { nodeId } from "#core/units.ts";
import { dealt } from "#core/zones.ts";
import { nemeses } from "./registry.ts";

const nodes = ["n1", "n2", "n3", "n4", "n5"].map(nodeId);
const quiet: View = { nodes, zones: [], leaders: [] };
const led: View = { nodes, zones: [], leaders: ["n4", "n2"].map(nodeId) };
const card = (kind: Card["kind"], shape: string, chooser: Chooser, seed = "s"): Card => ({
  kind,
  shape,
  chooser,
  seed,
});
const draws = (kind: Card["kind"], knowsLeaders: boolean, turn = 3): readonly Card[] =>
  Array.from({ length: 300 }, (_, i) => nemeses[kind].draw(seedOf(`${i}`), { knowsLeaders, turn }));
const aim = (some: Card, view: View): Fault => nemeses[some.kind].aim(some, view);

test("the same card and view give the same fault; a card survives JSON", () => {
  for (const kind of FAULT_KINDS) {
    for (const drawn of draws(kind, true)) {
      const copy = JSON.parse(JSON.stringify(drawn)) as Card;
      assert.deepEqual(aim(copy, led), aim(drawn, led));
    }
  }
});

test("a leader is drawn only where leaders can be asked for", () => {
  for (const kind of FAULT_KINDS) {
    assert.ok(draws(kind, false).every(({ chooser }) => chooser !== "leader"));
    const sighted = draws(kind, true).filter(({ chooser }) => chooser === "leader").length;
    assert.ok(sighted > 60 && sighted < 200, `${kind}: ${sighted} of 300 aim at a leader`);
  }
});

test("the leader is who leads the highest term; where nobody leads it is one, and the name says so", () => {
  const killed = aim(card("kill", "kill", "leader"), led);
  assert.deepEqual([victimsOf(killed), killed.name], [["n4"], "the leader n4 killed"]);
  const blind = aim(card("kill", "kill", "leader"), quiet);
  assert.equal(victimsOf(blind).length, 1);
  assert.match(blind.name, /^n\d killed \(nobody leads\)$/);
});

test("choosers: one, a minority, a majority, all", () => {
  const sizes = (["one", "minority", "majority", "all"] as const).map(
    (chooser) => victimsOf(aim(card("pause", "pause", chooser), quiet)).length,
  );
  assert.deepEqual(sizes, [1, 2, 3, 5]);
});

test("every card of every kind does something to some node of three or more", () => {
  for (const kind of FAULT_KINDS) {
    for (const drawn of [...draws(kind, true), ...draws(kind, false, 0)]) {
      for (const size of [3, 4, 5, 7]) {
        const view = {
          nodes: Array.from({ length: size }, (_, i) => nodeId(`n${i + 1}`)),
          zones: [],
          leaders: [],
        };
        const fault = aim(drawn, view);
        assert.equal(fault.kind, kind);
        assert.ok(fault.name.length > 0);
        assert.ok(victimsOf(fault).length > 0, `${fault.name} hurts nobody`);
        assert.ok(victimsOf(fault).every((node) => view.nodes.includes(node)));
      }
    }
  }
});

test("two nodes are neither ring nor bridge: one is isolated", () => {
  const two: View = { nodes: nodes.slice(0, 2), zones: [], leaders: [] };
  for (const shape of ["majorities-ring", "bridge"]) {
    const fault = aim(card("partition", shape, "all"), two);
    assert.equal(fault.kind === "partition" && fault.cuts.length, 2);
  }
});

test("a bridge is heard by all and hears all; the two sides do not hear each other", () => {
  const fault = aim(card("partition", "bridge", "all"), quiet);
  assert.ok(fault.kind === "partition");
  assert.equal(fault.cuts.length, 8);
  const bridge = nodes.filter((node) => !fault.cuts.flat().includes(node));
  assert.equal(bridge.length, 1);
  assert.match(fault.name, new RegExp(`with ${bridge[0] ?? ""} as the bridge$`));
});

test("one way: nothing reaches it or nothing leaves it, never both", () => {
  const names = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const fault = aim(card("partition", "one-way", "leader", `${seed}`), led);
    assert.ok(fault.kind === "partition");
    assert.equal(fault.cuts.length, 4);
    names.add(fault.name);
  }
  assert.deepEqual([...names].toSorted(), [
    "nothing leaves the leader n4",
    "nothing reaches the leader n4",
  ]);
});

test("a zone goes as one, the leader's where that is wanted; a third of the nodes where none are", () => {
  const zones = dealt(nodes, 2, () => 40);
  for (const shape of ["down", "cut-off"]) {
    const fault = aim(card("zone", shape, "leader"), { ...led, zones });
    assert.ok(fault.kind === "zone");
    assert.deepEqual([fault.nodes, fault.outage], [["n2", "n4"], shape]);
  }
  const third = aim(card("zone", "down", "one"), quiet);
  assert.ok([1, 2].includes(victimsOf(third).length));
});

test("clocks: the first two cards jump by more than two seconds, most later jumps as well", () => {
  for (const drawn of [...draws("clock", true, 0), ...draws("clock", true, 1)]) {
    const fault = aim(drawn, led);
    assert.ok(fault.kind === "clock" && fault.skew.mode === "bump");
    assert.ok(Math.abs(fault.skew.offsetMs) >= 2500);
  }
  const later = draws("clock", true).map((drawn) => aim(drawn, led));
  const modes = later.flatMap((fault) => (fault.kind === "clock" ? [fault.skew.mode] : []));
  assert.deepEqual([...new Set(modes)].toSorted(), ["bump", "drift", "strobe"]);
  const bumps = later.flatMap((fault) =>
    fault.kind === "clock" && fault.skew.mode === "bump" ? [fault.skew.offsetMs] : [],
  );
  const large = bumps.filter((offset) => Math.abs(offset) > 2000).length;
  assert.ok(large > bumps.length / 2 && large < bumps.length, `${large} of ${bumps.length}`);
  assert.ok(bumps.some((offset) => offset > 0) && bumps.some((offset) => offset < 0));
});

test("the first and the third partition of a run isolate the leader where there is one", () => {
  const shapes = (turn: number, knowsLeaders = true): ReadonlySet<string> =>
    new Set(
      draws("partition", knowsLeaders, turn).map((drawn) => `${drawn.shape} ${drawn.chooser}`),
    );
  for (const turn of [0, 2]) assert.deepEqual([...shapes(turn)], ["isolate leader"]);
  for (const turn of [1, 3]) assert.equal(shapes(turn).size, 9);
  assert.equal(shapes(0, false).size, 7);
});

test("the second kill of a run takes all nodes, the others whomever", () => {
  assert.ok(draws("kill", true, 1).every(({ chooser }) => chooser === "all"));
  assert.equal(new Set(draws("kill", true, 0).map(({ chooser }) => chooser)).size, 5);
});

test("a card of an unknown shape is an error that names the choices", () => {
  assert.throws(() => aim(card("partition", "thirds", "all"), quiet), {
    hint: /Valid: all-but-one, bridge, chain, halves, hub, isolate, /,
  });
  assert.throws(() => aim(card("clock", "bumb", "one"), quiet), { hint: /Did you mean bump\?/ });
});
