/** Which operations are worth trying next, the most promising first. */
import { NONE, type Columns } from "../columns.ts";
import {
  CHANGES,
  ILLEGAL,
  OBSERVES,
  OVERWRITES,
  type Lookahead,
  type Machine,
  type ValueHints,
} from "../machine.ts";
import { integers } from "../small-arrays.ts";
import type { InfoPool } from "./info-pool.ts";
import {
  COMPLETES,
  DUE,
  DUE_WRITE,
  FREE,
  LATE_SKIP,
  LEGAL,
  MoveList,
  OPTIONAL,
  OTHER,
  PRODUCER,
  skipOf,
} from "./move-list.ts";
import type { Standing } from "./standing.ts";
import type { Timeline } from "./timeline.ts";

export class Candidates {
  /** Which open operations cannot vanish, as one number, since the last call of `definite`. */
  fresh = 0;
  /**
   * Whether a write that is due is placed rather than skipped. That makes its value known and lets all
   * other open writes vanish, which nearly always is the way; where it is not, it is not for long.
   */
  eager = true;
  /** Entries looked at so far, the measure of work. */
  work = 0;
  readonly moves: MoveList;
  private readonly machine: Machine;
  private readonly hints: ValueHints | undefined;
  private readonly lookahead: Lookahead | undefined;
  private readonly timeline: Timeline;
  private readonly infos: InfoPool;
  private readonly returned: Int32Array;
  /** Stamps tell which marks are of this round, so that nothing has to be cleared. */
  private round = 0;
  private readonly best: Int32Array;
  private readonly bestStamp: Int32Array;
  private readonly wanted: Int32Array;
  private readonly pending: Int32Array;
  private readonly seen: number[] = [];
  private readonly wants: number[] = [];
  private wild = false;

  constructor(
    columns: Columns,
    machine: Machine,
    timeline: Timeline,
    infos: InfoPool,
    lookahead: Lookahead | undefined,
  ) {
    this.machine = machine;
    this.hints = machine.values === "none" ? undefined : machine.values;
    this.lookahead = lookahead;
    this.timeline = timeline;
    this.infos = infos;
    this.returned = columns.returned;
    this.moves = new MoveList(columns.returned);
    this.best = integers(machine.classCount);
    this.bestStamp = integers(machine.classCount);
    this.wanted = integers(this.hints?.stateCount ?? 0);
    this.pending = integers(this.hints?.stateCount ?? 0);
  }

  /** Writes the moves with operations that must take effect from index `top` on; gives the new top. */
  definite(top: number, standing: Standing): number {
    this.survey(standing);
    const due = this.timeline.returnsAt(standing.place);
    this.moves.begin(top);
    const dueClass = this.machine.classOf[due]!;
    if (this.maySkip(due, dueClass, standing)) {
      const overwrites = this.machine.effect[dueClass] === OVERWRITES;
      this.moves.push(skipOf(due), overwrites ? this.rankOfSkip : OTHER);
    }
    for (const cls of this.seen) {
      const op = this.best[cls]!;
      const rank = this.rankOf(op, cls, due, standing);
      if (rank !== NONE) this.moves.push(op, rank);
    }
    return this.moves.finish();
  }

  /** The same for those that may have happened; they come when all else has failed. */
  optional(top: number, standing: Standing): number {
    if (this.infos.isEmpty) return top;
    this.survey(standing);
    this.moves.begin(top);
    if (this.hints === undefined || this.wild) {
      for (const cls of this.infos.classes) this.pushInfo(cls, standing);
      return this.moves.finish();
    }
    this.wantSources(standing);
    for (const value of this.wants) {
      let cls = this.infos.making(value, NONE);
      for (; cls !== NONE; cls = this.infos.making(value, cls)) this.pushInfo(cls, standing);
    }
    return this.moves.finish();
  }

  /**
   * Looks through all open operations. Of one class only the one that returns first is kept: if an
   * order places another of the class here, the two can change places in it, since both are open now
   * and the one kept has to be placed earlier anyway.
   */
  private survey({ state, place, gap, sunk }: Standing): void {
    const { machine, timeline, hints, returned } = this;
    const round = ++this.round;
    this.seen.length = 0;
    this.wants.length = 0;
    this.wild = false;
    this.fresh = 0;
    for (let e = timeline.next[0]!; e !== place; e = timeline.next[e]!) {
      this.work++;
      const op = timeline.events[e]!;
      const cls = machine.classOf[op]!;
      const effect = machine.effect[cls]!;
      if (hints !== undefined && effect !== OVERWRITES) {
        const need = hints.needs[cls]!;
        if (need === NONE) this.wild = true;
        else if (need !== state) this.want(need, effect);
      }
      if (effect === OBSERVES) continue;
      if (effect === OVERWRITES) {
        if (e >= gap) this.fresh++;
      } else if (e >= sunk) this.fresh += 0x10000;
      if (this.bestStamp[cls] !== round) {
        this.bestStamp[cls] = round;
        this.best[cls] = op;
        this.seen.push(cls);
      } else if (returned[op]! < returned[this.best[cls]!]!) this.best[cls] = op;
    }
  }

