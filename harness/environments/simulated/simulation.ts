/** One run in virtual time, from its seed to its history: no clock, no promise, no chance. */
import type { Generator } from "#core/generator/generator.ts";
import type { Event, History, Phase } from "#core/history.ts";
import {
  step,
  type Dispatch,
  type HarnessNote,
  type Input,
} from "#core/interpreter/interpreter.ts";
import { begin } from "#core/interpreter/lanes.ts";
import { faultPhase, healPhase, recoveryPhase } from "#core/phases.ts";
import type { Invocation, Outcome } from "#core/operation.ts";
import type { Message } from "#core/ports/message.ts";
import type { SimulationRequest } from "#core/ports/simulator.ts";
import type { ActorDeployment } from "#core/ports/target.ts";
import type { Prefix } from "#core/sim/actor.ts";
import { seedOf } from "#core/seed.ts";
import { portrait } from "#core/sim/portrait.ts";
import type { Failure } from "#core/sim/process.ts";
import { World, type WorldEvent } from "#core/sim/world.ts";
import { millis, nanos, nodeId, type Nanos, type NodeId } from "#core/units.ts";
import { Clients } from "./clients.ts";
import { FaultBench } from "./fault-bench.ts";
import { LeaderPoll, wantsLeader } from "./leader-poll.ts";
import { linkOf } from "./links.ts";
import { Operator } from "./operator.ts";

/** How long the nodes may settle before clients begin, as a real cluster does while it starts. */
const SETTLE: Nanos = millis(1000);

/** How long nodes may take in the end to come equally far, and how often that is looked at. */
const LEVELLING: Nanos = millis(3000);
const LOOK: Nanos = millis(50);

const NOBODY_ELECTED: Outcome = {
  type: "info",
  error: { code: "inject-failed", message: "nobody came to lead" },
};

const STRAYS_NOTED = 20;
const QUOTE_MAX = 200;

export class Simulation {
  private readonly request: SimulationRequest;
  private readonly world: World;
  private readonly clients: Clients;
  private readonly operator: Operator;
  private readonly bench: FaultBench;
  private readonly poll: LeaderPoll;
  private readonly events: Event[] = [];
  private readonly keys = new Set<string>();
  private inputs: Input[] = [];
  private processes = 0;
  private playing = false;
  /** How many messages to nobody each node has sent. */
  private readonly strays = new Map<string, number>();
  /** When each message was sent that is under way or came; only where somebody follows them. */
  private readonly sent = new WeakMap<Message, Nanos>();

  constructor(request: SimulationRequest, deployment: ActorDeployment) {
    const { plan, nemeses } = request;
    this.request = request;
    this.world = new World({
      nodes: plan.nodes,
      actor: deployment.actor,
      seed: seedOf(plan.seed).child("world"),
      link: (from, to) => linkOf(plan, from, to),
      disk: {
        syncLatency: { shape: "uniform", min: nanos(100_000), max: millis(2) },
        fates: { lostPerMille: 400, tornPerMille: 300 },
      },
      outlet: (message) => this.hear(message),
      observe: (event) => this.watch(event),
    });
    this.clients = new Clients(
      deployment.codec,
      millis(plan.operationTimeoutMs),
      (from, to, body) => this.world.send(from, to, body),
    );
    this.operator = new Operator(this.world, plan.nodes, deployment.codec);
    this.bench = new FaultBench(this.world, plan, nemeses, this.operator);
    this.poll = new LeaderPoll(this.world, plan.nodes, deployment.codec.leadership);
  }

  run(): History {
    const { plan, workload, schedule } = this.request;
    this.phase("setup");
    this.world.start();
    this.world.runUntil(SETTLE);
    this.phase("faults");
    this.playing = true;
    this.play(faultPhase(plan, workload, schedule(this.poll.possible)), plan.concurrency);
    this.phase("heal");
    this.play(healPhase(this.bench.inForce()), plan.concurrency);
    this.phase("recovery");
    this.play(recoveryPhase(plan, workload, [...this.keys]), plan.nodes.length);
    if (plan.tellsPrefixes) this.tellPrefixes();
    if (!this.request.shouldStop()) this.phase("done");
    return this.events;
  }

  /** What of the log took effect on each node in the end, when none is behind the others any more. */
  private tellPrefixes(): void {
    const last = this.world.now + LEVELLING;
    const level = (): boolean => new Set(this.prefixes().map(({ value }) => value.index)).size <= 1;
    while (!level() && this.world.now < last) {
      this.world.runUntil(nanos(this.world.now + LOOK));
      this.bench.move();
    }
    for (const prefix of this.prefixes()) this.remark(prefix);
  }

