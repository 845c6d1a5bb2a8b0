/** One decree under every mishap: proposers in any order, lost answers, quorums of any size. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf, type Dice } from "#core/seed.ts";
import { ballotAbove, bound, majority, mayAnswer, quorumsOf, type Vote } from "./synod.ts";

class Acceptor {
  promised = 0;
  vote: Vote<string> | null = null;

  prepare(ballot: number): boolean {
    if (!mayAnswer(ballot, this.promised)) return false;
    this.promised = ballot;
    return true;
  }

  accept(ballot: number, value: string): boolean {
    if (!this.prepare(ballot)) return false;
    this.vote = { ballot, value };
    return true;
  }
}

interface Rules {
  readonly members: number;
  readonly phase1: number;
  readonly phase2: number;
  readonly adopt: boolean;
  readonly distinct: boolean;
}

/** A proposer's round as a row of steps; others' steps come in between. */
function* round(rules: Rules, acceptors: readonly Acceptor[], place: number, dice: Dice) {
  const { members, phase1, phase2 } = rules;
  const seen = Math.max(...acceptors.map(({ promised }) => (dice.chance(500) ? promised : 0)));
  const ballot = ballotAbove(seen, rules.distinct ? place : 0, members);
  const promises: (Vote<string> | null)[] = [];
  for (const acceptor of dice.shuffle(acceptors)) {
    yield null;
    if (dice.chance(300) || !acceptor.prepare(ballot)) continue;
    promises.push(acceptor.vote);
    if (promises.length === phase1) break;
  }
  if (promises.length < phase1) return;
  const accepted = promises.filter((vote) => vote !== null);
  const value = (rules.adopt ? bound(accepted)?.value : null) ?? `of ${place}`;
  let votes = 0;
  for (const acceptor of dice.shuffle(acceptors)) {
    yield null;
    if (dice.chance(300) || !acceptor.accept(ballot, value)) continue;
    if (++votes === phase2) yield value;
  }
}

/** The values that were chosen in 12 rounds of 3 proposers each, interleaved by chance. */
function chosen(rules: Rules, seed: number): ReadonlySet<string> {
  const dice = seedOf("synod").child(seed).open();
  const acceptors = Array.from({ length: rules.members }, () => new Acceptor());
  const begin = (place: number) => round(rules, acceptors, place, dice);
  const proposers = [0, 1, 2].map((place) => ({ place, steps: begin(place), rounds: 0 }));
  const values = new Set<string>();
  for (let open = proposers; open.length > 0; open = open.filter(({ rounds }) => rounds < 12)) {
    const proposer = open[dice.int(open.length)];
    const step = proposer?.steps.next();
    if (proposer === undefined || step === undefined) break;
    if (typeof step.value === "string") values.add(step.value);
    if (step.done !== true) continue;
    proposer.rounds++;
    proposer.steps = begin(proposer.place);
  }
  return values;
}

const SEEDS = 300;

function most(rules: Rules): number {
  return Math.max(...Array.from({ length: SEEDS }, (_, seed) => chosen(rules, seed).size));
}

const rulesOf = (members: number, phase2: number): Rules => ({
  members,
  ...quorumsOf(members, phase2),
  adopt: true,
  distinct: true,
});

test("one value is chosen, whatever sizes the quorums have that meet", () => {
  for (const [members, phase2] of [
    [3, majority(3)],
    [5, majority(5)],
    [5, 2],
    [5, 4],
  ] as const)
    assert.equal(most(rulesOf(members, phase2)), 1, `${phase2} of ${members}`);
});

test("each of the rules is needed", () => {
  const rules = rulesOf(3, majority(3));
  assert.ok(most({ ...rules, adopt: false }) > 1, "votes that are not adopted");
  assert.ok(most({ ...rules, distinct: false }) > 1, "ballots that collide");
  assert.ok(most({ ...rules, phase1: 1 }) > 1, "quorums that do not meet");
});
