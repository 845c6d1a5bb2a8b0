/** A client of one node: words become messages by the codec, and one request is sent once. */
import type { Cancel } from "#core/cancel.ts";
import type { OpError } from "#core/operation.ts";
import { Refused, type Client } from "#core/ports/client.ts";
import type { Codec } from "#core/ports/message.ts";
import type { Correspondent } from "./mailbox.ts";
import type { Member } from "./member.ts";

export function makeClient(member: Member, codec: Codec, address: Correspondent): Client {
  return {
    async invoke(op, cancel) {
      const { life } = member;
      if (life === null || !member.serving) return refused(member);
      const answer = await address.ask(life, codec.request(op), cancel);
      if (answer.kind === "unsent")
        throw new Refused("pipe-full", `${member.node} reads nothing: the request was not sent`);
      if (answer.kind === "gone")
        throw new Indeterminate("node-died", `${member.node} died before it answered`);
      if (answer.kind === "cancelled")
        throw new Indeterminate("timeout", `${member.node} did not answer in time`);
      const outcome = codec.outcome(op, answer.body);
      if (outcome.type === "ok") return outcome.value;
      const { code, message } = outcome.error;
      throw outcome.type === "fail" ? new Refused(code, message) : new Indeterminate(code, message);
    },
    [Symbol.asyncDispose]: async () => address.close(),
  };
}

/** A node that is down has got nothing: certainly a failure, as a refused connection would be. */
async function refused(member: Member): Promise<never> {
  // Clients without a pace would otherwise fill the history with refusals.
  await new Promise((resolve) => setTimeout(resolve, REFUSAL_MS));
  throw new Refused("node-down", `${member.node} is down: the request was not sent`);
}

const REFUSAL_MS = 50;

/** The request may have taken effect. */
class Indeterminate extends Error implements OpError {
  override readonly name = "Indeterminate";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The nodes that say they lead, the highest term first; who does not answer soon is left out. */
export async function askLeaders(
  members: readonly Member[],
  codec: Codec,
  address: Correspondent,
  cancel: Cancel,
): Promise<readonly Member[]> {
  const { leadership } = codec;
  if (leadership === null) return [];
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = setTimeout(stop, LEADERS_MAX_MS);
  cancel.addEventListener("abort", stop, { once: true });
  if (cancel.aborted) stop();
  const terms = await Promise.all(
    members.map(async (member) => {
      if (member.life === null) return null;
      const answer = await address.ask(member.life, leadership.request, limit.signal);
      return answer.kind === "reply" ? leadership.term(answer.body) : null;
    }),
  );
  clearTimeout(timer);
  cancel.removeEventListener("abort", stop);
  address.close();
  return members
    .map((member, i) => ({ member, term: terms[i] ?? null }))
    .filter(({ term }) => term !== null)
    .toSorted((a, b) => (b.term ?? 0) - (a.term ?? 0))
    .map(({ member }) => member);
}

const LEADERS_MAX_MS = 500;
