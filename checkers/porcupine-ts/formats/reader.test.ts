/** Files of every format, whole, cut and broken: what comes out, and which line an error names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type HistoryEvent } from "./event.ts";
import { FormatError } from "./format-error.ts";
import { type ReaderOptions, openReader, readEvents } from "./reader.ts";
import { encodeUtf8 } from "./utf8.ts";

/** An event in a few letters: process, type, f, then the key if any, and the value. */
const brief = ({ process, type, f, key, value }: HistoryEvent): string =>
  [process, type, f, ...(key === undefined ? [] : [`@${String(key)}`]), JSON.stringify(value)].join(
    " ",
  );
const read = (text: string, options: ReaderOptions = {}): string[] =>
  [...readEvents(text, options)].map(brief);
const refusal = (text: string | Uint8Array, options: ReaderOptions = {}): string => {
  try {
    const events = [...readEvents(typeof text === "string" ? text : [text], options)];
    return `no error, but ${events.length} events`;
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error.message;
  }
};

const EXPECTED = [
  "0 invoke write 3",
  "nemesis info start null",
  "0 ok write 3",
  "1 invoke read null",
];
const JSON_LINES = `{"index": 0, "process": 0, "type": "invoke", "f": "write", "value": 3}
{"process": "nemesis", "type": "info", "f": "start", "value": null}
{"value":3,"f":"write","type":"ok","process":0,"latency":7}

{"index": 9, "time": 12, "process": 1, "type": "invoke", "f": "read", "value": null}
`;
const EDN = `{:process 0, :type :invoke, :f :write, :value 3, :index 0, :time 17}
{:process :nemesis, :type :info, :f :start, :value nil} ; a comment
#jepsen.history.Op{:index 4, :time 12, :type :ok, :process 0, :f :write, :value 3, :latency 7}
{:type :invoke :f :read :value nil
 :process 1}
`;
const LOG = `INFO  jepsen.core - Worker 0 starting
INFO  jepsen.util - 0\t:invoke\t:write\t3
INFO [2021-02-24 16:56:58,996] jepsen worker nemesis - jepsen.util :nemesis\t:info\t:start\tnil
java.lang.RuntimeException: timed out
\tat jepsen.core$worker.invoke(core.clj:1)
0\t:ok\t:write\t3
1\t:invoke\t:read\tnil
`;

for (const [name, text] of [
  ["JSON lines", JSON_LINES],
  ["EDN", EDN],
  ["EDN in one vector", `[${EDN}]`],
  ["EDN in one list", `; by hand\n(${EDN})\n`],
  ["a log", LOG],
] as const) {
  test(`${name}: recognised and read`, () => assert.deepEqual(read(text), EXPECTED));

  test(`${name}: the size of the chunks does not matter`, () => {
    for (const size of [1, 2, 7, 64]) {
      const bytes = encodeUtf8(`﻿${text}`);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      assert.deepEqual([...readEvents(chunks)].map(brief), EXPECTED, `chunks of ${size}`);
    }
  });

  test(`${name}: carriage returns do not matter`, () =>
    assert.deepEqual(read(text.replaceAll("\n", "\r\n")), EXPECTED));
}

test("lines are counted as an editor counts them, blank ones and a map's further lines too", () => {
  assert.deepEqual(
    [...readEvents(JSON_LINES)].map((event) => event.line),
    [1, 2, 3, 5],
  );
  assert.deepEqual(
    [...readEvents(EDN)].map((event) => event.line),
    [1, 2, 3, 4],
  );
  assert.deepEqual(
    [...readEvents(LOG)].map((event) => event.line),
    [2, 3, 6, 7],
  );
});

test("unknown fields are kept, absent times are -1, absent indices follow on", () => {
  const events = [...readEvents(JSON_LINES)];
  assert.deepEqual(events[2]?.extra, { latency: 7 });
  assert.deepEqual(
    events.map((event) => event.timeNs),
    [-1, -1, -1, 12],
  );
  assert.deepEqual(
    events.map((event) => event.index),
    [0, 1, 2, 9],
  );
});

