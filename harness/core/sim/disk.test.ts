/** What was synced survives every crash; of the rest chance leaves what a real disk might. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seedOf } from "../seed.ts";
import { nanos } from "../units.ts";
import { SimDisk, type CrashFates } from "./disk.ts";

const AT = nanos(100);
const ALL_LOST: CrashFates = { lostPerMille: 1000, tornPerMille: 0 };
const MIXED: CrashFates = { lostPerMille: 300, tornPerMille: 300 };

/** What many crashes with different dice leave of a file. */
function leftovers(write: (disk: SimDisk) => void, fates: CrashFates): ReadonlySet<string> {
  const left = Array.from({ length: 500 }, (_, run) => {
    const disk = new SimDisk();
    write(disk);
    disk.crash(AT, fates, seedOf("crash").child(run).open());
    return disk.read("file");
  });
  return new Set(left);
}

test("a sync that took effect covers everything before it", () => {
  const write = (disk: SimDisk): void => {
    disk.write("append", "file", "one ");
    disk.sync(nanos(0), AT);
    disk.write("append", "file", "two");
  };
  assert.deepEqual([...leftovers(write, ALL_LOST)], ["one "]);
});

test("a sync under way at the crash promises nothing", () => {
  const write = (disk: SimDisk): void => {
    disk.write("append", "file", "one");
    disk.sync(nanos(0), nanos(AT + 1));
  };
  assert.deepEqual([...leftovers(write, ALL_LOST)], [""]);
});

test("an unsynced write may be there, be missing, be torn, or follow a hole", () => {
  const write = (disk: SimDisk): void => {
    disk.write("append", "file", "ab");
    disk.write("append", "file", "cd");
  };
  const left = leftovers(write, MIXED);
  for (const whole of ["abcd", "", "ab", "abc", "a", "\0\0cd", "a\0cd", "\0\0c"])
    assert.ok(left.has(whole), JSON.stringify(whole));
});

test("a file that should be replaced is the old one or the new one, whole", () => {
  const write = (disk: SimDisk): void => {
    disk.write("append", "file", "old");
    disk.sync(nanos(0), AT);
    disk.write("replace", "file", "new");
    disk.write("append", "file", "+");
  };
  assert.deepEqual([...leftovers(write, MIXED)].sort(), ["new", "new+", "old"]);
});

test("a flipped bit changes one character", () => {
  const disk = new SimDisk();
  disk.write("append", "file", "hello");
  disk.sync(nanos(0), AT);
  disk.crash(AT, MIXED, seedOf("x").open());
  assert.ok(disk.flip("file", seedOf("flip").open()));
  const flipped = disk.read("file");
  assert.equal([...flipped].filter((char, i) => char !== "hello"[i]).length, 1);
  assert.equal(disk.flip("none", seedOf("flip").open()), false);
});
