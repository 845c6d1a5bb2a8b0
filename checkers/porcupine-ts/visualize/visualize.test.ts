/** Drawings: whole, harmless whatever a value holds, and of bounded size. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Script } from "node:vm";
import { models } from "../models/models.ts";
import type { Operation } from "../operation.ts";
import { foldedAxis, segmentsAround } from "./axis.ts";
import { drawPage, drawSvg, explain } from "./index.ts";
import { assignLanes } from "./lanes.ts";
import { makePicture } from "./picture.ts";
import { rankEvents } from "./ranks.ts";

type Outcome = Operation["outcome"];
const operation = (
  id: number,
  process: number | string,
  word: string,
  value: unknown,
  invoked: number,
  returned: number,
  outcome: Outcome = "ok",
): Operation => {
  const isRead = word === "read";
  const request = { id, process, key: null, word, input: isRead ? null : value, invoked };
  if (outcome === "info") return { ...request, outcome };
  if (outcome === "fail") return { ...request, outcome, returned };
  return { ...request, outcome, output: isRead ? value : null, returned };
};
/** A stale read behind `n` sequential writes by four processes. */
const stale = (n: number): readonly Operation[] => [
  ...Array.from({ length: n }, (_, i) => operation(i, i % 4, "write", i, 2 * i, 2 * i + 1)),
  operation(n, 9, "read", 3, 2 * n, 2 * n + 1),
];
const dataOf = (page: string): { bars: number[][]; strings: string[]; events: number } =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? "");

/** Names of elements that are open where the text ends, or the first that does not match. */
function unclosed(markup: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = "", , empty] of markup.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<[^>]*>?/g,
  )) {
    if (name === "") return ["malformed"];
    if (close === "/") {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (empty !== "/") open.push(name);
  }
  return open;
}

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">'&\u2028\u0000\ud800]]>-->`;

test("nothing in a value, a name or a title can become markup", () => {
  const operations = [
    operation(0, HOSTILE, "write", HOSTILE, 0, 1),
    operation(1, 1, "write", { [HOSTILE]: [HOSTILE] }, 2, 3),
    operation(2, 2, "read", HOSTILE, 4, 5),
  ];
  const explanation = explain(operations, models.register());
  assert.ok(explanation !== undefined);
  const options = { title: HOSTILE, explanation, marks: [{ label: HOSTILE, from: 0, to: 3 }] };
  const [page, svg] = [drawPage(operations, options), drawSvg(operations, options)];
  for (const drawing of [page, svg]) {
    assert.ok(!drawing.includes("<img") && !drawing.includes("<script>alert"));
    assert.ok(!drawing.includes("\u0000"), "XML cannot hold it");
    assert.doesNotThrow(() => encodeURIComponent(drawing), "nor half a surrogate pair");
    assert.ok(drawing.includes("&lt;img src=x onerror=&quot;alert(2)&quot;&gt;"));
  }
  assert.equal(page.match(/<script/g)?.length, 2);
  assert.equal(page.match(/<\/script/g)?.length, 2);
  assert.ok(dataOf(page).strings.some((text) => text.startsWith('write("</script>')));
  assert.deepEqual(unclosed(svg), []);
});

