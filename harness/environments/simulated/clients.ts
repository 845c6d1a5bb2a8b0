/** The clients of a simulated run: who waits for which answer, and until when. */
import type { Thread } from "#core/generator/generator.ts";
import type { Dispatch, Input } from "#core/interpreter/interpreter.ts";
import type { Invocation } from "#core/operation.ts";
import type { Body, Codec, Message } from "#core/ports/message.ts";
import { nanos, type Nanos, type NodeId, type ProcessId } from "#core/units.ts";

interface Waiting {
  readonly thread: Thread;
  readonly op: Invocation;
  readonly id: number;
  readonly deadline: Nanos;
  answered: boolean;
}

/** Who a thread currently is. */
interface Seat {
  readonly process: ProcessId;
  readonly nth: number;
  readonly address: string;
}

export class Clients {
  private readonly codec: Codec;
  private readonly timeout: Nanos;
  private readonly send: (from: string, to: NodeId, body: Body) => void;
  private readonly waiting = new Map<string, Waiting>();
  /** All wait equally long, so they fall due in the order in which they asked. */
  private readonly queue: Waiting[] = [];
  private head = 0;
  private readonly seats = new Map<Thread, Seat>();
  private asked = 0;

  constructor(codec: Codec, timeout: Nanos, send: (from: string, to: NodeId, body: Body) => void) {
    this.codec = codec;
    this.timeout = timeout;
    this.send = send;
  }

  ask(now: Nanos, { thread, process, node, op }: Dispatch & Addressed): void {
    const id = ++this.asked;
    const deadline = nanos(now + this.timeout);
    const waiting: Waiting = { thread, op, id, deadline, answered: false };
    const address = this.addressOf(thread, process);
    this.waiting.set(address, waiting);
    this.queue.push(waiting);
    this.send(address, node, { ...this.codec.request(op), msg_id: id });
  }

  /** The completion that a message is, or null: it is late, and nobody's. */
  hear({ dest, body }: Message): Input | null {
    const waiting = this.waiting.get(dest);
    if (waiting === undefined || body.in_reply_to !== waiting.id) return null;
    this.settle(dest, waiting);
    return {
      kind: "completed",
      thread: waiting.thread,
      outcome: this.codec.outcome(waiting.op, body),
    };
  }

  /** Whether a client has, or once had, that address: an answer may come late. */
  knows(address: string): boolean {
    const [, thread, nth] = /^c(\d+)(?:\.(\d+))?$/.exec(address) ?? [];
    const seat = this.seats.get((Number(thread) - 1) as Thread);
    return seat !== undefined && Number(nth ?? 1) <= seat.nth;
  }

  /** When the next one gives up, null if nobody waits. */
  get nextDeadline(): Nanos | null {
    while (this.queue[this.head]?.answered === true) this.head++;
    return this.queue[this.head]?.deadline ?? null;
  }

  /** Those whose time is up. The process is replaced, so its address will hear nothing more. */
  expire(now: Nanos): readonly Input[] {
    const inputs: Input[] = [];
    for (let due = this.nextDeadline; due !== null && due <= now; due = this.nextDeadline) {
      const waiting = this.queue[this.head];
      if (waiting === undefined) break;
      waiting.answered = true;
      const error = { code: "timeout", message: "no answer before the deadline" };
      inputs.push({ kind: "completed", thread: waiting.thread, outcome: { type: "info", error } });
    }
    if (inputs.length > 0) this.forgetAnswered();
    return inputs;
  }

  /**
   * Each process has an address of its own. It is named after its thread, so that one process more
   * or less elsewhere does not rename it.
   */
  private addressOf(thread: Thread, process: ProcessId): string {
    const before = this.seats.get(thread);
    if (before?.process === process) return before.address;
    const nth = (before?.nth ?? 0) + 1;
    const address = `c${Number(thread) + 1}${nth === 1 ? "" : `.${nth}`}`;
    this.seats.set(thread, { process, nth, address });
    return address;
  }

  private settle(address: string, waiting: Waiting): void {
    waiting.answered = true;
    this.waiting.delete(address);
  }

  private forgetAnswered(): void {
    for (const [address, waiting] of this.waiting)
      if (waiting.answered) this.waiting.delete(address);
    this.queue.splice(0, this.head);
    this.head = 0;
  }
}

interface Addressed {
  readonly process: ProcessId;
  readonly node: NodeId;
}
