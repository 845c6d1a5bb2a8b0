/** One actor by itself, for tests of single rules: its host obeys at once and notes what it says. */
import type { Body } from "#core/ports/message.ts";
import { seedOf } from "#core/seed.ts";
import type { Actor, ActorFactory, Host } from "#core/sim/actor.ts";
import { nanos, type Nanos } from "#core/units.ts";

export class Lone {
  readonly timers: Map<string, Nanos> = new Map();
  actor: Actor;
  private readonly factory: ActorFactory;
  private readonly host: Host;
  private now: Nanos = nanos(0);
  private readonly files = new Map<string, string>();
  private sent: { readonly to: string; readonly body: Body }[] = [];

  constructor(factory: ActorFactory, nodes: readonly string[]) {
    this.factory = factory;
    this.host = {
      self: nodes[0] ?? "",
      nodes,
      dice: seedOf("lone").open(),
      disk: {
        read: (file) => this.files.get(file) ?? "",
        append: (file, text) => this.files.set(file, (this.files.get(file) ?? "") + text),
        replace: (file, text) => this.files.set(file, text),
        sync: () => {},
      },
      elapsed: () => this.now,
      wallMs: () => this.now / 1e6,
      send: (to, body) => this.sent.push({ to, body }),
      setTimer: (name, after) => this.timers.set(name, nanos(this.now + after)),
      clearTimer: (name) => this.timers.delete(name),
    };
    this.actor = this.restart();
  }

  /** A new life with the old disk. */
  restart(): Actor {
    this.timers.clear();
    this.actor = this.factory(this.host);
    this.actor.start();
    return this.actor;
  }

  /** Tells it something; what it says in return, by addressee. */
  tell(from: string, body: Body): ReadonlyMap<string, Body> {
    this.actor.receive(from, body);
    return this.heard();
  }

  /** Lets time pass until a timer rings. */
  ring(timer: string): ReadonlyMap<string, Body> {
    this.now = this.timers.get(timer) ?? this.now;
    this.timers.delete(timer);
    this.actor.wake(timer);
    return this.heard();
  }

  pass(time: Nanos): void {
    this.now = nanos(this.now + time);
  }

  private heard(): ReadonlyMap<string, Body> {
    const said = new Map(this.sent.map(({ to, body }) => [to, body]));
    this.sent = [];
    return said;
  }
}
