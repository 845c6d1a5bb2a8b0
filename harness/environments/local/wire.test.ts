/** What a program writes is understood exactly, and what is not a message is told apart. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLine } from "./wire.ts";

const message = (id: string): string =>
  `{"src":"n1","dest":"n2","body":{"type":"x","msg_id":${id}}}`;

test("two ids that differ only beyond 2^53 stay two, in the message and in its text", () => {
  for (const id of ["4428434088891216263", "4428434088891216264", "-4428434088891216263"]) {
    const [letter] = parseLine(message(id)).letters;
    assert.equal(letter?.message.body.msg_id, BigInt(id));
    assert.equal(letter?.text, message(id));
  }
  const [small] = parseLine(message("9007199254740991")).letters;
  assert.equal(small?.message.body.msg_id, 9007199254740991);
});

test("long numbers that are no integers, and digits in strings, are what JSON says", () => {
  const value = '[1.2345678901234567890, 1e30, 12345678901234567e2, "12345678901234567890"]';
  const line = `{"src":"n1","dest":"c1","body":{"type":"x","value":${value}}}`;
  const [letter] = parseLine(line).letters;
  assert.deepEqual(letter?.message.body["value"], JSON.parse(value));
});

test("a msg_id may be a text", () => {
  const [letter] = parseLine(message('"6f1c"')).letters;
  assert.equal(letter?.message.body.msg_id, "6f1c");
});

test("several objects on a line are all read, and complained about", () => {
  const braces = `{"src":"n1","dest":"n2","body":{"type":"}{","text":"\\"}"}}`;
  const { letters, complaint } = parseLine(`${message("1")} ${braces}${message("2")}`);
  assert.equal(complaint, "several objects on one line");
  assert.deepEqual(
    letters.map(({ text }) => text),
    [message("1"), braces, message("2")],
  );
});

for (const [line, complaint] of [
  ["", "a blank line"],
  [" \t\r", "a blank line"],
  ["starting up…", "not JSON"],
  ['{"src":"n1","dest":"n2","body":{"type"', "not JSON"],
  ["42", "not a message: src, dest or body is missing"],
  ["null", "not a message: src, dest or body is missing"],
  [`[${message("1")}]`, "not a message: src, dest or body is missing"],
  ['{"src":"n1","dest":"n2"}', "not a message: src, dest or body is missing"],
  ['{"src":"n1","dest":"n2","body":{"msg_id":1}}', "not a message: src, dest or body is missing"],
  ['{"src":1,"dest":"n2","body":{"type":"x"}}', "not a message: src, dest or body is missing"],
] as const)
  test(`garbage: ${JSON.stringify(line)}`, () => {
    assert.deepEqual(parseLine(line), { letters: [], complaint });
  });
