/** Columns straight from bytes say the same as operations that were read and encoded one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Table } from "../../columns.ts";
import { encode } from "../../encode.ts";
import { BadHistory } from "../../errors.ts";
import type { Model } from "../../model.ts";
import { models } from "../../models/models.ts";
import { writeEdnRecord } from "../edn.ts";
import { pairEvents } from "../operations.ts";
import { readEvents } from "../reader.ts";
import { encodeUtf8 } from "../utf8.ts";
import { type TableOptions, openTable } from "./table-reader.ts";

function readTable(text: string, model: Model, options: TableOptions = {}, chunk = 1 << 20): Table {
  const reader = openTable(model, options);
  const bytes = encodeUtf8(text);
  // One buffer for all chunks, as a caller that reads a file would have it.
  const buffer = new Uint8Array(chunk);
  for (let at = 0; at < bytes.length; at += chunk) {
    const piece = bytes.subarray(at, at + chunk);
    buffer.set(piece);
    reader.push(buffer.subarray(0, piece.length));
  }
  return reader.end().table;
}

/** The table with its numbers replaced by what they stand for: two may number differently. */
function meaning(table: Table, model: Model): unknown[] {
  const { columns, keys, key, ids, values } = table;
  return Array.from({ length: columns.count }, (_, row) => {
    const cells = {
      word: columns.word[row]!,
      a: columns.a[row]!,
      b: columns.b[row]!,
      outcome: (["ok", "info", "fail"] as const)[columns.outcome[row]!]!,
    };
    return [
      ids[row],
      keys[key[row]!],
      columns.invoked[row],
      columns.returned[row],
      model.decode(cells, values, columns.items),
    ];
  });
}