  private want(value: number, effect: number): void {
    if (this.wanted[value] !== this.round) {
      this.wanted[value] = this.round;
      this.pending[value] = 0;
      this.wants.push(value);
    }
    if (effect === OBSERVES) this.pending[value]!++;
  }

  /** A value wanted from an optional compare-and-set makes the value that it starts from wanted. */
  private wantSources({ state, place }: Standing): void {
    const { hints, infos, wants } = this;
    if (hints === undefined) return;
    for (let i = 0; i < wants.length; i++) {
      let cls = infos.making(wants[i]!, NONE);
      for (; cls !== NONE; cls = infos.making(wants[i]!, cls)) {
        const from = hints.from[cls]!;
        if (from === NONE || from === state || this.wanted[from] === this.round) continue;
        if (infos.available(cls, place) !== NONE) this.want(from, CHANGES);
      }
    }
  }

  private maySkip(due: number, cls: number, standing: Standing): boolean {
    if (standing.base !== NONE || !this.vanishes(due, standing)) return false;
    if (this.machine.effect[cls] === CHANGES) return true;
    return this.lookahead === undefined || this.lookahead.maySkip(standing.state, cls);
  }

  /** Whether the open operation can be put where nobody notices, at a point since its call. */
  private vanishes(op: number, { gap, sunk }: Standing): boolean {
    const effect = this.machine.effect[this.machine.classOf[op]!];
    if (effect === OBSERVES) return false;
    return this.timeline.invoked[op]! + 1 < (effect === OVERWRITES ? gap : sunk);
  }

  private get rankOfSkip(): number {
    return this.eager ? LATE_SKIP : FREE;
  }

  /** The rank of placing the operation, or NONE if that is not legal or cannot be of use. */
  private rankOf(op: number, cls: number, due: number, standing: Standing): number {
    const { machine, lookahead } = this;
    const { state, base } = standing;
    const after = machine.step(state, cls);
    if (after === ILLEGAL) return NONE;
    if (base !== NONE && !this.matters(cls, after, standing)) return NONE;
    if (after === state) {
      if (op === due) return FREE;
      // What the sink swallows can vanish there when it is due.
      return state === machine.sink && machine.effect[cls] === CHANGES ? NONE : OTHER;
    }
    if (lookahead !== undefined && !lookahead.mayMove(state, cls, after)) return NONE;
    if (machine.effect[cls] !== OVERWRITES || this.hints === undefined)
      return op === due ? DUE : LEGAL;
    if (op === due)
      return lookahead?.isUseless(cls) === true && this.vanishes(op, standing) ? NONE : DUE_WRITE;
    return this.rankOfWrite(this.hints.makes[cls]!, due);
  }

  /** A write that is not due is of use only to those that are open and wait for its value. */
  private rankOfWrite(value: number, due: number): number {
    const awaited = this.wanted[value] === this.round;
    if (!awaited && !this.wild) return this.lookahead?.optionalFrom(value) ? OTHER : NONE;
    if (awaited && this.lookahead?.needs(value) === this.pending[value]) return COMPLETES;
    return this.hints?.needs[this.machine.classOf[due]!] === value ? PRODUCER : OTHER;
  }

  /**
   * After a speculative operation x, something has to follow that could not as well come before it:
   * y is of no use to x if y is legal without x and either x changes nothing about what follows y, or
   * x may as well come after y. Where both could come first, the class number decides.
   */
  private matters(cls: number, after: number, { base, speculative }: Standing): boolean {
    const { machine } = this;
    const without = machine.step(base, cls);
    if (without === ILLEGAL) return true;
    if (without === after) return false;
    return machine.step(without, speculative) !== after;
  }

  private pushInfo(cls: number, standing: Standing): void {
    const { machine, lookahead, infos } = this;
    const { state, base, speculative, place } = standing;
    const op = infos.available(cls, place);
    if (op === NONE) return;
    // The same write with a deadline does as well, and this one stays for later.
    if (this.bestStamp[cls] === this.round) return;
    const after = machine.step(state, cls);
    if (after === ILLEGAL || after === state) return;
    if (lookahead !== undefined && !lookahead.mayMove(state, cls, after)) return;
    if (base !== NONE && !this.matters(cls, after, standing)) {
      const swaps = machine.step(base, cls) !== after;
      if (!swaps || cls < speculative) return;
    }
    this.moves.push(op, OPTIONAL);
  }
}
