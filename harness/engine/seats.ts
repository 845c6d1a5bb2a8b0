/** Keeps a client for each thread, and gives a process that replaces another a new one. */
import type { Thread } from "#core/generator/generator.ts";
import type { Dispatch } from "#core/interpreter/interpreter.ts";
import type { Client } from "#core/ports/client.ts";
import type { NodeId, ProcessId } from "#core/units.ts";

interface Seat {
  readonly process: ProcessId;
  client: Promise<Client> | Client;
}

export class Seats implements AsyncDisposable {
  private readonly open: (node: NodeId, process: ProcessId) => Promise<Client>;
  private readonly seats = new Map<Thread, Seat>();
  private readonly closing = new Set<Promise<void>>();

  constructor(open: (node: NodeId, process: ProcessId) => Promise<Client>) {
    this.open = open;
  }

  /** The open client of the dispatch's process, or its promise while it opens. */
  take(
    dispatch: Dispatch & { readonly process: ProcessId; readonly node: NodeId },
  ): Seat["client"] {
    const seat = this.seats.get(dispatch.thread);
    if (seat?.process === dispatch.process) return seat.client;
    if (seat !== undefined) this.release(seat);
    return this.sit(dispatch.thread, dispatch.node, dispatch.process).client;
  }

  private sit(thread: Thread, node: NodeId, process: ProcessId): Seat {
    const opening = this.open(node, process);
    const seat: Seat = { process, client: opening };
    this.seats.set(thread, seat);
    opening.then(
      (client) => (seat.client = client),
      // The operation that waits for it says so; the next one tries again.
      () => this.seats.get(thread) === seat && this.seats.delete(thread),
    );
    return seat;
  }

  /** Closing must not hold up the run: it goes on beside it and is awaited at the end. */
  private release({ client }: Seat): void {
    const closed = Promise.resolve(client)
      .then((open) => open[Symbol.asyncDispose]())
      .catch(() => {})
      .finally(() => this.closing.delete(closed));
    this.closing.add(closed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const seat of this.seats.values()) this.release(seat);
    this.seats.clear();
    await Promise.all(this.closing);
  }
}
