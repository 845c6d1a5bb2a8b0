/** AppendEntries at its receiver (Figure 3.1): the log becomes the leader's, the commit follows. */
import type { Append, InstallSnapshot } from "./messages.ts";
import type { Raft } from "./raft.ts";

export function heed(raft: Raft, from: string, append: Append): void {
  const { storage } = raft;
  const { log } = storage;
  const { term, previousIndex, previousTerm } = append;
  if (term < storage.term) return answer(raft, from, append, false, log.last);
  raft.follow(term, from);
  raft.election.heard();
  // What a snapshot stands for is committed, and committed entries agree.
  const agrees = previousIndex < log.first - 1 || log.term(previousIndex) === previousTerm;
  if (!agrees) return answer(raft, from, append, false, lastThatMightAgree(raft, previousIndex));

  const index = adopt(raft, append);
  const certain = raft.bugs.has("commit-beyond-match") ? log.last : index;
  raft.commitTo(Math.min(append.commit, certain));
  answer(raft, from, append, true, index);
}

/** InstallSnapshot at its receiver (Figure 5.3): for whom lags behind the leader's log itself. */
export function install(raft: Raft, from: string, message: InstallSnapshot): void {
  const { storage } = raft;
  const { term, round, snapshot } = message;
  const { index } = snapshot;
  const asked = { previousIndex: index, round };
  if (term < storage.term) return answer(raft, from, asked, false, storage.log.last);
  raft.follow(term, from);
  raft.election.heard();
  if (index > raft.commit) {
    storage.compact(snapshot);
    raft.restore(snapshot);
  }
  answer(raft, from, asked, true, index);
}

/** Only an entry that contradicts is replaced: an old message must not shorten the log (3.5). */
function adopt({ storage, bugs }: Raft, { previousIndex, entries }: Append): number {
  let index = previousIndex;
  for (const entry of entries) {
    index++;
    if (index < storage.log.first) continue;
    const agrees = storage.log.term(index) === entry.term && !bugs.has("truncate-always");
    if (!agrees) storage.put(index, entry);
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

function answer(
  raft: Raft,
  leader: string,
  { previousIndex, round }: Pick<Append, "previousIndex" | "round">,
  matched: boolean,
  index: number,
): void {
  const { term } = raft.storage;
  raft.send(leader, { type: "appended", term, matched, index, previousIndex, round });
}
