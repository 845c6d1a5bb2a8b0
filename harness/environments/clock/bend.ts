/** How a clock is bent, as a value and as the 32 bytes that the patched code reads. */

/** The bent clock shows t + offset + (t - since) · rate, where t is the true time. */
export interface Bend {
  readonly offsetMs: number;
  /** Millionths by which it gains, negative where it loses. */
  readonly ratePpm: number;
  /** From when on it gains or loses, in milliseconds since 1970. */
  readonly sinceEpochMs: number;
}

export const BEND_BYTES = 32;
/** The offset alone is one aligned store: it may change while threads read the clock. */
export const OFFSET_AT = 8;

/** CLOCK_REALTIME and its coarse sister, a bit each. The kernel's timers keep the true time. */
const REALTIME_CLOCKS = 0x21n;
const NANOS_PER_MS = 1_000_000n;
/** One, as a 32.32 fixed point number. */
const ONE = 0x1_0000_0000;

export function encodeBend({ offsetMs, ratePpm, sinceEpochMs }: Bend): Buffer {
  const bytes = Buffer.alloc(BEND_BYTES);
  bytes.writeBigUInt64LE(REALTIME_CLOCKS, 0);
  encodeOffset(offsetMs).copy(bytes, OFFSET_AT);
  bytes.writeBigInt64LE(BigInt(Math.round(sinceEpochMs)) * NANOS_PER_MS, 16);
  bytes.writeBigInt64LE(BigInt(Math.round((ratePpm * ONE) / 1e6)), 24);
  return bytes;
}

export function encodeOffset(offsetMs: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(Math.round(offsetMs * 1e6)));
  return bytes;
}

export function decodeBend(bytes: Buffer): Bend {
  return {
    offsetMs: Number(bytes.readBigInt64LE(OFFSET_AT)) / 1e6,
    ratePpm: Math.round((Number(bytes.readBigInt64LE(24)) * 1e6) / ONE),
    sinceEpochMs: Number(bytes.readBigInt64LE(16) / NANOS_PER_MS),
  };
}
