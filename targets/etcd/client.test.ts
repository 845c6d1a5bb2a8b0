/** A server that counts: each word is one request, whatever happens to it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { Refused, type Client } from "#core/ports/client.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { etcdClient } from "./client.ts";

const HEADER = { cluster_id: "1", member_id: "2", revision: "3", raft_term: "2" };
const never = new AbortController().signal;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

interface Counting extends AsyncDisposable {
  readonly requests: readonly { readonly path: string; readonly body: unknown }[];
  readonly connections: () => number;
  client(vocabulary: VocabularyName, serializable?: boolean): Client;
}

async function counting(
  answer: (response: ServerResponse, nth: number) => void,
): Promise<Counting> {
  const requests: { path: string; body: unknown }[] = [];
  const listener: RequestListener = async (request, response) => {
    requests.push({ path: request.url ?? "", body: await json(request) });
    answer(response, requests.length);
  };
  const server: Server = createServer((request, response) => void listener(request, response));
  let connections = 0;
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    connections: () => connections,
    client: (vocabulary, serializable = false) =>
      etcdClient({ address: "127.0.0.1", port, vocabulary, serializable }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const reply = (response: ServerResponse, body: unknown): void => {
  response.end(JSON.stringify(body));
};
const read = { f: "read", key: "a", value: null };
const write = { f: "write", key: "a", value: 7 };
const cas = { f: "cas", key: "a", value: [7, 8] };

test("a read asks for one key; a key that is not there is null", async () => {
  await using server = await counting((response, nth) =>
    reply(response, {
      header: HEADER,
      ...(nth === 2 && { kvs: [{ key: base64("/ordeal/register/a"), value: base64("7") }] }),
    }),
  );
  await using client = server.client("register");
  assert.equal(await client.invoke(read, never), null);
  assert.equal(await client.invoke(read, never), 7);
  const request = { path: "/v3/kv/range", body: { key: base64("/ordeal/register/a") } };
  assert.deepEqual(server.requests, [request, request]);
  assert.equal(server.connections(), 1);
});

test("a serializable read says so", async () => {
  await using server = await counting((response) => reply(response, { header: HEADER }));
  await using client = server.client("register", true);
  await client.invoke(read, never);
  assert.deepEqual(server.requests[0]?.body, {
    key: base64("/ordeal/register/a"),
    serializable: true,
  });
});

test("a compare that is answered false is refused, one that is answered true is done", async () => {
  await using server = await counting((response, nth) =>
    reply(response, { header: HEADER, ...(nth === 2 && { succeeded: true }) }),
  );
  await using client = server.client("register");
  await assert.rejects(client.invoke(cas, never), Refused);
  assert.equal(await client.invoke(cas, never), undefined);
});

test("a set is the keys below its prefix", async () => {
  const kvs = [3, 14].map((element) => ({ key: base64(`/ordeal/set/s/${element}`) }));
  await using server = await counting((response) => reply(response, { header: HEADER, kvs }));
  await using client = server.client("set");
  await client.invoke({ f: "add", key: "s", value: 14 }, never);
  assert.deepEqual(await client.invoke({ f: "read", key: "s", value: null }, never), [3, 14]);
  assert.deepEqual(server.requests, [
    { path: "/v3/kv/put", body: { key: base64("/ordeal/set/s/14"), value: "" } },
    {
      path: "/v3/kv/range",
      body: { key: base64("/ordeal/set/s/"), range_end: base64("/ordeal/set/s0") },
    },
  ]);
});

const NOT_ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "a reset connection": (response) => response.socket?.resetAndDestroy(),
  "a closed connection": (response) => response.socket?.destroy(),
  "a redirect": (response) => response.writeHead(307, { location: "/v3/kv/put" }).end(),
  "an unavailable server": (response) => response.writeHead(503, { "retry-after": "0" }).end(),
  "half an answer": (response) => {
    response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
  },
  "an answer without a header": (response) => response.end("{}"),
  "an answer that is not JSON": (response) => response.end("<html>"),
};

for (const [name, answer] of Object.entries(NOT_ANSWERS)) {
  test(`${name} leaves a write open, and it was sent once`, async () => {
    await using server = await counting(answer);
    await using client = server.client("register");
    const outcome = client.invoke(write, never);
    await assert.rejects(outcome, (error) => !(error instanceof Refused));
    assert.equal(server.requests.length, 1);
  });
}

test("a kept connection that breaks under a request is not tried again", async () => {
  await using server = await counting((response, nth) => {
    if (nth === 1) reply(response, { header: HEADER });
    else response.socket?.resetAndDestroy();
  });
  await using client = server.client("register");
  await client.invoke(write, never);
  await assert.rejects(client.invoke(write, never), { code: "connection-lost" });
  assert.equal(server.requests.length, 2);
  assert.equal(server.connections(), 1);
});

test("an operation whose time is up lets go of its connection", async () => {
  await using server = await counting(() => {});
  await using client = server.client("register");
  const deadline = new AbortController();
  const outcome = client.invoke(write, deadline.signal);
  while (server.requests.length === 0) await new Promise((resume) => setTimeout(resume, 1));
  deadline.abort();
  await assert.rejects(outcome, { code: "timeout" });
});

test("nobody listens: the write is refused", async () => {
  const server = await counting(() => {});
  await using client = server.client("register");
  await server[Symbol.asyncDispose]();
  await assert.rejects(client.invoke(write, never), {
    name: "Refused",
    code: "connection-refused",
  });
});
