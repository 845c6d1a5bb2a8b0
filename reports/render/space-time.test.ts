/** The diagram shows what matters, leaves the pulse out, and lets no value become markup. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import { millis } from "#core/units.ts";
import { telling, wordsOf } from "./space-time-messages.ts";
import { spaceTime } from "./space-time.ts";

const crossing = (ms: number, from: string, to: string, body: Crossing["body"]): Crossing => ({
  from,
  to,
  sent: millis(ms),
  arrived: millis(ms + 1),
  reached: true,
  body,
});
const beat = (ms: number): Crossing =>
  crossing(ms, "n1", "n2", { type: "append", term: 3, entries: [], round: ms });
const entry = { term: 3, command: { kind: "update", body: { type: "write", key: 0, value: 7 } } };
const carrying = crossing(120, "n1", "n2", { type: "append", term: 3, entries: [entry] });

test("the pulse is left out, what carries something is not", () => {
  const beats = [10, 60, 110, 160, 210].map(beat);
  const vote = crossing(70, "n2", "n1", { type: "request_vote", term: 4 });
  assert.deepEqual(telling([...beats, carrying, vote]), [carrying, vote]);
});

test("a message says its type, its term, and the words in it", () => {
  assert.equal(wordsOf(carrying.body), "append t3 write 7");
  assert.equal(wordsOf({ type: "read_ok", in_reply_to: 4, value: null }), "read_ok");
  assert.equal(wordsOf({ type: "cas", msg_id: 4, from: 1, to: 2 }), 'cas "1→2"');
});

test("lanes, arrows and bars, with a culprit in bold and hostile values as text", () => {
  const events: readonly object[] = [
    { process: "harness", type: "info", f: "phase", value: "faults", time: 0 },
    {
      process: 0,
      type: "invoke",
      f: "write",
      key: "<k>",
      value: "</svg>",
      node: "n1",
      time: 100e6,
    },
    { process: 0, type: "ok", f: "write", key: "<k>", value: "</svg>", node: "n1", time: 130e6 },
  ];
  const history = events.map((event, index) => ({ ...event, index }) as Event);
  const asked = crossing(100, "c1", "n1", { type: "write", msg_id: 1, value: "</svg>" });
  const lost = { ...carrying, reached: false };
  const scene = { plan: planOf(), history, crossings: [asked, lost], culprits: [1] };
  const svg = spaceTime(scene);
  assert.equal(svg.split("</svg>").length, 2, "one end only");
  for (const lane of ["n1", "n2", "n3", "c1"]) assert.ok(svg.includes(`>${lane}</text>`), lane);
  assert.match(svg, /font-weight="bold">write &lt;k&gt;/);
  assert.match(svg, /stroke-dasharray="2 3"[^]*×/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined|<script|https?:\/\/(?!www\.w3\.org)/);
});
