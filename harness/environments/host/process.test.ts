/** Processes of our own, watched from birth to burial. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fateOf, ourselves, readOwner, writeOwner } from "./owner.ts";
import { companions, identify, isRunning, signal, stateOf, threadStates } from "./process.ts";

function sleeper(): { readonly child: ChildProcess; readonly pid: number } & Disposable {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  assert(child.pid !== undefined);
  return { child, pid: child.pid, [Symbol.dispose]: () => child.kill("SIGKILL") };
}

test("a process is running until it is killed, and its number alone is not it", async () => {
  using sleep = sleeper();
  const identity = identify(sleep.pid);
  assert(identity !== undefined);
  assert.equal(isRunning(identity), true);
  assert.equal(isRunning({ ...identity, startTicks: identity.startTicks - 1 }), false);

  signal(identity, "SIGKILL");
  await once(sleep.child, "exit");
  assert.equal(isRunning(identity), false);
  assert.equal(stateOf(identity), undefined);
  assert.equal(signal(identity, "SIGKILL"), false);
});

test("a stop shows in the state of every thread", async () => {
  using sleep = sleeper();
  const identity = identify(sleep.pid);
  assert(identity !== undefined);
  signal(identity, "SIGSTOP");
  while (stateOf(identity) !== "T") await new Promise((resume) => setTimeout(resume, 1));
  assert.deepEqual(threadStates(identity), ["T"]);
});

test("companions share the process namespace", () => {
  using sleep = sleeper();
  const pids = new Set(companions(ourselves()).map(({ pid }) => pid));
  assert(pids.has(process.pid));
  assert(pids.has(sleep.pid));
});

test("an owner is alive, dead, or none of our business", async () => {
  const us = ourselves();
  assert.deepEqual(readOwner(writeOwner(us)), us);
  assert.equal(readOwner("not an owner"), undefined);
  assert.equal(fateOf(us), "alive");
  assert.equal(fateOf({ ...us, startTicks: us.startTicks + 1 }), "dead");
  assert.equal(fateOf({ ...us, boot: "another" }), "dead");
  assert.equal(fateOf({ ...us, pidNamespace: "pid:[1]" }), "unknown");
});
