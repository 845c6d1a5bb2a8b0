/** Every form that Clojure's printer puts into a history, and the bad ones that it does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { printEdn } from "./edn-print.ts";
import { parseEdn } from "./edn-text.ts";

const FORMS: readonly (readonly [string, unknown])[] = [
  ["nil", null],
  ["true", true],
  ["-12", -12],
  ["+7", 7],
  ["0", 0],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", 9007199254740993n],
  ["-9223372036854775808", -9223372036854775808n],
  ["42N", 42],
  ["123456789012345678901234567890N", 123456789012345678901234567890n],
  ["0x1F", 31],
  ["017", 15],
  ["36rZZ", 1295],
  ["1.5", 1.5],
  ["-1.5E-7", -1.5e-7],
  ["1.0E10", 1e10],
  ["1.25M", { "#bigdec": "1.25" }],
  ["22/7", { "#ratio": "22/7" }],
  ["##Inf", { "##": "Inf" }],
  [":append", "append"],
  [":a.b/c-d", "a.b/c-d"],
  ["::local", "local"],
  ["clojure.lang.PersistentVector", "clojure.lang.PersistentVector"],
  ["jepsen.core$worker__12345#", "jepsen.core$worker__12345#"],
  ['"a\\n\\"b\\" \\\\ \\u00e9 é 😀"', 'a\n"b" \\ é é 😀'],
  ['""', ""],
  ["\\a", "a"],
  ["\\newline", "\n"],
  ["\\u00e9", "é"],
  ["[\\( \\) \\\\ \\,]", ["(", ")", "\\", ","]],
  ["[1, 2,3 ,, 4]", [1, 2, 3, 4]],
  ["(1 (2 [3]))", [1, [2, [3]]]],
  ["#{10 9 :b :a nil}", ["a", "b", 10, 9, null].toSorted((a, b) => order(a) - order(b))],
  ['{:a 1, "b" 2, 3 [4], [5 6] {}}', { a: 1, b: 2, "3": [4], "[5,6]": {} }],
  ["#:jepsen{:a 1}", { "jepsen/a": 1 }],
  ['#inst "2018-03-28T10:48:00.000-00:00"', { "#inst": "2018-03-28T10:48:00.000-00:00" }],
  [
    '#uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"',
    { "#uuid": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" },
  ],
  ["#jepsen.history.Op{:index 1, :value #knossos.op.Op {:a 1}}", { index: 1, value: { a: 1 } }],
  [
    '#object[java.util.Optional 0x57226b51 "Optional[2]"]',
    { "#object": ["java.util.Optional", 1461873489, "Optional[2]"] },
  ],
  [
    '#error {:cause "x" :via [{:type java.lang.E}]}',
    { "#error": { cause: "x", via: [{ type: "java.lang.E" }] } },
  ],
  ["#<E java.lang.E: it (broke>", { "#": "#<E java.lang.E: it (broke>" }],
  ['#"a\\d\\"+"', { "#": '#"a\\d\\"+"' }],
  ["[1 #_ 2 #_(3 4) 5]", [1, 5]],
  ["[1 ; two\n 3]", [1, 3]],
  ["^{:line 1} [1]", [1]],
  ["'(1)", [1]],
  ["-", "-"],
];

function order(value: unknown): number {
  const ranks: readonly unknown[] = ["a", "b", 9, 10, null];
  return ranks.indexOf(value);
}

for (const [text, value] of FORMS)
  test(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(parseEdn(text, 1), value));

test("what it prints, it reads back", () => {
  for (const [, value] of FORMS)
    assert.deepEqual(parseEdn(printEdn(value), 1), value, printEdn(value));
  for (const value of [-0.5, 1e300, 5e-324, "\u2028\u0001", { "a b": 1, ":c": 2 }, [[]], {}])
    assert.deepEqual(parseEdn(printEdn(value), 1), value, printEdn(value));
});

test("equal sets are equal arrays, whatever the order they are printed in", () => {
  assert.deepEqual(parseEdn('#{[1 2] 3 -4 10 "x"}', 1), parseEdn('#{10 "x" [1 2] -4 3}', 1));
});

test("a map's keys cannot reach a prototype", () => {
  const parsed = parseEdn("{:__proto__ {:polluted 1}}", 1);
  assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  assert.ok(Object.hasOwn(parsed as object, "__proto__"));
});

const refused = (text: string): string => {
  try {
    return `no error, but ${JSON.stringify(parseEdn(text, 7))}`;
  } catch (error) {
    return String(error);
  }
};

test("bad forms are refused, with the line inside a form of many lines", () => {
  const bad: readonly (readonly [string, RegExp])[] = [
    ["", /line 7: not EDN: a form is missing/],
    ["1 2", /more than one form/],
    ["[1 2", /\[ is not closed by \]/],
    ["[1\n2\n}", /line 9: not EDN: \[ is not closed/],
    ["{:a}", /a key without a value/],
    ['"abc', /a string has no end/],
    ['"\\q"', /an unknown escape/],
    ["\\nosuch", /no character is called "nosuch"/],
    ["#", /a tag is missing/],
    ["#inst", /#inst stands before nothing/],
    ["12abc", /a malformed number/],
    ["089", /a malformed number/],
    ["[".repeat(100_000), /nested more than 500 deep/],
  ];
  for (const [text, reason] of bad) assert.match(refused(text), reason, text.slice(0, 30));
});
