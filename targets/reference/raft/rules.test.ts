/** Raft's rules one by one, at a single member, and what each bug does to its rule. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body } from "#core/ports/message.ts";
import { millis } from "#core/units.ts";
import { Lone } from "../lone.fixture.ts";
import type { RaftBug } from "./bugs.ts";
import type { Command, Entry } from "./log.ts";
import { raftSystem } from "./system.ts";

const NODES = ["n1", "n2", "n3", "n4", "n5"];
const PEERS = NODES.slice(1);

/** The member n1 of five, as a follower. */
function member(bugs: readonly RaftBug[], options: Readonly<Record<string, string>> = {}): Lone {
  return new Lone(raftSystem.actor({ vocabulary: "register", bugs, options, timeScale: 1 }), NODES);
}

/** Whether what holds of the correct Raft does not hold with the bug. */
function breaks(bug: RaftBug, holds: (bugs: readonly RaftBug[]) => boolean): void {
  assert.equal(holds([]), true, "the correct Raft");
  assert.equal(holds([bug]), false, bug);
}

const requestVote = (term: number, lastIndex = 0, lastTerm = 0): Body => ({
  type: "request_vote",
  term,
  lastIndex,
  lastTerm,
  transfer: false,
});

const write = (value: number): Command => ({
  kind: "update",
  client: "c9",
  id: value,
  body: { type: "write", key: 0, value },
});

const entry = (term: number, value: number): Entry => ({ term, command: write(value) });

function append(
  term: number,
  after: readonly [number, number],
  entries: Entry[],
  commit = 0,
): Body {
  const [previousIndex, previousTerm] = after;
  return { type: "append", term, previousIndex, previousTerm, entries, commit, round: 1 };
}

const appended = (term: number, index: number, round: number): Body => ({
  type: "appended",
  term,
  matched: true,
  index,
  previousIndex: index,
  round,
});

/** Makes it the leader of the next term, with the votes of n2 and n3. */
function elect(lone: Lone, term: number): ReadonlyMap<string, Body> {
  lone.ring("election");
  for (const peer of ["n2", "n3"]) lone.tell(peer, { type: "pre_voted", term, granted: true });
  const won = ["n2", "n3"].map((peer) => lone.tell(peer, { type: "voted", term, granted: true }));
  return won.at(-1) ?? new Map();
}

const granted = (said: ReadonlyMap<string, Body>, to: string): boolean =>
  said.get(to)?.["granted"] === true;

test("one vote a term, also over a restart", () => {
  breaks("forgotten-vote", (bugs) => {
    const lone = member(bugs);
    assert.ok(granted(lone.tell("n2", requestVote(1)), "n2"));
    assert.ok(!granted(lone.tell("n3", requestVote(1)), "n3"));
    lone.restart();
    return !granted(lone.tell("n3", requestVote(1)), "n3");
  });
});

test("no vote for a log that lacks what the voter's has", () => {
  breaks("no-log-check", (bugs) => {
    const lone = member(bugs);
    lone.tell("n2", append(3, [0, 0], [entry(2, 1), entry(3, 2)]));
    lone.pass(millis(1000));
    assert.ok(granted(lone.tell("n3", requestVote(5, 2, 3)), "n3"));
    return (
      !granted(lone.tell("n4", requestVote(6, 1, 3)), "n4") &&
      !granted(lone.tell("n4", requestVote(7, 9, 2)), "n4")
    );
  });
});

test("whoever hears a leader lets nobody depose it", () => {
  const lone = member([]);
  lone.tell("n2", append(1, [0, 0], []));
  assert.equal(lone.tell("n3", requestVote(2)).size, 0);
  const pre = lone.tell("n3", { ...requestVote(2), type: "pre_vote" });
  assert.ok(!granted(pre, "n3"));
});

