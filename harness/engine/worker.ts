/** One word spoken, one outcome heard: the only place where a throw becomes an answer. */
import type { Invocation, OpError, Outcome } from "#core/operation.ts";
import { Refused, type Client } from "#core/ports/client.ts";
import type { Cancel } from "#core/cancel.ts";
import type { Deadlines } from "./deadlines.ts";

/** Resolves at the deadline at the latest; what the client does after that is its own affair. */
export function speak(
  client: Promise<Client> | Client,
  op: Invocation,
  deadlines: Deadlines,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let sent = false;
    const deadline = deadlines.start(() => resolve(sent ? TIMEOUT : notOpen("not in time")));
    const settle = (outcome: Outcome): void => {
      deadline.met();
      resolve(outcome);
    };
    const send = (open: Client): void => {
      if (deadline.cancel.aborted) return;
      sent = true;
      invoke(open, op, deadline.cancel).then(settle);
    };
    if (client instanceof Promise) client.then(send, (error) => settle(notOpen(String(error))));
    else send(client);
  });
}

const TIMEOUT: Outcome = {
  type: "info",
  error: { code: "timeout", message: "no answer before the deadline" },
};

/** Without a connection nothing was sent, so nothing can have happened. */
const notOpen = (message: string): Outcome => ({
  type: "fail",
  error: { code: "no-client", message },
});

async function invoke(client: Client, op: Invocation, cancel: Cancel): Promise<Outcome> {
  try {
    return { type: "ok", value: await client.invoke(op, cancel) };
  } catch (error) {
    if (error instanceof Refused)
      return { type: "fail", error: { code: error.code, message: error.message } };
    return { type: "info", error: describe(error) };
  }
}

function describe(error: unknown): OpError {
  if (!(error instanceof Error)) return { code: "unknown", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : "unknown";
  return { code, message: error.message };
}