test("a page is whole by itself: its program compiles, and it names no other place", () => {
  const operations = stale(20);
  const page = drawPage(operations, {
    title: "t",
    explanation: explain(operations, models.register()),
  });
  const program = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? "";
  assert.doesNotThrow(() => new Script(program));
  assert.deepEqual(
    [...page.matchAll(/\b(?:src|href|url|@import)\s*[=(]\s*["']?[^#"')\s]+/g)].map(
      ([text]) => text,
    ),
    [],
  );
  assert.ok(!page.replaceAll("http://www.w3.org/2000/svg", "").includes("http:"));
  assert.ok(!page.includes("https:") && !page.includes("//cdn"));
  assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
});

test("its size does not grow with the history, and the trouble stays in it", () => {
  const sizes = [10_000, 40_000].map((n) => {
    const operations = stale(n);
    const explanation = explain(operations, models.register());
    const page = drawPage(operations, { title: "t", explanation, barsMax: 2000 });
    const { bars, events } = dataOf(page);
    assert.ok(bars.length <= 2000 && events === 2 * n + 2);
    assert.deepEqual(
      bars.filter((bar) => bar[8] !== 0).map(([id]) => id),
      explanation?.core.map(({ id }) => id),
    );
    assert.ok(drawSvg(operations, { title: "t", explanation }).length < 40_000);
    return page.length;
  });
  assert.ok(sizes[1]! < 1.2 * sizes[0]!, sizes.join());
});

test("every status has a word, and a shape, besides its colour", () => {
  const operations = [
    operation(0, 0, "write", 1, 0, 9),
    operation(1, 1, "write", 2, 1, 9, "info"),
    operation(2, 2, "cas", [1, 2], 2, 9, "fail"),
  ];
  const svg = drawSvg(operations, { title: "t" });
  assert.match(svg, /class="bar ok other".*write\(1\)</);
  assert.match(svg, /class="bar info other".*write\(2\), no answer/);
  assert.match(svg, /class="bar fail other".*cas\(1, 2\), refused/);
  assert.match(svg, /\.info rect { fill: url\(#hatch\)/);
  assert.match(svg, /\.fail rect { .* stroke-dasharray/);
});

test("an empty history, one operation, and a valid one can be drawn", () => {
  for (const operations of [[], stale(0).slice(0, 1), stale(300).slice(0, 300)]) {
    assert.deepEqual(unclosed(drawSvg(operations, { title: "t" })), []);
    assert.equal(dataOf(drawPage(operations, { title: "t" })).bars.length, operations.length);
  }
});

test("calls come before returns at one time, and what never returned has no end", () => {
  const ranked = rankEvents([
    operation(0, 0, "write", 1, 5, 7),
    operation(1, 1, "read", 1, 7, 8),
    operation(2, 2, "write", 2, 1, 0, "info"),
  ]);
  assert.deepEqual(
    ranked.rows.map(({ operation, from, to }) => [operation.id, from, to]),
    [
      [2, 0, undefined],
      [0, 1, 3],
      [1, 2, 4],
    ],
  );
  assert.equal(ranked.rankOf(6), 2);
});

test("a process that was lost leaves its lane to the next; lanes never overlap", () => {
  const operations = Array.from({ length: 200 }, (_, i) =>
    operation(i, i, "write", i, 3 * i, 3 * i + 4, i % 3 === 0 ? "info" : "ok"),
  );
  const ranked = rankEvents(operations);
  const { lanes, ends } = assignLanes(ranked.rows, ranked.events);
  assert.ok(Math.max(...lanes) < 8, `${Math.max(...lanes)} lanes`);
  const until = new Map<number, number>();
  for (const [i, { from }] of ranked.rows.entries()) {
    assert.ok((until.get(lanes[i]!) ?? 0) <= from, `row ${i}`);
    until.set(lanes[i]!, ends[i]!);
  }
});

test("a folded axis never goes back, and gives the trouble its room", () => {
  const segments = segmentsAround([100, 104, 90_000], 100_000);
  assert.deepEqual(
    segments.map(({ from, to, folded }) => [from, to, folded]),
    [
      [0, 95, true],
      [95, 109, false],
      [109, 89_995, true],
      [89_995, 90_005, false],
      [90_005, 100_000, true],
    ],
  );
  const axis = foldedAxis(segments);
  assert.ok(axis.width < 40);
  for (let rank = 1; rank <= 100_000; rank++) assert.ok(axis.at(rank) >= axis.at(rank - 1));
  assert.equal(axis.at(101) - axis.at(100), 1);
});

test("points of an order stand inside their bars and go forward", () => {
  const operations = stale(12);
  const { orders, bars } = makePicture(operations, {
    title: "t",
    explanation: explain(operations, models.register()),
  });
  assert.ok(orders.length > 0);
  for (const { steps } of orders)
    for (const [i, { bar, at }] of steps.entries()) {
      assert.ok(at > bars[bar]!.from && at < (bars[bar]!.to ?? Number.POSITIVE_INFINITY));
      assert.ok(i === 0 || at > steps[i - 1]!.at);
    }
});
