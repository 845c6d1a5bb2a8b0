/** One depth-first search through the orders in which operations can take effect. */
import { INFO, NONE, type Columns } from "../columns.ts";
import { OBSERVES, OVERWRITES, type Lookahead, type Machine } from "../machine.ts";
import type { Pulse } from "../pulse.ts";
import { Candidates } from "./candidates.ts";
import { FailedTable } from "./failed-table.ts";
import { InfoPool } from "./info-pool.ts";
import { mix } from "./mix.ts";
import { isSkip, skipped } from "./move-list.ts";
import { Path } from "./path.ts";
import type { Standing } from "./standing.ts";
import type { Timeline } from "./timeline.ts";

/** Entries looked at between two questions whether to stop: a fraction of a millisecond. */
const WORK_BETWEEN_LOOKS = 5_000;

/** Nodes without getting any further before a retreat, and how many entries it goes back; at first. */
const ALLOWANCE = 200;
const SPAN = 64;

export interface Effort {
  readonly pulse: Pulse;
  readonly memoryBytes: number;
  /** Of the numbers that stand for operations in the memory of what failed. */
  readonly seed: number;
}

/*
 * A configuration is: the operations placed so far, and the state. From it, any operation called
 * before the first return that is left (its "place") can come next; that of the first return is
 * "due". What makes the search short, each by an argument that exchanges operations of an order:
 *
 * - Observers are placed at once. One that is legal here and never changes a state can be moved here
 *   from anywhere later in an order: nothing else notices.
 * - Writes may vanish. A write that is open now, and was open when some other overwriting operation
 *   y was placed, can be put directly before y, where nobody sees it. So an open write is not placed
 *   in anticipation: when it is due, it may be skipped, if an overwriting operation was placed since
 *   its call (since the entry `gap`). Which open writes can vanish is part of the configuration; as
 *   they are those called before `gap`, their number says it ("fresh" are the others).
 * - Speculation has to matter. A write that is not due, or an operation without answer, is placed only
 *   if what comes next could not come without it: otherwise the two change places, or, if nobody
 *   noticed it, it vanishes or never happened. Repeated, this moves every speculative operation to
 *   where it matters; of two that could both come first, the class number decides.
 * - Equal operations go in order of their returns, and equal ones without answer in order of calls.
 * - A value still needed that cannot be made again is not left (Lookahead).
 * - A configuration that failed is not tried again (failed-table.ts).
 */
export class DepthFirst {
  /** The furthest place reached, and most operations placed there. */
  furthest = 0;
  mostPlaced = 0;
  /** What was open, and the order so far, when the search first came to the place it had to note. */
  stuck: readonly number[] = [];
  order: readonly number[] = [];
  nodes = 0;

  private readonly machine: Machine;
  private readonly pulse: Pulse;
  private readonly memoryBytes: number;
  private readonly seed: number;
  private readonly outcome: Uint8Array;
  private readonly timeline: Timeline;
  private readonly infos: InfoPool;
  private readonly lookahead: Lookahead | undefined;
  private readonly failed: FailedTable;
  private readonly candidates: Candidates;
  private readonly path: Path;
  private readonly standing: Standing;
  private high = 0;
  private low = 0;
  private looked = 0;
  private patience = ALLOWANCE;
  private allowance = ALLOWANCE;
  private span = SPAN;
  /** Up to here the search keeps the order of moves that has helped. */
  private hardPlace = 0;
  private note = 0;

  /** The timeline is as it was once the search is exhausted. */
  constructor(
    columns: Columns,
    timeline: Timeline,
    machine: Machine,
    { pulse, memoryBytes, seed }: Effort,
  ) {
    this.machine = machine;
    this.pulse = pulse;
    this.memoryBytes = memoryBytes;
    this.seed = seed;
    this.outcome = columns.outcome;
    this.timeline = timeline;
    this.infos = new InfoPool(columns, machine, pulse);
    const lookahead = machine.lookahead(pulse);
    this.lookahead = lookahead === "none" ? undefined : lookahead;
    this.failed = new FailedTable(memoryBytes);
    this.candidates = new Candidates(columns, machine, this.timeline, this.infos, this.lookahead);
    this.path = new Path(columns.count);
    this.standing = {
      state: machine.initial,
      place: 0,
      gap: 0,
      sunk: 0,
      base: NONE,
      speculative: NONE,
    };
  }

  /** Searches; the first time it comes to the place `note`, it writes down how far it has come. */
  run(note: number): "found" | "exhausted" | "memory" {
    this.note = note;
    const { path } = this;
    this.pulse();
    if (this.enter() === "found") return "found";
    while (path.depth > 0) {
      if (this.nodes > this.patience) this.retreat();
      if (this.candidates.work - this.looked >= WORK_BETWEEN_LOOKS && this.isFull())
        return "memory";
      const move = this.nextMove();
      if (move === NONE) {
        if (!this.giveUp()) return "memory";
        continue;
      }
      this.apply(move);
      const entered = this.enter();
      if (entered === "found") return "found";
      if (entered === "dead") this.undo();
    }
    this.undo();
    return "exhausted";
  }

  private isFull(): boolean {
    this.looked = this.candidates.work;
    this.pulse();
    return this.machine.stateBytes() + this.failed.bytes > this.memoryBytes;
  }

