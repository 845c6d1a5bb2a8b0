/** A test a row: what each failure of a request to etcd proves, which is mostly nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "#core/ports/client.ts";
import { Broken, CASES, judged, type Failure } from "./failures.ts";

const socket = (code: string, syscall: string): Failure => ({
  kind: "socket",
  code,
  syscall,
  message: `${syscall} ${code}`,
});
const status = (code: number, grpcCode: number, message: string): Failure => ({
  kind: "status",
  status: code,
  grpcCode,
  message,
});

const ROWS: readonly (readonly [Failure, "fail" | "info", string])[] = [
  [{ kind: "compared-false", message: "not 3" }, "fail", "precondition-failed"],
  [socket("ECONNREFUSED", "connect"), "fail", "connection-refused"],
  [{ kind: "deadline" }, "info", "timeout"],
  [socket("ECONNRESET", "read"), "info", "connection-lost"],
  [socket("EPIPE", "write"), "info", "connection-lost"],
  [socket("ECONNRESET", ""), "info", "connection-lost"],
  [socket("ETIMEDOUT", "connect"), "info", "connection-lost"],
  [socket("ECONNREFUSED", "read"), "info", "connection-lost"],
  [status(503, 14, "etcdserver: leader changed"), "info", "unavailable"],
  [status(503, 14, "etcdserver: request timed out"), "info", "unavailable"],
  [status(504, 4, "context deadline exceeded"), "info", "server-timeout"],
  [status(500, 13, "internal"), "info", "server-error"],
  [status(400, 3, "etcdserver: key is not provided"), "info", "server-error"],
  [status(307, -1, ""), "info", "server-error"],
  [{ kind: "garbage", message: "<html>" }, "info", "garbage"],
];

for (const [failure, type, code] of ROWS) {
  test(`${JSON.stringify(failure)} is ${type}: ${code}`, () => {
    const error = judged(new Broken(failure));
    assert.equal(error instanceof Refused ? "fail" : "info", type);
    assert.equal("code" in error && error.code, code);
  });
}

test("every case has its row", () => {
  assert.deepEqual(new Set(ROWS.map(([, , code]) => code)), new Set(CASES.map(({ code }) => code)));
});
