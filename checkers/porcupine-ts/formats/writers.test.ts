/** Reading what was written gives the same events, in each format as far as it can say them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeEdnRecord } from "./edn.ts";
import type { HistoryEvent } from "./event.ts";
import { writeLogLine } from "./jepsen-log.ts";
import { writeJsonLine } from "./json-lines.ts";
import { readEvents } from "./reader.ts";

const BASE: HistoryEvent = {
  line: 1,
  index: 0,
  timeNs: -1,
  process: 0,
  type: "invoke",
  f: "read",
  value: null,
  key: undefined,
  error: undefined,
  node: undefined,
  extra: {},
};
/** Events with the index and the line that their place gives them. */
const history = (...changes: readonly Partial<HistoryEvent>[]): readonly HistoryEvent[] =>
  changes.map((change, i) => Object.assign({ ...BASE }, { index: i, line: i + 1 }, change));

const PLAIN = history(
  {},
  { type: "ok", value: 12 },
  { f: "cas", value: [1, 2] },
  { type: "info", f: "cas", value: null, error: "timeout" },
  { process: "nemesis", type: "info", f: "start partition", value: "Cut off {:n5 #{:n3}}" },
  { process: 7, f: "write", value: 'a"b\\c\n\té</script>\u2028' },
  { process: 8, f: "add", value: 9007199254740993n },
  {
    process: 9,
    f: "txn",
    value: [
      ["append", 1, 2],
      ["r", 3, null],
    ],
  },
  { process: 9, type: "fail", f: "txn", value: [], error: ["conflict", 'it "broke"'] },
);
const RICH = history(
  { timeNs: 17, node: "n1", extra: { latency: 0.25, tags: ["x", { y: null }] } },
  { timeNs: 18, type: "ok", value: { a: [true, false], "b c": -1.5e-9 } },
);
const KEYED = history(
  { key: "k" },
  { type: "ok", key: "k", value: 4 },
  { key: 7, f: "cas", value: [1, 2] },
);

const round = (
  events: readonly HistoryEvent[],
  write: (event: HistoryEvent) => string,
): HistoryEvent[] => [...readEvents(events.map(write).join(""))];

test("JSON lines", () => {
  for (const events of [PLAIN, RICH, KEYED]) assert.deepEqual(round(events, writeJsonLine), events);
});

test("EDN, with keys as independent tuples", () => {
  for (const events of [PLAIN, RICH, KEYED])
    assert.deepEqual(round(events, writeEdnRecord), events);
});

test("logs, which hold neither times nor extra fields", () => {
  for (const events of [PLAIN, KEYED]) assert.deepEqual(round(events, writeLogLine), events);
});

test("EDN is written as Jepsen writes it", () => {
  assert.equal(
    PLAIN.slice(2, 5).map(writeEdnRecord).join(""),
    `{:process 0, :type :invoke, :f :cas, :value [1 2], :index 2, :time -1}
{:process 0, :type :info, :f :cas, :value nil, :index 3, :time -1, :error "timeout"}
{:process :nemesis, :type :info, :f "start partition", :value "Cut off {:n5 #{:n3}}", :index 4, :time -1}
`,
  );
  assert.match(writeEdnRecord(PLAIN[7]!), /:value \[\[:append 1 2\] \[:r 3 nil\]\]/);
  assert.match(writeEdnRecord(KEYED[2]!), /:value \[7 \[1 2\]\]/);
});