test("an empty file is an empty history", () => {
  for (const text of ["", "\n \n", "﻿"]) assert.deepEqual(read(text), []);
  assert.deepEqual(read("[]"), []);
});

const cut = (text: string, drop: number): [number, number | undefined] => {
  const reader = openReader();
  const events = [...reader.push(encodeUtf8(text.slice(0, -drop))), ...reader.end()];
  return [events.length, reader.torn?.line];
};

test("a torn tail costs one record, and is told", () => {
  assert.deepEqual(cut(JSON_LINES, 1), [4, undefined]);
  assert.deepEqual(cut(JSON_LINES, 2), [3, 5]);
  assert.deepEqual(cut(JSON_LINES, 60), [3, 5]);
  assert.deepEqual(cut(EDN, 1), [4, undefined]);
  assert.deepEqual(cut(EDN, 2), [3, 4]);
  assert.deepEqual(cut(`[${EDN}]`, 1), [4, 6]);
  assert.deepEqual(cut(LOG, 1), [4, undefined]);
  assert.deepEqual(cut(`${LOG}1\t:ok\t:read\t12\n`, 2), [4, 8], "1 may have been 12");
});

test("a torn character at the end is a torn tail too", () => {
  const bytes = encodeUtf8(`{"process":0,"type":"invoke","f":"write","value":"é`).subarray(0, -1);
  const reader = openReader({ format: "json-lines" });
  assert.deepEqual([...reader.push(bytes), ...reader.end()], []);
  assert.equal(reader.torn?.line, 1);
});

