/** Exactly-once effects: a state machine that remembers what it answered each client last. */
import type { Body } from "#core/ports/message.ts";
import type { Machine } from "./machine.ts";

/** A request by its client's address and its number there, which only grows. */
export interface Request {
  readonly client: string;
  readonly id: number;
  readonly body: Body;
}

interface Session {
  readonly id: number;
  readonly reply: Body;
}

/** Sessions kept; the one unused for longest goes first, on every replica at the same request. */
const SESSIONS_MAX = 10_000;

/**
 * Section 6.3 of Ongaro's dissertation, with the client's address, which is never used again, in
 * the place of a registered session. A client has one request open at a time, so that one answer a
 * client is enough: a request older than the last one answered was given up by its client.
 */
export class Sessions {
  readonly machine: Machine;
  private readonly forgetful: boolean;
  private last = new Map<string, Session>();

  constructor(machine: Machine, forgetful: boolean) {
    this.machine = machine;
    this.forgetful = forgetful;
  }

  /** The answer; null to a request that its client gave up before, which then has no effect. */
  apply({ client, id, body }: Request): Body | null {
    const before = this.last.get(client);
    if (before !== undefined && !this.forgetful) {
      if (id < before.id) return null;
      if (id === before.id) return before.reply;
    }
    const reply = this.machine.apply(body);
    this.last.delete(client);
    this.last.set(client, { id, reply });
    if (this.last.size > SESSIONS_MAX) this.dropOldest();
    return reply;
  }

  save(): unknown {
    return [...this.last];
  }

  load(saved: unknown): void {
    this.last = new Map(saved as readonly [string, Session][]);
  }

  private dropOldest(): void {
    for (const client of this.last.keys()) {
      this.last.delete(client);
      return;
    }
  }
}