  private prefixes(): readonly (HarnessNote & { readonly value: Prefix })[] {
    return this.request.plan.nodes.flatMap((node) => {
      const value = this.world.process(node).actor?.prefix;
      return value === undefined ? [] : [{ f: "prefix", node, value }];
    });
  }

  private play(generator: Generator, concurrency: number): void {
    const crew = { concurrency, nodes: this.request.plan.nodes, firstIndex: this.events.length };
    let state = begin(generator, { ...crew, firstProcess: this.processes });
    for (;;) {
      const inputs = this.inputs;
      this.inputs = [];
      const output = step(state, this.world.now, inputs);
      state = output.state;
      this.record(output.records);
      for (const dispatch of output.invocations) this.perform(dispatch);
      if (this.inputs.length > 0) continue;
      if (output.next.kind === "finished" || this.request.shouldStop()) break;
      if (!this.advance(output.next.until)) break;
    }
    this.processes = state.nextProcess;
  }

  private perform(dispatch: Dispatch): void {
    const { process, node, op } = dispatch;
    if (process !== "nemesis" && node !== null)
      this.clients.ask(this.world.now, { ...dispatch, process, node });
    else if (wantsLeader(op)) this.poll.begin(op);
    else this.strike(op, []);
  }

  private strike(op: Invocation, leaders: readonly NodeId[] | null): void {
    const outcome = leaders === null ? NOBODY_ELECTED : this.bench.perform(op, leaders);
    this.inputs.push({ kind: "completed", thread: "nemesis", outcome });
  }

  /** Lets time pass until there is something to tell the interpreter; false if nothing can come. */
  private advance(until: Nanos | null): boolean {
    while (this.inputs.length === 0) {
      const mine = Math.min(
        until ?? Infinity,
        this.clients.nextDeadline ?? Infinity,
        this.bench.nextMove ?? Infinity,
        this.poll.closes ?? Infinity,
      );
      const next = this.world.next ?? Infinity;
      if (mine === Infinity && next === Infinity) return false;
      if (next <= mine) {
        this.world.step();
        continue;
      }
      this.world.runUntil(nanos(mine));
      this.bench.move();
      const counted = this.poll.count();
      if (counted !== null) this.strike(counted.op, counted.leaders);
      this.inputs.push(...this.clients.expire(this.world.now));
      if (until !== null && this.world.now >= until) return true;
    }
    return true;
  }

  private hear(message: Message): void {
    if (this.poll.hear(message) || this.operator.hear(message)) return;
    const completion = this.clients.hear(message);
    if (completion !== null) this.inputs.push(completion);
    else if (!this.clients.knows(message.dest)) this.complain(message);
  }

  /** A node that speaks to nobody all day is quoted a few times. */
  private complain({ src, dest, body }: Message): void {
    const count = (this.strays.get(src) ?? 0) + 1;
    this.strays.set(src, count);
    if (count > STRAYS_NOTED) return;
    const complaint = `nobody is called ${portrait(dest, QUOTE_MAX)}`;
    const value = { complaint, line: portrait(body, QUOTE_MAX), count };
    this.note({ f: "garbage", node: nodeId(src), value });
  }

  private watch(event: WorldEvent): void {
    if (event.kind === "failed") this.mourn(nodeId(event.node), event);
    else if (event.kind === "leads")
      this.note({ f: "leads", node: nodeId(event.node), value: event.term });
    else this.follow(event.kind, event.message);
  }

  private mourn(node: NodeId, { error, state }: Failure): void {
    if (this.bench.excuses(node, error)) return;
    this.bench.lose(node);
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.note({ f: "died", node, value: { cause, state } });
  }

  /** While the interpreter plays, it alone gives events their places. */
  private note(note: HarnessNote): void {
    if (this.playing) this.inputs.push({ kind: "note", note });
    else this.remark(note);
  }

  /** A message is one object from its sending to its arrival, unless a rule has edited it. */
  private follow(kind: "sent" | "delivered" | "dropped", message: Message): void {
    const { trace } = this.request;
    if (trace === null) return;
    const { now } = this.world;
    if (kind === "sent") return void this.sent.set(message, now);
    const { src: from, dest: to, body } = message;
    const sent = this.sent.get(message) ?? now;
    trace({ from, to, sent, arrived: now, reached: kind === "delivered", body });
  }

  private record(events: readonly Event[]): void {
    for (const event of events) {
      this.events.push(event);
      if (typeof event.process === "number" && event.type === "invoke")
        this.keys.add(event.key ?? "");
      this.request.observe(event);
    }
  }

  private phase(phase: Phase): void {
    this.remark({ f: "phase", value: phase });
  }

  private remark(note: HarnessNote): void {
    const base = { index: this.events.length, time: this.world.now, process: "harness" } as const;
    this.record([{ ...base, type: "info", ...note }]);
  }
}
