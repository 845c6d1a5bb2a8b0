/** AppendEntries at its receiver (Figure 3.1): the log becomes the leader's, the commit follows. */
import type { Append } from "./messages.ts";
import type { Raft } from "./raft.ts";

export function heed(raft: Raft, from: string, append: Append): void {
  const { storage } = raft;
  const { term, round, previousIndex, previousTerm } = append;
  const disagree = (index: number): void =>
    raft.send(from, { type: "appended", term: storage.term, matched: false, index, round });

  if (term < storage.term) return disagree(storage.log.last);
  raft.follow(term, from);
  raft.election.heard();
  if (storage.log.term(previousIndex) !== previousTerm)
    return disagree(lastThatMightAgree(raft, previousIndex));

  const index = adopt(raft, append);
  raft.commitTo(Math.min(append.commit, index));
  raft.send(from, { type: "appended", term: storage.term, matched: true, index, round });
}

/** Only an entry that contradicts is replaced: an old message must not shorten the log (3.5). */
function adopt({ storage }: Raft, { previousIndex, entries }: Append): number {
  let index = previousIndex;
  for (const entry of entries) {
    index++;
    if (storage.log.term(index) !== entry.term) storage.put(index, entry);
  }
  return index;
}

/** The leader may skip a whole term of ours that it contradicts, but nothing committed (3.5). */
function lastThatMightAgree({ storage: { log }, commit }: Raft, previousIndex: number): number {
  if (previousIndex > log.last) return log.last;
  const contradicted = log.term(previousIndex);
  let index = previousIndex - 1;
  while (index > commit && log.term(index) === contradicted) index--;
  return index;
}
