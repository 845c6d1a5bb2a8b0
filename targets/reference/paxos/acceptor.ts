/** The acceptor of all slots, which is the learner too: it answers in both phases, and catches up. */
import type { Accept, Command, Decided, Learn, Prepare } from "./messages.ts";
import type { Paxos } from "./paxos.ts";
import { mayAnswer, type Ballot } from "./synod.ts";

const DECIDED_MAX = 256;

/** Phase 1. */
export function prepare(paxos: Paxos, from: string, { ballot, after }: Prepare): void {
  const { storage } = paxos;
  // Whoever hears a leader lets nobody depose it: a silence is always allowed.
  if (paxos.campaigns.hearsLeader() && ballot > storage.promised) return;
  if (!mayAnswer(ballot, storage.promised)) return refuse(paxos, from);
  paxos.promise(ballot);
  paxos.send(from, { type: "promised", ballot, votes: storage.votesAfter(after) });
}

/** Phase 2. */
export function accept(paxos: Paxos, from: string, message: Accept): void {
  const { ballot, commands, decided, at } = message;
  const { storage } = paxos;
  if (!mayAnswer(ballot, storage.promised)) return refuse(paxos, from);
  paxos.follow(from, ballot);
  for (const [slot, value] of commands) storage.vote(slot, { ballot, value });
  learn(paxos, from, decided, ballot);
  const slots = commands.map(([slot]) => slot);
  paxos.send(from, { type: "accepted", ballot, slots, at });
}

export function teach(paxos: Paxos, from: string, { after }: Learn): void {
  const commands = paxos.storage.decidedAfter(after, DECIDED_MAX);
  if (commands.length > 0) paxos.send(from, { type: "decided", commands });
}

export function learnt(paxos: Paxos, { commands }: Decided): void {
  const { storage } = paxos;
  for (const [slot, value] of commands) {
    if (slot === storage.decided + 1) paxos.decide(value);
  }
}

/**
 * A leader proposes one value a slot, so that a vote in its ballot is for what it says was decided.
 * A vote in an earlier ballot, or none, says nothing: then the leader is asked.
 */
function learn(paxos: Paxos, leader: string, decided: number, ballot: Ballot): void {
  const { storage } = paxos;
  while (storage.decided < decided) {
    const vote = storage.voteAt(storage.decided + 1);
    if (vote?.ballot !== ballot) return paxos.catchUp(leader);
    paxos.decide(vote.value);
  }
}

function refuse(paxos: Paxos, from: string): void {
  paxos.send(from, { type: "refused", ballot: paxos.storage.promised });
}

export const NOOP: Command = { kind: "noop" };
