/** Page, summary and JUnit file under hostile names and values, and large runs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf } from "./digest.ts";
import { junit } from "./junit.ts";
import { page } from "./page.ts";
import { specimen, type SpecimenKind } from "./specimen.ts";
import { summary } from "./summary.ts";

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>]]>--&\u0000\u001b[31m\u202e`;
const spoil = (text: string): string => `${HOSTILE}${text}`;
const tags = (html: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/<[^>\s]*/g)].map(([tag]) => tag));

const attributes = (html: string): ReadonlySet<string> =>
  new Set(
    [...html.matchAll(/<\w+((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/g)].flatMap(([, all = ""]) =>
      [...all.matchAll(/([\w:-]+)="/g)].map(([, name = ""]) => name),
    ),
  );

const xml = (kind: SpecimenKind): string => junit(specimen({ kind, spoil }));

const lengthen = (text: string): string => text + "<".repeat(20_000);

const KINDS: readonly SpecimenKind[] = ["valid", "violated", "unknown", "cut-off"];

test("no name or value becomes an element or an attribute of the page", () => {
  const tame = page(digestOf(specimen({ kind: "violated" })), new Map(), ["one chart"]);
  const wild = page(digestOf(specimen({ kind: "violated", spoil })), new Map(), [HOSTILE]);
  assert.deepEqual(tags(wild), tags(tame));
  assert.ok(!wild.includes("<script") && !wild.includes("<img"));
  for (const acting of ["\u0000", "\u001b", "\u202e"]) assert.ok(!wild.includes(acting));
});

test("every attribute of the page is one that its author wrote", () => {
  const wild = page(digestOf(specimen({ kind: "violated", spoil })), new Map(), []);
  for (const name of attributes(wild)) assert.ok(!name.startsWith("on") && name !== "href", name);
});

test("the page fetches nothing and runs nothing", () => {
  const html = page(digestOf(specimen({})), new Map(), []);
  assert.match(html, /default-src &#39;none&#39;; img-src data:/);
  assert.ok(!/\b(src|href)="(?!data:)/.test(html) && !/@import|url\((?!#)/.test(html));
});

test("every kind of run has a page with its verdict in words", () => {
  const words = KINDS.map((kind) => {
    const html = page(digestOf(specimen({ kind })), new Map(), []);
    return /<h1>.*<\/span> (.*)<\/h1>/.exec(html)?.[1];
  });
  assert.deepEqual(words, [
    "Valid: register on raft",
    "Violation: register on raft",
    "Unknown: register on raft",
    "Unknown: register on raft",
  ]);
});

test("a run without any event has all its reports", () => {
  const empty = digestOf({ ...specimen({}), history: [] });
  assert.match(page(empty, new Map(), []), /No fault took hold/);
  assert.match(summary(empty, []), /No faults took hold/);
  assert.match(junit(empty), /<testsuites/);
});

test("text stays bounded, be values a megabyte and anomalies ten thousand", () => {
  const record = specimen({ kind: "violated", operations: 600, spoil: lengthen });
  const huge = "<|&".repeat(400_000);
  const anomaly = { name: "huge", explanation: huge, operations: [] };
  const anomalies = [anomaly, ...Array.from({ length: 9_999 }, () => anomaly)] as const;
  const verdicts = { ...record.results.verdicts, huge: { valid: false, anomalies } } as const;
  const results = { ...record.results, summary: huge, verdicts };
  const digest = digestOf({ ...record, results });
  assert.ok(summary(digest, [huge]).length < 512 * 1024, "GitHub takes 1 MiB");
  assert.ok(junit(digest).length < 1024 * 1024);
  assert.ok(page(digest, new Map(), []).length < 4 * 1024 * 1024);
});

test("JUnit: violation is failure, unknown is skipped, a run cut off is an error", () => {
  assert.match(xml("valid"), /<testsuites tests="6" failures="0" errors="0" skipped="0">/);
  assert.match(xml("violated"), /name="linearizable">\s*<failure type="nonlinearizable" message=/);
  assert.match(xml("unknown"), /name="assumptions">\s*<skipped message="assumptions: too little/);
  assert.match(xml("cut-off"), /name="run">\s*<error type="interrupted" message=".*killed/);
});

test("JUnit is well-formed whatever was answered", () => {
  for (const kind of KINDS) {
    const xml = junit(specimen({ kind, spoil }));
    const open: string[] = [];
    for (const [, close, name = "", rest = ""] of xml.matchAll(/<(\/?)(\w+)([^<>]*)>/g)) {
      if (close === "/") assert.equal(open.pop(), name);
      else if (!rest.endsWith("/")) open.push(name);
    }
    assert.deepEqual(open, []);
    assert.ok(!/&(?!amp;|lt;|gt;|quot;|#39;)/.test(xml));
  }
});

test("the summary names missing reports and ends with the line that does it again", () => {
  const text = summary(digestOf(specimen({})), ["rate.png: no font"]);
  assert.match(text, /A report is missing: rate\.png/);
  assert.match(text, /Again: `ordeal run raft --nemesis partition,kill --seed specimen`\n$/);
});
