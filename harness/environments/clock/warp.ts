/** The code that bends time: what warp.S assembles to, where its functions and parameters lie. */

export const WARP: Buffer = Buffer.from(
  [
    "b8e40000000f0585c0753e83ff3f77394c8d0df9000000498b01480fa3f872104c8d0d09010000498b01480f",
    "a3f873174c690600ca9a3b4c034608e8a00000004889064889560831c0c3660f1f440000b8600000000f0585",
    "c075394885ff74344c690700ca9a3b48694708e80300004901c04c8d0d97000000e8620000004889074889d0",
    "31d2b9e803000048f7f14889470831c0c366662e0f1f840000000000574883ec10b8e400000031ff4889e60f",
    "054c69042400ca9a3b4c034424084883c4105f4c8d0d46000000e8110000004885ff7403488907c30f1f8400",
    "000000004c89c0492b411049f76918480facd0204901c04d0341084c89c04885c0790231c031d2b900ca9a3b",
    "48f7f1c30f1f4000000000000000000000000000000000000000000000000000000000000000000000000000",
    "00000000000000000000000000000000000000000000000000000000",
  ].join(""),
  "hex",
);

/** The vDSO's functions, each with the offset in the code of the one that takes its place. */
export const REPLACEMENTS: ReadonlyMap<string, number> = new Map([
  ["__vdso_clock_gettime", 0x00],
  ["__vdso_gettimeofday", 0x50],
  ["__vdso_time", 0xa0],
]);

/**
 * Where the parameters of the real-time clocks lie in the code. Those of the monotonic clocks
 * follow and stay zero: a program that waits for an absolute monotonic time, which the kernel
 * keeps true, would hang for the size of a jump, and no machine's monotonic clock jumps either.
 */
export const REALTIME_AT = 0x110;
