/** How long work finds out that it has to stop, from wherever it is. */

/** Throws `STOPPED` when the caller's time is over. Called every `BEAT` rows of each pass. */
export type Pulse = () => void;

/** Only `orStopped` catches it. */
export const STOPPED: unique symbol = Symbol("stopped");

/** Rows between two pulses, less one, at most some milliseconds of work: `(row & BEAT) === 0` asks. */
export const BEAT = 0x3fff;

export const NEVER: Pulse = () => {};

export function pulseOf(shouldStop: () => boolean): Pulse {
  return () => {
    if (shouldStop()) throw STOPPED;
  };
}

/** The work's result, or "stopped". */
export function orStopped<Result>(work: () => Result): Result | "stopped" {
  try {
    return work();
  } catch (thrown) {
    if (thrown !== STOPPED) throw thrown;
    return "stopped";
  }
}
