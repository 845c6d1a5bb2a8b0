/** Where replies to the controller arrive: each correspondent has an address that is never reused. */
import type { Cancel } from "#core/cancel.ts";
import type { Body, Message } from "#core/ports/message.ts";
import type { Note } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";

/** The way to one life of a node, as a correspondent sees it. */
export interface Recipient {
  readonly node: NodeId;
  write(text: string): boolean;
  /** Calls back when that life is over and all that it wrote has been read. */
  onGone(listener: () => void): { forget(): void };
}

export type Answer =
  | { readonly kind: "reply"; readonly body: Body }
  /** It certainly never got the request: too much was waiting there already. */
  | { readonly kind: "unsent" }
  /** It died before it answered. */
  | { readonly kind: "gone" }
  | { readonly kind: "cancelled" };

export class Mailbox {
  readonly #note: (note: Note) => void;
  readonly #open = new Map<string, Correspondent>();
  #used = 0;
  #lateReplies = 0;

  constructor(note: (note: Note) => void) {
    this.#note = note;
  }

  open(): Correspondent {
    const address = `c${++this.#used}`;
    const correspondent = new Correspondent(address, () => this.#open.delete(address));
    this.#open.set(address, correspondent);
    return correspondent;
  }

  /** False if nobody ever had the address. */
  receive(from: NodeId, message: Message): boolean {
    if (this.#open.get(message.dest)?.receive(message.body) === true) return true;
    if (!this.#wasUsed(message.dest)) return false;
    this.#late(from, message);
    return true;
  }

  /** A reply that nobody waits for any more is written down; matching it would be a lie. */
  #late(node: NodeId, { dest, body }: Message): void {
    if (++this.#lateReplies > LATE_REPLIES_MAX) return;
    const last = this.#lateReplies === LATE_REPLIES_MAX ? { further: "not written down" } : {};
    const inReplyTo = plain(body.in_reply_to);
    this.#note({
      f: "late-reply",
      node,
      value: { client: dest, in_reply_to: inReplyTo, type: body.type, ...last },
    });
  }

  #wasUsed(address: string): boolean {
    const number = /^c([1-9]\d{0,14})$/.exec(address)?.[1];
    return number !== undefined && Number(number) <= this.#used;
  }
}

const LATE_REPLIES_MAX = 10_000;

const plain = (id: Body["in_reply_to"]): string | number | null =>
  typeof id === "bigint" ? String(id) : (id ?? null);

export class Correspondent {
  readonly address: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #closed: () => void;
  #asked = 0;

  constructor(address: string, closed: () => void) {
    this.address = address;
    this.#closed = closed;
  }

  /** One request, sent once; whatever comes after the first of its possible ends is late. */
  ask(to: Recipient, body: Body, cancel: Cancel): Promise<Answer> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      const end = (answer: Answer): void => {
        this.#waiting.delete(id);
        cancel.removeEventListener("abort", cancelled);
        life.forget();
        resolve(answer);
      };
      const cancelled = (): void => end({ kind: "cancelled" });
      const life = to.onGone(() => end({ kind: "gone" }));
      this.#waiting.set(id, end);
      cancel.addEventListener("abort", cancelled, { once: true });
      if (cancel.aborted) cancelled();
      else if (!to.write(this.#request(to.node, id, body))) end({ kind: "unsent" });
    });
  }

  /** True if somebody waited for it. */
  receive(body: Body): boolean {
    const id = body.in_reply_to;
    const end = typeof id === "number" ? this.#waiting.get(id) : undefined;
    end?.({ kind: "reply", body });
    return end !== undefined;
  }

  close(): void {
    for (const end of this.#waiting.values()) end({ kind: "cancelled" });
    this.#closed();
  }

  #request(dest: NodeId, id: number, body: Body): string {
    return JSON.stringify({ id, src: this.address, dest, body: { ...body, msg_id: id } });
  }
}
