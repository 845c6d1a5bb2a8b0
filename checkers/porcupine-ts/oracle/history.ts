/** Random histories: clients that run on a world, crash, and are sometimes lied to. */
import { INFO, OK, OPEN } from "../columns.ts";
import type { Dice } from "./dice.ts";
import type { Draft } from "./draft.ts";
import type { World } from "./world.ts";

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  /** How many in a hundred get no answer; about half of them take effect, some of those late. */
  readonly infoPercent: number;
  /** Not more than these get no answer: the oracle's time is exponential in them. */
  readonly infosAtMost: number;
}

/** A history that the world itself played: linearizable. */
export function play(world: World, dice: Dice, shape: Shape): Draft[] {
  const drafts: Draft[] = [];
  const open: { draft: Draft; applied: boolean }[] = [];
  const lost: Draft[] = [];
  let now = 0;
  let infos = 0;
  while (drafts.length < shape.operations || open.length > 0) {
    const client = dice.below(shape.processes);
    const busy = open[client];
    if (lost.length > 0 && dice.chance(10)) settle(world, dice, lost);
    if (busy === undefined) {
      if (drafts.length === shape.operations) continue;
      const draft = { ...world.ask(), invoked: now++, returned: OPEN };
      drafts.push(draft);
      open.push({ draft, applied: false });
    } else if (!busy.applied && infos < shape.infosAtMost && dice.chance(shape.infoPercent)) {
      infos++;
      busy.draft.outcome = INFO;
      open.splice(client, 1);
      lost.push(busy.draft);
    } else if (busy.applied) finish(world, open, client, now++);
    else {
      world.apply(busy.draft);
      busy.applied = true;
    }
  }
  return drafts.filter((draft) => draft.outcome !== INFO || world.forget(draft));
}

function finish(
  world: World,
  open: { draft: Draft; applied: boolean }[],
  client: number,
  now: number,
): void {
  const [done] = open.splice(client, 1);
  if (done === undefined) return;
  if (!done.applied) world.apply(done.draft);
  done.draft.returned = now;
}

/** One of the unanswered operations happens after all, or is forgotten for good. */
function settle(world: World, dice: Dice, lost: Draft[]): void {
  const [draft] = lost.splice(dice.below(lost.length), 1);
  if (draft === undefined || dice.chance(40)) return;
  // A copy takes the answer: nobody hears it.
  world.apply({ ...draft, outcome: OK });
}

/** Changes a history in one small way, after which it may or may not be linearizable. */
export function mutate(world: World, dice: Dice, drafts: Draft[]): void {
  const answered = drafts.filter(({ outcome }) => outcome !== INFO);
  if (answered.length < 2) return;
  const one = dice.pick(answered);
  const other = dice.pick(answered);
  switch (dice.below(4)) {
    case 0:
      return world.spoil(one);
    case 1:
      return swapAnswers(world, one, other);
    case 2:
      return swapTimes(one, other);
    default:
      return shorten(dice, one, drafts);
  }
}

function swapAnswers(world: World, one: Draft, other: Draft): void {
  if (one.word !== other.word) return world.spoil(one);
  const { a, b, items, outcome } = one;
  Object.assign(one, { a: other.a, b: other.b, items: other.items, outcome: other.outcome });
  Object.assign(other, { a, b, items, outcome });
}

function swapTimes(one: Draft, other: Draft): void {
  const { invoked, returned } = one;
  Object.assign(one, { invoked: other.invoked, returned: other.returned });
  Object.assign(other, { invoked, returned });
}

/** Lets the call come later or the return earlier, past some events of others. */
function shorten(dice: Dice, draft: Draft, drafts: readonly Draft[]): void {
  const span = draft.returned - draft.invoked;
  if (span < 2) return;
  const at = draft.invoked + 1 + dice.below(span - 1) + 0.5;
  const taken = drafts.some(({ invoked, returned }) => invoked === at || returned === at);
  if (taken || at > draft.returned) return;
  if (dice.chance(50)) draft.invoked = at;
  else draft.returned = at;
}
