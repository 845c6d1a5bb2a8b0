/** Whoever is asked coordinates: a read asks R copies, an update reads R and writes W. */
import type { Body } from "#core/ports/message.ts";
import { ERROR, refusal } from "../machine.ts";
import type { DynamoMessage, Wanted } from "./messages.ts";
import { answers, ask, slotsOf, type Round, type Task } from "./round.ts";
import type { Member } from "./settings.ts";
import { NOTHING, type Holding, type Item } from "./store.ts";
import { increment, isDead, join, latest, type Siblings } from "./versions.ts";
import { Union } from "./union.ts";

export class Coordinator {
  private readonly member: Member;
  private readonly life: number;
  private readonly open = new Map<string, Round>();
  private begun = 0;

  constructor(member: Member, life: number) {
    this.member = member;
    this.life = life;
  }

  request(client: string, request: Body): void {
    const wanted = wantedBy(request);
    if (wanted === null)
      return this.tell(client, request, refusal(ERROR.notSupported, `no word ${request.type}`));
    this.begin(client, request, { kind: "get", wanted }, this.member.settings.quorums.r);
  }

  got({ id, owner, found }: Extract<DynamoMessage, { type: "got" }>): void {
    const round = this.open.get(id);
    if (round?.task.kind === "get") this.answered(round, owner, found);
  }

  stored({ id, owner }: Extract<DynamoMessage, { type: "stored" }>): void {
    const round = this.open.get(id);
    if (round?.task.kind === "put") this.answered(round, owner, NOTHING);
  }

  tick(): void {
    // What begins meanwhile has just been asked for.
    const before = [...this.open.values()];
    for (const round of before) this.review(round);
    if (this.open.size > 0) this.setTimer();
  }

  private begin(client: string, request: Body, task: Task, need: number): void {
    const { host } = this.member;
    const slots = slotsOf(this.member, task);
    const round: Round = {
      id: `${this.life}.${++this.begun}`,
      client,
      request,
      task,
      since: host.elapsed(),
      slots,
      need: Math.min(need, slots.length),
      enough: false,
    };
    if (this.open.size === 0) this.setTimer();
    this.open.set(round.id, round);
    ask(this.member, round);
  }

  private answered(round: Round, owner: string, found: Holding): void {
    const slot = round.slots.find((one) => one.owner === owner);
    if (slot === undefined || slot.answer !== null) return;
    slot.answer = found;
    const many = answers(round).length;
    if (many >= round.need && !round.enough) {
      round.enough = true;
      this.finish(round);
    }
    if (many === round.slots.length) this.close(round);
  }

  private finish(round: Round): void {
    const { client, request, task } = round;
    if (task.kind === "put") return this.tell(client, request, { type: `${request.type}_ok` });
    const union = this.union(round);
    if (task.wanted.scope === "item") return this.update(round, union.at(task.wanted.element));
    this.tell(client, request, answerOf(request, union.items()));
  }

  /**
   * The new version knows of all that was read, and of all that this node has written before: what
   * this node acknowledged is never beside what it writes later, even if the copies that it reads
   * have not heard of it. The clock is on disk before the version leaves.
   */
  private update({ client, request }: Round, read: Siblings): void {
    const { host, storage, settings, bugs } = this.member;
    const [key, element] = [request["key"] ?? null, request["element"] ?? null];
    const before = bugs.has("version-forgotten") ? null : storage.lastClock(key, element);
    const removes = request.type === "remove";
    if (removes && read.length === 0 && before === null)
      return this.tell(client, request, { type: "remove_ok" });
    const known = [...read.map((version) => version.clock), ...(before === null ? [] : [before])];
    const clock = increment(join(known, host.nodes.length), host.nodes.indexOf(host.self));
    storage.giveClock(key, element, clock);
    const value = removes ? null : (request["value"] ?? true);
    const item: Item = [key, element, [{ clock, ms: Math.floor(host.wallMs()), value }]];
    this.begin(client, request, { kind: "put", item }, settings.quorums.w);
  }

  /**
   * A refusal says that nothing happened: true as long as nothing was written. A write stays open,
   * and its client will call it indeterminate.
   */
  private review(round: Round): void {
    const { id, client, request, task, enough, since } = round;
    const { host, settings } = this.member;
    const age = host.elapsed() - since;
    const reads = task.kind === "get";
    if (age >= (reads ? settings.times.patience : settings.times.forget)) {
      if (enough) return this.close(round);
      this.open.delete(id);
      if (reads)
        this.tell(client, request, refusal(ERROR.temporarilyUnavailable, "too few copies answer"));
    } else if (!reads || !enough) {
      ask(this.member, round);
    }
  }

  /** Read repair (section 5): owners that answered with less than others get the rest. */
  private close(round: Round): void {
    this.open.delete(round.id);
    if (round.task.kind === "put" || !this.member.settings.readRepair) return;
    const union = this.union(round);
    for (const { owner, node, answer } of round.slots) {
      const items = answer === null || node !== owner ? [] : union.beyond(answer);
      if (items.length > 0) this.member.send(owner, { type: "repair", items });
    }
  }

  private union(round: Round): Union {
    return new Union(answers(round), this.member.storage.store.supersedes);
  }

  private setTimer(): void {
    const { host, settings } = this.member;
    host.setTimer("retry", settings.times.retry);
  }

  private tell(client: string, { msg_id }: Body, reply: Body): void {
    this.member.storage.sync();
    this.member.host.send(client, msg_id === undefined ? reply : { ...reply, in_reply_to: msg_id });
  }
}

/** A read of a set wants all of its elements; null where it is none of the words. */
function wantedBy({ type, key = null, element = null }: Body): Wanted | null {
  if (type === "read") return { scope: "key", key };
  const words = element === null ? ["write"] : ["add", "remove"];
  return words.includes(type) ? { scope: "item", key, element } : null;
}

/** A register is one item without an element; of siblings that are alive its client sees one. */
function answerOf({ key = null }: Body, items: readonly Item[]): Body {
  const register = items.find(([, element]) => element === null);
  if (register !== undefined) return { type: "read_ok", value: latest(register[2])?.value ?? null };
  if (items.length === 0)
    return refusal(ERROR.keyDoesNotExist, `there is no key ${JSON.stringify(key)}`);
  const present = items.filter(([, , siblings]) => !isDead(siblings));
  return { type: "read_ok", value: present.map(([, element]) => element) };
}