test("an earlier term's entry is not committed by counting (Figure 3.7)", () => {
  breaks("commit-by-counting", (bugs) => {
    const lone = member(bugs);
    lone.tell("n2", append(1, [0, 0], [entry(1, 1)]));
    elect(lone, 2);
    // Three of five have the first entry, but not the new term's own.
    for (const peer of ["n2", "n3"]) lone.tell(peer, appended(2, 1, 1));
    const [said] = lone.ring("heartbeat").values();
    assert.equal(said?.type, "append");
    return said?.["commit"] === 0;
  });
});

test("an old message does not shorten the log", () => {
  breaks("truncate-always", (bugs) => {
    const lone = member(bugs);
    const first = append(1, [0, 0], [entry(1, 1)]);
    lone.tell("n2", first);
    lone.tell("n2", append(1, [1, 1], [entry(1, 2)]));
    lone.tell("n2", first);
    return lone.tell("n2", append(1, [2, 1], [])).get("n2")?.["matched"] === true;
  });
});

test("a follower commits no further than its log is known to agree", () => {
  breaks("commit-beyond-match", (bugs) => {
    const lone = member(bugs);
    lone.tell("n2", append(1, [0, 0], [entry(1, 1), entry(1, 2)]));
    // A new leader whose second entry is another one has committed two, and compared one so far.
    lone.tell("n3", append(2, [1, 1], [], 2));
    elect(lone, 3);
    const [said] = lone.ring("heartbeat").values();
    return said?.["commit"] === 1;
  });
});

test("a contradicted entry gives way, with all that follow it", () => {
  const lone = member([]);
  lone.tell("n2", append(1, [0, 0], [entry(1, 1), entry(1, 2), entry(1, 3)]));
  const reply = lone.tell("n3", append(2, [1, 1], [entry(2, 4)]));
  assert.deepEqual([reply.get("n3")?.["matched"], reply.get("n3")?.["index"]], [true, 2]);
  assert.equal(lone.tell("n3", append(2, [3, 1], [])).get("n3")?.["matched"], false);
});

test("a request handed over twice takes effect once, and a snapshot remembers that", () => {
  const twice = (bugs: readonly RaftBug[], snapshotEvery: string): boolean => {
    const lone = member(bugs, { "snapshot-every": snapshotEvery });
    const cas = { type: "cas", key: 0, from: 1, to: 2 } as const;
    const request = { kind: "update", client: "c1", id: 1, body: cas } as const;
    const log = [entry(1, 1), { term: 1, command: request }];
    lone.tell("n2", append(1, [0, 0], log, 2));
    lone.restart();
    // It leads, and the gateway n4, which has heard nothing, hands the request over again.
    elect(lone, 2);
    lone.tell("n4", { type: "forward", client: "c1", id: 1, body: cas });
    lone.tell("n2", appended(2, 4, 9));
    const reply = lone.tell("n3", appended(2, 4, 9)).get("n4")?.["reply"] as Body;
    return reply.type === "cas_ok";
  };
  breaks("duplicate-apply", (bugs) => twice(bugs, "200"));
  breaks("forgotten-sessions", (bugs) => twice(bugs, "2"));
});

test("members change only in a term that has committed an entry", () => {
  breaks("early-membership", (bugs) => {
    const lone = member(bugs, { changes: "single" });
    elect(lone, 1);
    const change = { type: "ordeal_members", add: [], remove: ["n5"] };
    const early = lone.tell("n2", { type: "forward", client: "c1", id: 1, body: change });
    for (const peer of PEERS) lone.tell(peer, appended(1, 1, 1));
    const later = lone.tell("n2", { type: "forward", client: "c1", id: 2, body: change });
    return early.get("n2")?.type === "forwarded" && later.get("n2")?.type === "append";
  });
});

test("a lease ends before another clock's patience can", () => {
  breaks("lease-without-drift", (bugs) => {
    const lone = member(bugs, { "read-proof": "lease" });
    lone.pass(millis(1));
    elect(lone, 1);
    const read = (id: number): boolean =>
      lone.tell("c1", { type: "read", key: 0, msg_id: id }).has("c1");
    for (const peer of PEERS) lone.tell(peer, appended(1, 1, 1));
    lone.pass(millis(70));
    assert.ok(read(1));
    lone.pass(millis(10));
    return !read(2);
  });
});

