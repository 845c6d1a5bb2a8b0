/** A throw becomes an answer here and nowhere else, and the deadline is kept whatever happens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, defineClient, type Client } from "#core/ports/client.ts";
import type { RegisterWords } from "#core/vocabulary/register.ts";
import { Deadlines } from "./deadlines.ts";
import { speak } from "./worker.ts";

const read = { f: "read", key: "x", value: null };
const clientThat = (answer: () => Promise<number | null>): Client =>
  defineClient<RegisterWords>(
    { read: answer, write: async () => {}, cas: async () => {} },
    async () => {},
  );

test("a return is ok, Refused is fail, every other throw is info", async () => {
  const deadlines = new Deadlines(1000);
  assert.deepEqual(
    await speak(
      clientThat(async () => 7),
      read,
      deadlines,
    ),
    {
      type: "ok",
      value: 7,
    },
  );
  const refuse = async (): Promise<number> => {
    throw new Refused("precondition-failed", "not 3");
  };
  assert.deepEqual(await speak(clientThat(refuse), read, deadlines), {
    type: "fail",
    error: { code: "precondition-failed", message: "not 3" },
  });
  const reset = async (): Promise<number> => {
    throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  };
  assert.deepEqual(await speak(clientThat(reset), read, deadlines), {
    type: "info",
    error: { code: "ECONNRESET", message: "socket hang up" },
  });
});

test("no answer by the deadline is info, and the client is told to let go", async () => {
  let letGo = false;
  const deaf: Client = {
    invoke: (_, cancel) =>
      new Promise(() => cancel.addEventListener("abort", () => (letGo = true))),
    [Symbol.asyncDispose]: async () => {},
  };
  const outcome = await speak(deaf, read, new Deadlines(20));
  assert.deepEqual(outcome.type === "info" && outcome.error.code, "timeout");
  assert.ok(letGo);
});

test("a client that never opened did nothing: fail, never info", async () => {
  const refused = Promise.reject(new Error("connection refused"));
  const outcome = await speak(refused, read, new Deadlines(1000));
  assert.deepEqual(outcome.type === "fail" && outcome.error.code, "no-client");
  const late = await speak(new Promise<Client>(() => {}), read, new Deadlines(20));
  assert.deepEqual(late.type === "fail" && late.error.code, "no-client");
});

test("a word that the client does not know certainly had no effect", async () => {
  const outcome = await speak(
    clientThat(async () => null),
    { f: "drop-tables", key: "", value: null },
    new Deadlines(1000),
  );
  assert.deepEqual(outcome.type === "fail" && outcome.error.code, "not-supported");
});

test("deadlines fall due in order and only where nobody answered", async () => {
  const deadlines = new Deadlines(20);
  const fired: number[] = [];
  const started = Array.from({ length: 3000 }, (_, i) => deadlines.start(() => fired.push(i)));
  for (const [i, deadline] of started.entries()) if (i % 1000 !== 999) deadline.met();
  await new Promise<void>((resolve) => deadlines.start(resolve));
  assert.deepEqual(fired, [999, 1999, 2999]);
});
