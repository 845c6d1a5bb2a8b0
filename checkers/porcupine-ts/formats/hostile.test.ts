/** Damaged and random files: every reader gives events or says where it gave up, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BadHistory } from "../errors.ts";
import { models } from "../models/models.ts";
import { openTable } from "./columns/table-reader.ts";
import { FORMATS, type Format } from "./detect.ts";
import { writeEdnRecord } from "./edn.ts";
import { writeLogLine } from "./jepsen-log.ts";
import { writeJsonLine } from "./json-lines.ts";
import { pairEvents } from "./operations.ts";
import { openReader, readEvents } from "./reader.ts";
import { encodeUtf8 } from "./utf8.ts";

const WRITERS = { "json-lines": writeJsonLine, edn: writeEdnRecord, "jepsen-log": writeLogLine };

function diceOf(seed: number): (sides: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const HISTORY = Array.from({ length: 12 }, (_, i) => [
  `{"process":${i % 3},"type":"invoke","f":"cas","value":[${i},"a\\"b"],"key":"k${i % 2}","time":${i}}`,
  `{"process":${i % 3},"type":"${["ok", "fail", "info"][i % 3]}","f":"cas","value":[${i},"a\\"b"],"error":["x",{"y":1.5}]}`,
])
  .flat()
  .join("\n");

/** Bytes changed, cut out, doubled or swapped for what has a meaning somewhere. */
function damage(bytes: Uint8Array, dice: (sides: number) => number): Uint8Array {
  const damaged = [...bytes];
  for (let n = 1 + dice(4); n > 0; n--) {
    const at = dice(damaged.length);
    switch (dice(4)) {
      case 0:
        damaged[at] = dice(256);
        break;
      case 1:
        damaged.splice(at, 1 + dice(20));
        break;
      case 2:
        damaged.splice(at, 0, ...damaged.slice(at, at + dice(30)));
        break;
      default:
        damaged.splice(
          at,
          dice(2),
          ...encodeUtf8(`{}[]()"'\\#_:;,.-0e9nN\n\r\t /é`).slice(0, 1 + dice(26)),
        );
    }
  }
  return Uint8Array.from(damaged);
}

/** How many events came out, or the line at which it was refused. */
function outcomeOf(read: () => number): string {
  try {
    return `${read()} events`;
  } catch (error) {
    assert.ok(error instanceof BadHistory, `${(error as Error).stack}`);
    assert.ok(error.line !== null && error.line >= 1, error.message);
    return `refused at line ${error.line}`;
  }
}

for (const format of FORMATS)
  test(`${format}: damaged in hundreds of ways`, () => {
    const text = [...readEvents(HISTORY)].map(WRITERS[format]).join("");
    const seen = new Set<string>();
    for (let round = 0; round < 500; round++) {
      const dice = diceOf(round);
      const bytes = damage(encodeUtf8(text), dice);
      const forced: Format | "auto" = round % 2 === 0 ? format : "auto";
      const whole = outcomeOf(
        () => [...pairEvents(readEvents([bytes], { format: forced }))].length,
      );
      const reader = openReader({ format: forced });
      const split = outcomeOf(() => {
        const events = function* () {
          for (let at = 0; at < bytes.length; at += 50)
            yield* reader.push(bytes.subarray(at, at + 50));
          yield* reader.end();
        };
        return [...pairEvents(events())].length;
      });
      assert.equal(split, whole, `in chunks, round ${round}`);
      seen.add(whole.split(" ")[0] ?? "");
      outcomeOf(() => {
        const table = openTable(models["cas-register"](), { format: forced });
        table.push(bytes);
        return table.end().table.columns.count;
      });
    }
    assert.ok(seen.has("refused") && seen.size > 1, [...seen].join());
  });