test("without a lease a read waits for a broadcast that began after it", () => {
  breaks("stale-read", (bugs) => {
    const lone = member(bugs);
    elect(lone, 1);
    for (const peer of PEERS) lone.tell(peer, appended(1, 1, 1));
    const asked = lone.tell("c1", { type: "read", key: 0, msg_id: 1 });
    lone.tell("n2", appended(1, 1, 1));
    assert.ok(!lone.tell("n3", appended(1, 1, 1)).has("c1"));
    lone.tell("n2", appended(1, 1, 2));
    const answered = lone.tell("n3", appended(1, 1, 2));
    return !asked.has("c1") && answered.get("c1")?.["code"] === 20;
  });
});

test("an update is acknowledged once a majority has it", () => {
  for (const bug of ["early-ack", "small-quorum"] as const)
    breaks(bug, (bugs) => {
      const lone = member(bugs);
      elect(lone, 1);
      for (const peer of PEERS) lone.tell(peer, appended(1, 1, 1));
      const asked = lone.tell("c1", { type: "write", key: 0, value: 1, msg_id: 1 });
      const first = lone.tell("n2", appended(1, 2, 2));
      const second = lone.tell("n3", appended(1, 2, 2));
      assert.equal([asked, first, second].filter((said) => said.has("c1")).length, 1);
      return second.has("c1");
    });
});

test("what was promised is on disk", () => {
  breaks("no-persist", (bugs) => {
    const lone = member(bugs);
    lone.tell("n2", append(1, [0, 0], [entry(1, 1)]));
    lone.restart();
    return lone.tell("n2", append(1, [1, 1], [])).get("n2")?.["matched"] === true;
  });
});

test("who has no leader refuses what it never handed on, and a leader in doubt what is new", () => {
  const lone = member([]);
  assert.equal(lone.tell("c1", { type: "write", key: 0, value: 1, msg_id: 1 }).size, 0);
  lone.ring("gateway");
  const refused = lone.ring("gateway").get("c1");
  assert.deepEqual([refused?.["code"], refused?.in_reply_to], [11, 1]);
  elect(lone, 1);
  lone.pass(millis(310));
  const doubted = lone.tell("c1", { type: "write", key: 0, value: 2, msg_id: 2 }).get("c1");
  assert.deepEqual([doubted?.["code"], doubted?.in_reply_to], [11, 2]);
});

test("leadership is handed to a member that has everything", () => {
  const lone = member([]);
  elect(lone, 1);
  const wish = { type: "ordeal_transfer", to: "n4" };
  const reply = lone.tell("n2", { type: "forward", client: "op", id: 1, body: wish });
  assert.equal(reply.get("n2")?.type, "forwarded");
  assert.equal(lone.tell("n4", appended(1, 0, 1)).get("n4")?.type, "append");
  assert.equal(lone.tell("n4", appended(1, 1, 1)).get("n4")?.type, "timeout_now");
  const called = member([]);
  called.tell("n2", append(1, [0, 0], []));
  const campaign = called.tell("n2", { type: "timeout_now", term: 1 });
  assert.deepEqual(
    [campaign.get("n3")?.type, campaign.get("n3")?.["transfer"]],
    ["request_vote", true],
  );
});

test("whom the latest configuration leaves out stands until that is certain (4.2.2)", () => {
  const lone = member([]);
  const configuration = { voters: PEERS, outgoing: null };
  const without: Entry = { term: 1, command: { kind: "configure", configuration } };
  lone.tell("n2", append(1, [0, 0], [without]));
  assert.equal(lone.ring("election").get("n3")?.type, "pre_vote");
  lone.tell("n2", append(1, [1, 1], [], 1));
  assert.equal(lone.ring("election").get("n3"), undefined);
});