type Line = Readonly<Record<string, unknown>>;
const jsonLines = (lines: readonly Line[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

function expectSame(
  text: string,
  model: Model,
  failures: "ignore" | "observe",
  note: string,
): void {
  const slow = encode([...pairEvents(readEvents(text))], model, failures, () => false);
  assert.ok(slow !== "stopped");
  for (const chunk of [1 << 20, 1000, 37])
    assert.deepEqual(
      meaning(readTable(text, model, { failures }, chunk), model),
      meaning(slow, model),
      `${note}, chunks of ${chunk}:\n${text}`,
    );
}

/** The same throws for the same seed. */
function diceOf(seed: number): { int(sides: number): number } {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return {
    int(sides) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % sides;
    },
  };
}

/** What a process asks of each model, and what it may hear; no sense is needed here. */
const CALLS: Readonly<
  Record<string, (n: number) => readonly [f: string, input: unknown, output: unknown]>
> = {
  "cas-register": (n) =>
    [
      ["read", null, n] as const,
      ["write", n, n] as const,
      ["cas", [n, n + 1], [n, n + 1]] as const,
      ["read", null, null] as const,
      ["write", `s${n}`, null] as const,
    ][n % 5]!,
  "key-value": (n) =>
    [
      ["get", null, `v"${n}`] as const,
      ["put", { a: n }, null] as const,
      ["delete", null, null] as const,
    ][n % 3]!,
  set: (n) =>
    [
      ["add", n, n] as const,
      ["read", null, [n, 2, 3]] as const,
      ["contains", n, true] as const,
      ["remove", -n - 1, false] as const,
      ["read", null, [n, 7]] as const,
    ][n % 5]!,
  queue: (n) =>
    [
      ["enqueue", n * 1e9, null] as const,
      ["dequeue", null, n] as const,
      ["dequeue", null, null] as const,
    ][n % 3]!,
  "priority-queue": (n) =>
    [["insert", n, null] as const, ["extract-min", null, n] as const][n % 2]!,
  counter: (n) => [["add", n, null] as const, ["read", null, n] as const][n % 2]!,
  "append-string": (n) =>
    [
      ["append", `x ${n} y`, null] as const,
      ["get", null, `x ${n} y`] as const,
      ["put", "", null] as const,
    ][n % 3]!,
  mutex: (n) => [["acquire", null, null] as const, ["release", null, null] as const][n % 2]!,
};

for (const [name, calls] of Object.entries(CALLS))
  test(`${name}: as if read into operations and encoded, whatever the order of fields and the outcome`, () => {
    const model = models[name as keyof typeof models]();
    for (let round = 0; round < 60; round++) {
      const dice = diceOf(round);
      const open = new Map<number, readonly [string, unknown, unknown]>();
      const lines: Line[] = [];
      for (let i = 0; i < 40; i++) {
        const process = dice.int(6);
        const key = [undefined, 3, "k", "ключ"][round % 4 === 0 ? 0 : 1 + (process % 3)];
        const at = {
          ...(dice.int(3) === 0 ? { time: i } : {}),
          process,
          ...(key === undefined ? {} : { key }),
        };
        const asked = open.get(process);
        if (dice.int(9) === 0)
          lines.push({ process: "nemesis", type: "info", f: "kill", value: { n1: ["x"] } });
        if (asked === undefined) {
          const call = calls(dice.int(20));
          open.set(process, call);
          lines.push({ type: "invoke", ...at, f: call[0], value: call[1] });
        } else {
          open.delete(process);
          const type = ["ok", "ok", "ok", "info", "fail"][dice.int(5)];
          const error = type === "ok" ? {} : { error: ["timeout", 'it "broke"'] };
          lines.push({
            f: asked[0],
            value: type === "ok" ? asked[2] : asked[1],
            ...at,
            type,
            node: "n1",
            ...error,
          });
        }
      }
      for (const failures of ["ignore", "observe"] as const)
        expectSame(jsonLines(lines), model, failures, `round ${round}, ${failures}`);
    }
  });

const READ = { process: 0, type: "invoke", f: "read", value: null };

test("other formats come into columns as well", () => {
  const events = [...readEvents(jsonLines([READ, { ...READ, type: "ok", value: 3 }]))];
  const model = models["cas-register"]();
  const [fromEdn, fromJson] = [
    events.map(writeEdnRecord).join(""),
    jsonLines([READ, { ...READ, type: "ok", value: 3 }]),
  ];
  assert.deepEqual(
    meaning(readTable(fromEdn, model), model),
    meaning(readTable(fromJson, model), model),
  );
  assert.equal(readTable("", model).columns.count, 0);
});

test("there is a key for no key only where an operation has none", () => {
  const model = models.register();
  const keyed = jsonLines([
    { ...READ, key: 7 },
    { ...READ, key: "x", process: 1, f: "write", value: 1 },
  ]);
  assert.deepEqual(readTable(keyed, model).keys, [7, "x"]);
  const write = { ...READ, process: 2, f: "write", value: 1 };
  assert.deepEqual(readTable(keyed + jsonLines([write]), model).keys, [null, 7, "x"]);
});

test("JSON in every spelling means the same", () => {
  const model = models["cas-register"]();
  const plain = `{"process":0,"type":"invoke","f":"write","value":12,"key":"k"}\n{"process":0,"type":"ok","f":"write","value":12,"key":"k"}\n`;
  const spellings = [
    plain.replaceAll(",", " ,\t").replaceAll(":", " : "),
    plain.replaceAll("\n", " \r\n"),
    plain.replaceAll('"process"', '"pr\\u006fcess"'),
    plain.replaceAll('"write"', '"wr\\u0069te"'),
    plain.replaceAll('"k"', '"\\u006b"'),
    plain.replaceAll("12", "1.2e1"),
    plain.replaceAll("12", "12.0"),
    plain.replaceAll('"value"', '"value":[{"}":1}],"value"'),
    plain.replaceAll('"type"', '"nested":{"a":[1,"]"]},"x":-1.5e+3,"y":false,"type"'),
    `﻿${plain.trimEnd()}`,
    `\n  \n${plain}\n`,
  ];
  const expected = meaning(readTable(plain, model), model);
  for (const text of spellings) {
    const table = readTable(text, model);
    assert.deepEqual(meaning(table, model), expected, text);
  }
});

test("long integers stay apart, short ones with a sign or beyond 32 bits are exact", () => {
  const model = models.register();
  const numbers = [
    "9007199254740993",
    "9007199254740992",
    "123456789012345",
    "-7",
    "-0",
    "4294967296",
    "12345678901234567890",
  ];
  const text = numbers
    .map((n, i) => `{"process":${i},"type":"invoke","f":"write","value":${n}}\n`)
    .join("");
  const table = readTable(text, model);
  const written = Array.from(table.columns.a, (number) => table.values[number]);
  assert.deepEqual(written, [
    9007199254740993n,
    9007199254740992n,
    123456789012345,
    -7,
    0,
    4294967296,
    12345678901234567890n,
  ]);
});

const problemOf = (text: string, options: TableOptions = {}): string => {
  try {
    return `no error, but ${readTable(text, models["cas-register"](), options).columns.count} rows`;
  } catch (error) {
    assert.ok(error instanceof BadHistory, String(error));
    return error.message;
  }
};

test("each bad line is refused by its number", () => {
  const invoke = `{"process":0,"type":"invoke","f":"read","value":null}\n`;
  const ok = `{"process":0,"type":"ok","f":"read","value":3}\n`;
  assert.match(
    problemOf(`${invoke}\n${invoke}`),
    /^line 3, operation 1: process 0 invokes "read" before its "read" of index 0 has ended/,
  );
  assert.match(
    problemOf(invoke + ok + ok),
    /^line 3, operation 2: process 0 ends "read" without having invoked it/,
  );
  assert.match(
    problemOf(invoke + ok.replace("read", "write")),
    /^line 2, .*ends "write", but has invoked "read" of index 0/,
  );
  assert.match(
    problemOf(invoke.replace("}", ',"key":1}') + ok.replace("}", ',"key":2}')),
    /^line 2, .*another key/,
  );
  assert.match(
    problemOf(invoke + ok + invoke.replace("read", "reed")),
    /^line 3, operation 2: unknown word "reed"; cas-register takes read, write, cas/,
  );
  assert.match(
    problemOf(`${invoke.replace("read", "cas").replace("null", "7")}`),
    /^line 2, operation 0: "cas" takes a pair \[from, to\], not 7/,
  );
  assert.match(problemOf(`${invoke}{"process":0,"type"\n`), /^line 2: not JSON/);
  for (const name of ["process", "type", "f", "value", "time", "index", "key"]) {
    const full = `{"time":0,"index":7,"key":1,${invoke.slice(1)}`;
    assert.match(problemOf(full.replace(`"${name}":`, `"${name}" `)), /^line 1: not JSON/, name);
    assert.match(problemOf(full.replace(`"${name}":`, `"${name}":,`)), /^line 1: not JSON/, name);
  }
  assert.match(
    problemOf(`${invoke}{"process":0,"type":"done","f":"read"}\n`),
    /^line 2: type must be/,
  );
  assert.match(
    problemOf(`${invoke}{"process":-1,"type":"ok","f":"read"}\n`),
    /^line 2: process must be/,
  );
  assert.match(problemOf(`${invoke}{"process":0,"type":"ok","f":""}\n`), /^line 2: f must name/);
  assert.match(
    problemOf(invoke.replace("{", '{"index":4,') + ok.replace("{", '{"index":4,')),
    /^line 2, operation 4: index 4 after 4/,
  );
  assert.match(problemOf("garbage\n"), /^line 1: unknown format/);
  for (const chunk of [1 << 20, 64]) {
    const long = `{"process":1,"type":"invoke","f":"read","x":"${"x".repeat(3000)}"}\n`;
    assert.throws(
      () => readTable(invoke + long.repeat(2), models.register(), { recordBytesMax: 2000 }, chunk),
      /^FormatError: line 2: longer than 2000 bytes/,
    );
  }
});

test("a torn tail costs one line and is told; its operation stays open", () => {
  const model = models.register();
  const text = `{"process":0,"type":"invoke","f":"write","value":1}\n{"process":0,"type":"ok","f":"write","va`;
  const reader = openTable(model);
  reader.push(encodeUtf8(text));
  const { table, torn } = reader.end();
  assert.equal(torn?.line, 2);
  assert.deepEqual([...table.columns.outcome], [1]);
});