  /** Goes as far as there is no choice, then writes down the choices. */
  private enter(): "found" | "dead" | "choice" {
    const { standing, path, timeline, candidates } = this;
    const before = path.placed;
    this.saturate();
    if (timeline.left === 0) return "found";
    this.nodes++;
    if (path.placed > before) standing.base = NONE;
    if (standing.state === this.machine.sink) standing.sunk = standing.place;
    if (standing.place > this.furthest) this.advance();
    if (standing.place === this.note) this.writeNote();
    const top = candidates.definite(path.movesEnd, standing);
    if (standing.base === NONE && this.hasFailed()) return "dead";
    path.open(standing, candidates.fresh, top);
    return "choice";
  }

  private advance(): void {
    this.furthest = this.standing.place;
    this.mostPlaced = this.path.placed;
    if (this.furthest <= this.hardPlace) return;
    this.candidates.eager = true;
    this.span = SPAN;
    this.allowance = ALLOWANCE;
    this.patience = this.nodes + ALLOWANCE;
  }

  /**
   * Depth first search can spend for ever below an early mistake. Where it gets no further for long,
   * it goes back to a choice some way before and tries its moves in another order, with more patience
   * each time. What has failed stays known, and choices before are as they were: nothing is left out,
   * and since the patience doubles, the detours cost no more than a constant factor.
   */
  private retreat(): void {
    const { path, candidates, standing } = this;
    this.hardPlace = this.furthest + SPAN;
    this.allowance *= 2;
    this.patience = this.nodes + this.allowance;
    candidates.eager = !candidates.eager;
    const depth = path.depthAt(this.furthest - this.span);
    this.span *= 2;
    path.depth = depth;
    this.undo();
    path.restore(standing);
    path.renew(candidates.definite(path.movesBegin, standing));
  }

  private hasFailed(): boolean {
    const { place, state } = this.standing;
    return this.failed.has(place, this.high, this.low, state, this.candidates.fresh);
  }

  /** Places every open observer that is legal, and finds the first return that remains. */
  private saturate(): void {
    const { standing, timeline, machine, candidates } = this;
    const { state } = standing;
    let e = timeline.next[0]!;
    for (;;) {
      candidates.work++;
      const op = timeline.events[e]!;
      if (op < 0) break;
      const cls = machine.classOf[op]!;
      const legal = machine.effect[cls] === OBSERVES && machine.step(state, cls) === state;
      if (legal) this.place(op);
      e = timeline.next[e]!;
      // Where the next entry was the operation's own return, that has left the list too.
      if (legal && e === timeline.returned[op]! + 1) e = timeline.next[e]!;
    }
    standing.place = e;
  }

  private nextMove(): number {
    const { path, candidates, standing } = this;
    const move = path.nextMove(candidates.moves);
    if (move !== NONE || path.triedOptional) return move;
    path.triedOptional = true;
    path.restore(standing);
    path.extendMoves(candidates.optional(path.movesEnd, standing));
    return path.nextMove(candidates.moves);
  }

  private apply(move: number): void {
    const { standing, machine, path, timeline } = this;
    path.restore(standing);
    if (isSkip(move)) {
      this.place(skipped(move));
      path.markSkip();
      return;
    }
    const cls = machine.classOf[move]!;
    const due = timeline.returnsAt(standing.place) === move;
    const after = machine.step(standing.state, cls);
    const overwrites = machine.effect[cls] === OVERWRITES;
    const speculates = this.outcome[move] === INFO || (overwrites && !due);
    standing.base = speculates && after !== standing.state ? standing.state : NONE;
    standing.speculative = cls;
    standing.state = after;
    if (overwrites) standing.gap = standing.place;
    this.place(move);
  }

  private place(op: number): void {
    this.toggle(op);
    if (this.outcome[op] === INFO) {
      this.infos.use(op, this.machine.classOf[op]!);
      this.lookahead?.useInfo(op);
    } else {
      this.timeline.lift(op);
      this.lookahead?.place(op);
    }
    this.path.push(op);
  }

  private toggle(op: number): void {
    this.high ^= mix(op, this.seed);
    this.low ^= mix(op, this.seed ^ 0x3c6ef372);
  }

  /** Takes back all that was placed since the innermost choice. */
  private undo(): void {
    const { path } = this;
    while (path.placed > path.placedAtChoice) {
      const op = path.pop();
      this.toggle(op);
      if (this.outcome[op] === INFO) {
        this.infos.giveBack(op, this.machine.classOf[op]!);
        this.lookahead?.giveBackInfo(op);
      } else {
        this.timeline.putBack(op);
        this.lookahead?.putBack(op);
      }
    }
  }

  /** No move is left: remembers the configuration and goes back to the choice before. */
  private giveUp(): boolean {
    const { path, standing, failed } = this;
    path.restore(standing);
    const { place, state, base } = standing;
    const kept = base !== NONE || failed.add(place, this.high, this.low, state, path.fresh);
    path.close();
    this.undo();
    return kept;
  }

  /** What is placed now, in order. */
  get soFar(): readonly number[] {
    return this.path.inOrder(this.machine, this.timeline.invoked);
  }

  private writeNote(): void {
    const { timeline, standing } = this;
    this.note = 0;
    this.order = this.soFar;
    const stuck: number[] = [];
    for (let e = timeline.next[0]!; e !== standing.place; e = timeline.next[e]!)
      stuck.push(timeline.events[e]!);
    this.stuck = stuck;
  }
}
