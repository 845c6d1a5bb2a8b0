/** The diagram shows what matters, leaves the pulse out, and lets no value become markup. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "#core/history.ts";
import { planOf } from "#core/plan.fixture.ts";
import type { RunRecord } from "#core/record.ts";
import type { Crossing } from "#core/sim/crossing.ts";
import { millis } from "#core/units.ts";
import { digestOf } from "./digest.ts";
import { page } from "./page.ts";
import { Labels } from "./space-time-labels.ts";
import { telling, topicsOf, wordsOf } from "./space-time-messages.ts";
import { sceneOf, worthSeeing } from "./space-time-scene.ts";
import { spaceTime } from "./space-time.ts";
import { specimen } from "./specimen.ts";

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
const write = { type: "write", key: 0, value: 7 };
const entry = { term: 3, command: { kind: "update", body: write } };
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
  const asked = topicsOf({ ...write, msg_id: 9 });
  assert.ok(topicsOf(carrying.body).includes(asked[0] ?? ""), "told on in other messages");
});

const client = (ms: number, process: number, type: string, value: unknown): object => ({
  process,
  type,
  f: "write",
  key: "<k>",
  value,
  node: "n1",
  time: ms * 1e6,
  ...(type === "info" ? { error: { code: "timeout", message: "</text>" } } : {}),
});

/** Two writes far apart, of which the violation rests on those named, and who heard what. */
function record(schedule: "drawn" | "shrunk", culprits: readonly number[]): RunRecord {
  const phase = (value: string, ms: number): object => ({
    process: "harness",
    type: "info",
    f: "phase",
    value,
    time: ms * 1e6,
  });
  const events = [
    phase("faults", 0),
    client(100, 0, "invoke", "</svg>"),
    client(130, 0, "ok", "</svg>"),
    client(9000, 1, "invoke", "<script>"),
    client(9700, 1, "info", "<script>"),
    phase("heal", 9900),
    phase("done", 9900),
  ];
  const history = events.map((event, index) => ({ ...event, index }) as Event);
  const anomaly = { name: "lost", explanation: "<b>", operations: culprits } as const;
  const verdicts = { set: { valid: false, anomalies: [anomaly] } } as const;
  return {
    plan: planOf({ schedule }),
    history,
    results: { ...specimen({ operations: 10 }).results, valid: false, verdicts },
    crossings: [
      crossing(100, "c1", "n1", { type: "write", msg_id: 1, value: "</svg>" }),
      { ...carrying, reached: false },
      crossing(5000, "n2", "n3", { type: "request_vote", term: 8 }),
      crossing(9000, "c2", "n1", { type: "write", msg_id: 1, value: "<script>" }),
    ],
  };
}

const svgOf = (one: RunRecord): string => {
  const scene = sceneOf(digestOf(one));
  assert.ok(scene !== null);
  return spaceTime(scene).text;
};

test("lanes, arrows and bars, with a culprit in bold and hostile values as text", () => {
  const svg = svgOf(record("shrunk", [1, 3]));
  assert.equal(svg.split("</svg>").length, 2, "one end only");
  for (const lane of ["n1", "n2", "n3", "c1", "c2"])
    assert.ok(svg.includes(`>${lane}</text>`), lane);
  assert.match(svg, /font-weight="bold"><text[^>]*>write &lt;k&gt;/);
  assert.match(svg, /stroke-dasharray="2 3"/, "one that never came");
  assert.match(svg, />request_vote t8<\/text>/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined|<script|https?:\/\/(?!www\.w3\.org)/);
});

test("of a long run the moments around the violation are shown, and no others", () => {
  const svg = svgOf(record("drawn", [1, 3]));
  assert.match(svg, />c1<\/text>[^]*>c2<\/text>/);
  assert.doesNotMatch(svg, /request_vote/, "five seconds away from all of it");
  const spans = worthSeeing(record("drawn", [1, 3])).map(({ from, to }) => [from / 1e6, to / 1e6]);
  assert.deepEqual(spans, [
    [0, 330],
    [8800, 9200],
    [9500, 9900],
  ]);
});

test("the page has the diagram where messages were heard and something was violated", () => {
  assert.match(page(digestOf(record("shrunk", [1])), new Map(), []), /In space and time/);
  const deaf = { ...record("shrunk", [1]), crossings: [] };
  assert.doesNotMatch(page(digestOf(deaf), new Map(), []), /In space and time/);
  assert.equal(sceneOf(digestOf(record("shrunk", []))), null, "a violation without operations");
  assert.deepEqual(worthSeeing(specimen({ operations: 100 })), [], "a run that is valid");
});

test("words are never put on others", () => {
  const labels = new Labels();
  const here = { x: 10, y: 20 };
  const below = { x: 10, y: 40 };
  assert.deepEqual(labels.place("first", 10, [here, below]), here);
  assert.deepEqual(labels.place("second", 10, [here, below]), below);
  assert.equal(labels.place("third", 10, [here, below]), null);
});
