/**
 * The Synod: Paxos for one decree. These few rules are all of its safety ("Paxos Made Simple",
 * section 2.2); Multi-Paxos is a row of decrees under one promise.
 */

/** Ballots are whole numbers; no two members ever use the same one. 0 is below all of them. */
export type Ballot = number;

/** What an acceptor has accepted, and in which ballot. */
export interface Vote<T> {
  readonly ballot: Ballot;
  readonly value: T;
}

/** The next ballot of a member, given its place among them: ballots go round the table. */
export function ballotAbove(ballot: Ballot, place: number, members: number): Ballot {
  return (Math.floor(ballot / members) + 1) * members + place;
}

/**
 * P1a: a promise binds an acceptor to ignore all lower ballots, in both phases. Equal ballots are
 * of one proposer, whose repeated messages are harmless.
 */
export const mayAnswer = (ballot: Ballot, promised: Ballot): boolean => ballot >= promised;

/**
 * P2c: of a quorum's votes the one of the highest ballot may have been chosen, and then nothing
 * else may be proposed. Undefined where there is none: then nothing can have been chosen in a lower
 * ballot, and the proposer is free.
 */
export function bound<T>(votes: Iterable<Vote<T>>): Vote<T> | undefined {
  let highest: Vote<T> | undefined;
  for (const vote of votes)
    if (highest === undefined || vote.ballot > highest.ballot) highest = vote;
  return highest;
}

/** How many must answer in each phase, of all members. */
export interface Quorums {
  readonly phase1: number;
  readonly phase2: number;
}

/**
 * Flexible Paxos (Howard, Malkhi, Spiegelman, OPODIS 2016): only quorums of different phases must
 * meet, so that fewer may do in phase 2, of which there are many, for more in phase 1.
 */
export const quorumsOf = (members: number, phase2: number): Quorums => ({
  phase1: members - phase2 + 1,
  phase2,
});

export const majority = (members: number): number => Math.floor(members / 2) + 1;
