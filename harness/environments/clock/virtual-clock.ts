/** Bends the real-time clock of one running process by jumping out of its vDSO's functions. */
import { isRunning, type ProcessIdentity } from "../host/process.ts";
import { BEND_BYTES, decodeBend, encodeBend, encodeOffset, OFFSET_AT, type Bend } from "./bend.ts";
import { standstill } from "./standstill.ts";
import { JUMP_BYTES, mapVdso, obstacle, pristineVdso, type MappedVdso, type Vdso } from "./vdso.ts";
import { REALTIME_AT, REPLACEMENTS, WARP } from "./warp.ts";

/**
 * Lives as long as its process; children inherit a bent clock, programs that it executes do not.
 * Programs that make the system call themselves see the true time.
 */
export interface VirtualClock extends Disposable {
  /** The process stands still for a few milliseconds. */
  bend(bend: Bend): Promise<void>;
  /** Moves the hand of a clock that is bent already: microseconds, nothing stands still. */
  poke(offsetMs: number): void;
  /** What the process's own memory says, null if its clock is true. */
  read(): Bend | null;
  straighten(): Promise<void>;
}

/** Why clocks cannot be bent on this machine, undefined if they can. */
export function whyNotHere(): string | undefined {
  if (process.platform !== "linux") return "only Linux has a vDSO to patch";
  if (process.arch !== "x64") return `the patch is x86-64 code and this is ${process.arch}`;
  const reason = obstacle(pristineVdso());
  return reason === undefined ? undefined : `this kernel is not supported: ${reason}`;
}

export function attachClock(target: ProcessIdentity): VirtualClock {
  const reason = whyNotHere();
  if (reason !== undefined) throw new Error(reason);
  if (!isRunning(target)) throw new Error(`process ${target.pid} is gone`);
  const memory = mapVdso(target.pid, "r+");
  // A number that passed on between look and open shows itself here.
  if (!isRunning(target)) throw new Error(`process ${target.pid} is gone`);
  const pristine = pristineVdso();
  const strange = foreign(memory.image, pristine);
  if (!strange) return clockIn(target, memory, pristine);
  memory[Symbol.dispose]();
  throw new Error(`the vDSO of process ${target.pid} is not this machine's`);
}

function clockIn(target: ProcessIdentity, memory: MappedVdso, pristine: Vdso): VirtualClock {
  const { caveAt, entries, image } = pristine;
  const isBent = (): boolean =>
    [...entries].every(([name, at]) => memory.read(at, JUMP_BYTES).equals(jump(name, at, caveAt)));
  const still = (action: () => void): Promise<void> => {
    const forbidden = [...entries.values()].map((at) => ({
      from: memory.base + at,
      bytes: JUMP_BYTES,
    }));
    return standstill(target, forbidden, action);
  };
  return {
    bend: (bend) =>
      still(() => {
        memory.write(caveAt, WARP);
        memory.write(caveAt + REALTIME_AT, encodeBend(bend));
        for (const [name, at] of entries) memory.write(at, jump(name, at, caveAt));
      }),
    poke: (offsetMs) => {
      if (!isBent()) throw new Error(`the clock of process ${target.pid} is not bent`);
      memory.write(caveAt + REALTIME_AT + OFFSET_AT, encodeOffset(offsetMs));
    },
    read: () => (isBent() ? decodeBend(memory.read(caveAt + REALTIME_AT, BEND_BYTES)) : null),
    // The code stays: a thread may be inside of it, and will find its way out.
    straighten: () =>
      still(() => {
        for (const at of entries.values()) {
          memory.write(at, image.subarray(at, at + JUMP_BYTES));
        }
      }),
    [Symbol.dispose]: () => memory[Symbol.dispose](),
  };
}

/** `jmp` to the function that takes this one's place, relative to the next instruction. */
function jump(name: string, at: number, caveAt: number): Buffer {
  const code = Buffer.alloc(JUMP_BYTES, 0xe9);
  code.writeInt32LE(caveAt + (REPLACEMENTS.get(name) ?? 0) - (at + JUMP_BYTES), 1);
  return code;
}

/** Whether an image differs from ours in more than what we write ourselves. */
function foreign(image: Buffer, { image: ours, entries, caveAt }: Vdso): boolean {
  const cleaned = Buffer.from(image);
  for (const at of entries.values()) ours.copy(cleaned, at, at, at + JUMP_BYTES);
  return !cleaned.subarray(0, caveAt).equals(ours.subarray(0, caveAt));
}
