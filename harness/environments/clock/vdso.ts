/** The page of code that the kernel maps into every process so that asking the time is cheap. */
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import type { ProcessIdentity } from "../host/process.ts";
import { exportedSymbols } from "./elf.ts";
import { REPLACEMENTS, WARP } from "./warp.ts";

/** The length of a jump: what is overwritten at the entry of a function. */
export const JUMP_BYTES = 5;

export interface Vdso {
  readonly image: Buffer;
  /** The functions that tell the time, each with its offset. */
  readonly entries: ReadonlyMap<string, number>;
  /** Where zeros begin that go on to the end of the mapping: room for our code. */
  readonly caveAt: number;
}

/** A running process's vDSO in its memory. Addresses stay below 2^53, as user space does. */
export interface MappedVdso extends Disposable {
  readonly base: number;
  read(at: number, bytes: number): Buffer;
  write(at: number, bytes: Buffer): void;
}

/** Ours, untouched: the same kernel gives the same image to all of one architecture. */
export function pristineVdso(): Vdso {
  using own = mapVdso("self", "r");
  const { image } = own;
  const exported = exportedSymbols(image);
  const entries = [...REPLACEMENTS.keys()].flatMap((name) => {
    const at = exported.get(name);
    return at === undefined ? [] : [[name, at] as const];
  });
  let end = image.length;
  while (end > 0 && image[end - 1] === 0) end--;
  return { image, entries: new Map(entries), caveAt: Math.ceil((end + 16) / 16) * 16 };
}

/** Why it cannot be patched, undefined if it can. */
export function obstacle({ image, entries, caveAt }: Vdso): string | undefined {
  if (!entries.has("__vdso_clock_gettime")) return "its vDSO has no clock_gettime";
  const room = image.length - caveAt;
  if (room >= WARP.length) return undefined;
  return `its vDSO has ${room} bytes to spare and ${WARP.length} are needed`;
}

export function mapVdso(
  pid: ProcessIdentity["pid"] | "self",
  mode: "r" | "r+",
): MappedVdso & { readonly image: Buffer } {
  const { base, bytes } = locate(readFileSync(`/proc/${pid}/maps`, "utf8"));
  const file = openSync(`/proc/${pid}/mem`, mode);
  const read = (at: number, length: number): Buffer => {
    const into = Buffer.alloc(length);
    readSync(file, into, 0, length, base + at);
    return into;
  };
  return {
    base,
    image: read(0, bytes),
    read,
    write: (at, data) => {
      writeSync(file, data, 0, data.length, base + at);
    },
    [Symbol.dispose]: () => {
      closeSync(file);
    },
  };
}

function locate(maps: string): { readonly base: number; readonly bytes: number } {
  const match = /^([0-9a-f]+)-([0-9a-f]+) .*\[vdso\]$/m.exec(maps);
  if (match === null) throw new Error("the process has no vDSO");
  const [, from = "", to = ""] = match;
  return { base: Number(`0x${from}`), bytes: Number(`0x${to}`) - Number(`0x${from}`) };
}