test("each bad line is refused by its number, and by what would have been right", () => {
  const good = `{"process":0,"type":"invoke","f":"read","value":null}\n`;
  assert.match(refusal(`${good}${good}{"process":0,"type"\n${good}`), /^line 3: not JSON: /);
  assert.match(refusal(`${good}hello\n`), /^line 2: not JSON: .*"hello"/);
  assert.match(refusal(`${good}[1]\n`), /^line 2: an event is a map/);
  assert.match(
    refusal(good.replace("invoke", "begin")),
    /^line 1: type must be invoke, ok, fail or info; here is "begin"/,
  );
  assert.match(refusal(good.replace(`"f":"read",`, "")), /^line 1: f must name .* here is nothing/);
  assert.match(refusal(good.replace(":0", ":-1")), /^line 1: process must be .* here is "-1"/);
  assert.match(refusal(good.replace(":0", ":0.5")), /^line 1: process must be/);
  assert.match(refusal(good.replace("{", `{"index":"x",`)), /^line 1: index must be/);
  assert.match(refusal(good.replace("{", `{"time":"x",`)), /^line 1: time must be/);
  assert.match(refusal(good.replace("{", `{"index":5,`).repeat(2)), /^line 2: index 5 after 5/);
  assert.match(refusal(`${EDN}{:type :invoke :f}\n`), /^line 6: not EDN: a map has a key without/);
  assert.match(refusal(`${EDN}}`), /^line 6: expected an event's map.*"}"/);
  assert.match(refusal(`[${EDN}] {:a 1}`), /^line 6: expected an event's map/);
  assert.match(refusal(`${EDN}\n:oops\n`), /^line 7: expected an event's map.*":"/);
  assert.match(
    refusal(EDN.replace("17}", "17")),
    /^line 1: not EDN: the map that begins here has no end/,
  );
  assert.match(refusal(`[${EDN.replace("nil}", '"}')}]`), /^line 2: not EDN/);
  assert.match(refusal("{:a 1]\n{:b [}"), /^line 1: not EDN/);
  assert.match(
    refusal(`${LOG}INFO  jepsen.util - 0\t:done\t:write\t3\n`),
    /^line 8: a jepsen.util line/,
  );
  assert.match(refusal(`${LOG}0\t:ok\t:write\t[3\n`), /^line 8: not EDN/);
});

test("garbage is refused at once, and the formats are named", () => {
  assert.match(
    refusal("once upon a time\n"),
    /unknown format, neither json-lines, nor edn, nor jepsen-log/,
  );
  assert.match(
    refusal(Uint8Array.from({ length: 400_000 }, (_, i) => (i * 37) % 251)),
    /^line 1: unknown format/,
  );
  assert.match(refusal(`[{"process": 0}]`), /one JSON array: write one event a line/);
  assert.match(
    refusal(Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a)),
    /^line 1: these bytes are not UTF-8/,
  );
});

test("an enormous line is refused before it is kept", () => {
  const piece = encodeUtf8(`{"process":0,"x":"${"x".repeat(1000)}`);
  for (const format of ["json-lines", "edn", "jepsen-log"] as const) {
    const reader = openReader({ format, recordBytesMax: 5000 });
    const push = (): void => {
      for (let i = 0; i < 6; i++) assert.deepEqual([...reader.push(piece)], []);
    };
    assert.throws(push, /^FormatError: line 1: longer than 5000 bytes/);
  }
});

const line = (value: string): string =>
  `{"process":0,"type":"invoke","f":"add","value":${value}}\n`;

test("integers beyond 2^53 stay apart", () => {
  const values = [
    ...readEvents(
      line("9007199254740993") + line("9007199254740992") + line("[12345678901234567890,1.5]"),
    ),
  ];
  assert.deepEqual(
    values.map((event) => event.value),
    [9007199254740993n, 9007199254740992n, [12345678901234567890n, 1.5]],
  );
});

test("independent tuples are told from CAS pairs, transactions and plain values", () => {
  const edn = (...ops: string[]): string[] =>
    read(ops.map((op) => `{:process 0 :type :invoke ${op}}`).join("\n"));
  assert.deepEqual(edn(":f :write :value [3 1]", ":f :cas :value [3 [1 2]]"), [
    "0 invoke write @3 1",
    "0 invoke cas @3 [1,2]",
  ]);
  assert.deepEqual(edn(":f :cas :value [1 2]", ":f :write :value 1"), [
    "0 invoke cas [1,2]",
    "0 invoke write 1",
  ]);
  assert.deepEqual(edn(`:f :read :value ["k" nil]`, ":f :write :value [7 [1 2]]"), [
    "0 invoke read @k null",
    "0 invoke write @7 [1,2]",
  ]);
  assert.deepEqual(edn(":f :txn :value [[:r 1 nil] [:append 1 2]]"), [
    `0 invoke txn [["r",1,null],["append",1,2]]`,
  ]);
  assert.deepEqual(edn(":f :txn :value [9 [[:r 1 nil]]]"), [`0 invoke txn @9 [["r",1,null]]`]);
  const pairs = [":f :acquire :value [1 2]", ":f :release :value [1 2]"];
  assert.deepEqual(edn(...pairs), ["0 invoke acquire @1 2", "0 invoke release @1 2"], "all pairs");
  const forced = `{:process 0 :type :invoke :f :write :value [1 2]}`;
  assert.deepEqual(read(forced, { tuples: "no" }), ["0 invoke write [1,2]"]);
  const json = `{"process":0,"type":"invoke","f":"read","value":["k",null]}`;
  assert.deepEqual(read(json), [`0 invoke read ["k",null]`]);
  assert.deepEqual(read(json, { tuples: "auto" }), ["0 invoke read @k null"]);
});

const errors = (text: string): unknown[] =>
  [...readEvents(text)].map(({ value, error }) => [value, error]);

test("a log's errors: in the value's place of old, behind the value today", () => {
  assert.deepEqual(
    errors(`INFO  jepsen.util - 4\t:info\t:write\t:timed-out
INFO  jepsen.util - 4\t:fail\t:read\t:timed-out
INFO  jepsen.util - 0\t:info\t:cas\t[1 2]\t:timeout
INFO  jepsen.util - 0\t:info\t:cas\t[1 2]\tindeterminate: Connection refused {:a
INFO  jepsen.util - 0\t:fail\t:dequeue\t:exhausted
`),
    [
      [null, "timed-out"],
      [null, "timed-out"],
      [[1, 2], "timeout"],
      [[1, 2], "indeterminate: Connection refused {:a"],
      ["exhausted", undefined],
    ],
  );
});
