/** One HTTP request and its one answer: never sent twice, never sent elsewhere. */
import { request, type Agent, type IncomingMessage } from "node:http";
import type { Cancel } from "#core/cancel.ts";
import { Broken } from "./failures.ts";

/** Far more than the largest set that is read whole; a server that goes on is cut off. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Sent as JSON; undefined sends no body. */
  readonly body?: unknown;
}

export interface Answer {
  /** The parsed body of a 200. */
  readonly body: unknown;
  /** The server's own clock, in milliseconds since 1970 cut to the second; null if unsaid. */
  readonly dateMs: number | null;
}

export interface Server {
  readonly address: string;
  readonly port: number;
  /** Keeps a connection from one request to the next. What breaks on it is broken, not retried. */
  readonly agent: Agent;
}

/** Rejects with `Broken` and nothing else; resolves only for a 200 that is JSON. */
export async function exchange(server: Server, ask: Request, cancel: Cancel): Promise<Answer> {
  const { response, text } = await send(server, ask, cancel);
  const status = response.statusCode ?? 0;
  const body = parse(text);
  if (status !== 200) throw new Broken({ kind: "status", status, ...complaintOf(body, text) });
  if (body === undefined) throw new Broken({ kind: "garbage", message: text.slice(0, 200) });
  const date = Date.parse(response.headers.date ?? "");
  return { body, dateMs: Number.isNaN(date) ? null : date };
}

interface Received {
  readonly response: IncomingMessage;
  readonly text: string;
}

function send(server: Server, { method, path, body }: Request, cancel: Cancel): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { address: host, port, agent } = server;
    const outgoing = request({ host, port, agent, method, path });
    const giveUp = (): void => {
      outgoing.destroy();
      settle(() => reject(new Broken({ kind: "deadline" })));
    };
    const settle = (how: () => void): void => {
      cancel.removeEventListener("abort", giveUp);
      how();
    };
    const fail = (error: NodeJS.ErrnoException): void =>
      settle(() => reject(new Broken(socketFailure(error))));
    outgoing.on("error", fail);
    outgoing.on("response", (response) =>
      collect(response, fail, (text) => settle(() => resolve({ response, text }))),
    );
    if (cancel.aborted) return giveUp();
    cancel.addEventListener("abort", giveUp, { once: true });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function collect(
  response: IncomingMessage,
  fail: (error: NodeJS.ErrnoException) => void,
  done: (text: string) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) response.destroy(new Error("the answer does not end"));
  });
  response.on("error", fail);
  response.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}

const socketFailure = ({ code, syscall, message }: NodeJS.ErrnoException) =>
  ({ kind: "socket", code: code ?? "", syscall: syscall ?? "", message }) as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the gateway says went wrong, by the number that gRPC gives it. */
function complaintOf(body: unknown, text: string): { grpcCode: number; message: string } {
  const { code, error } = (body ?? {}) as { readonly code?: unknown; readonly error?: unknown };
  return {
    grpcCode: typeof code === "number" ? code : -1,
    message: typeof error === "string" ? error : text.slice(0, 200),
  };
}
