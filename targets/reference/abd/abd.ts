/** ABD: a register on replicas without a leader; whoever is asked asks a majority, twice. */
import type { Body } from "#core/ports/message.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import type { Nanos } from "#core/units.ts";
import { ERROR, refusal } from "../machine.ts";
import type { AbdBug } from "./bugs.ts";
import { isAbdMessage, isNewer, type AbdMessage, type Cell, type Key } from "./messages.ts";
import { Replica } from "./replica.ts";

export interface AbdSettings {
  readonly times: AbdTimes;
  readonly bugs: readonly AbdBug[];
}

export interface AbdTimes {
  /** Replicas that have not answered are asked again. */
  readonly retry: Nanos;
  /** An operation of which no replica took anything is refused after this long. */
  readonly patience: Nanos;
  /** A client is thought to have stopped waiting. */
  readonly forget: Nanos;
}

export function abd(settings: AbdSettings): ActorFactory {
  return (host) => new Abd(host, settings);
}

/** What a client asked of this node, which coordinates it. */
interface Operation {
  readonly id: string;
  readonly client: string;
  readonly request: Body;
  readonly since: Nanos;
  phase: "query" | "store";
  /** The newest that was found, then what is stored. */
  cell: Cell;
  /** Replicas that answered in this phase, this node among them. */
  readonly answered: Set<string>;
}

class Abd implements Actor {
  private readonly host: Host;
  private readonly times: AbdTimes;
  private readonly bugs: ReadonlySet<AbdBug>;
  private readonly replica: Replica;
  private readonly open = new Map<string, Operation>();
  private readonly life: number;
  private begun = 0;

  constructor(host: Host, { times, bugs }: AbdSettings) {
    this.host = host;
    this.times = times;
    this.bugs = new Set(bugs);
    this.replica = new Replica(host.disk);
    this.life = Number(host.disk.read("life")) + 1;
  }

  /** Answers to an earlier life must not count in this one: its number is part of every name. */
  start(): void {
    this.host.disk.replace("life", String(this.life));
    this.host.disk.sync();
  }

  receive(from: string, body: Body): void {
    if (isAbdMessage(body)) this.hear(from, body);
    else if (body.type === "read" || body.type === "write") this.begin(from, body);
    else this.tell(from, body, refusal(ERROR.notSupported, `no word ${body.type}`));
  }

  wake(): void {
    const now = this.host.elapsed();
    for (const operation of this.open.values()) this.review(operation, now);
    if (this.open.size > 0) this.host.setTimer("retry", this.times.retry);
  }

  private begin(client: string, request: Body): void {
    const operation: Operation = {
      id: `${this.life}.${++this.begun}`,
      client,
      request,
      since: this.host.elapsed(),
      phase: "query",
      cell: this.replica.at(request["key"]),
      answered: new Set([this.host.self]),
    };
    if (this.open.size === 0) this.host.setTimer("retry", this.times.retry);
    this.open.set(operation.id, operation);
    if (request.type === "write" && this.bugs.has("local-timestamps")) this.store(operation);
    else this.ask(operation);
  }

  private hear(from: string, message: AbdMessage): void {
    switch (message.type) {
      case "query":
        return this.send(from, {
          type: "queried",
          id: message.id,
          cell: this.replica.at(message.key),
        });
      case "store":
        this.replica.take(message.key, message.cell);
        return this.send(from, { type: "stored", id: message.id });
      case "queried":
        return this.queried(from, message.id, message.cell);
      case "stored":
        return this.stored(from, message.id);
    }
  }

  private queried(from: string, id: string, cell: Cell): void {
    const operation = this.open.get(id);
    if (operation?.phase !== "query") return;
    if (isNewer(cell, operation.cell)) operation.cell = cell;
    operation.answered.add(from);
    this.advance(operation);
  }

  private stored(from: string, id: string): void {
    const operation = this.open.get(id);
    if (operation?.phase !== "store") return;
    operation.answered.add(from);
    this.advance(operation);
  }

  private ask(operation: Operation): void {
    this.tellOthers(operation);
    this.advance(operation);
  }

  private advance(operation: Operation): void {
    if (operation.answered.size < this.quorum) return;
    const isRead = operation.request.type === "read";
    if (operation.phase === "store") this.finish(operation);
    else if (isRead && this.bugs.has("no-write-back")) this.finish(operation);
    else this.store(operation);
  }

  /**
   * The second phase. A read brings what it found to a majority, lest a later read should find
   * something older. A write goes beyond all that was found; its own replica takes it before anyone
   * else hears of it, so that this node never gives a timestamp twice, not even after a crash.
   */
  private store(operation: Operation): void {
    const { request, cell, answered } = operation;
    const key = request["key"];
    if (request.type === "write") {
      const count = Math.max(cell.count, this.replica.at(key).count) + 1;
      operation.cell = { count, node: this.host.self, value: request["value"] };
    }
    this.replica.take(key, operation.cell);
    operation.phase = "store";
    answered.clear();
    answered.add(this.host.self);
    this.ask(operation);
  }

  private finish({ id, client, request, cell }: Operation): void {
    this.open.delete(id);
    if (request.type === "write") return this.tell(client, request, { type: "write_ok" });
    const unwritten = refusal(ERROR.keyDoesNotExist, `there is no key ${String(request["key"])}`);
    this.tell(client, request, cell.count === 0 ? unwritten : readOk(cell));
  }

  /**
   * A refusal says that nothing happened: true of a read, and of a write that nobody was given yet.
   * Any other write stays open, and its client will call it indeterminate.
   */
  private review(operation: Operation, now: Nanos): void {
    const { id, client, request, phase, since } = operation;
    const harmless = phase === "query" || request.type === "read";
    if (harmless && now - since >= this.times.patience) {
      this.open.delete(id);
      this.tell(client, request, refusal(ERROR.temporarilyUnavailable, "no majority answers"));
    } else if (now - since >= this.times.forget) {
      this.open.delete(id);
    } else {
      this.tellOthers(operation);
    }
  }

  private tellOthers({ id, phase, request, cell, answered }: Operation): void {
    const key: Key = request["key"];
    for (const node of this.host.nodes)
      if (!answered.has(node))
        this.send(
          node,
          phase === "query" ? { type: "query", id, key } : { type: "store", id, key, cell },
        );
  }

  private get quorum(): number {
    const majority = Math.floor(this.host.nodes.length / 2) + 1;
    return majority - (this.bugs.has("small-quorum") ? 1 : 0);
  }

  private send(to: string, message: AbdMessage): void {
    this.replica.sync();
    this.host.send(to, message);
  }

  private tell(client: string, { msg_id }: Body, reply: Body): void {
    this.replica.sync();
    this.host.send(client, msg_id === undefined ? reply : { ...reply, in_reply_to: msg_id });
  }
}

const readOk = ({ value }: Cell): Body => ({ type: "read_ok", value });
