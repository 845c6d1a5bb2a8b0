/** Real time as a run sees it. */
import type { Cancel } from "#core/cancel.ts";
import type { Clock } from "#core/ports/clock.ts";
import { nanos, type Nanos } from "#core/units.ts";

/** Starts at zero, never goes back. */
export function realClock(): Clock {
  const start = process.hrtime.bigint();
  const now = (): Nanos => nanos(Number(process.hrtime.bigint() - start));
  return { now, sleep: (until, cancel) => sleep((until - now()) / 1e6, cancel) };
}

function sleep(ms: number, cancel?: Cancel): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Error("cancelled"));
    };
    const timer = setTimeout(
      () => {
        cancel?.removeEventListener("abort", stop);
        resolve();
      },
      Math.max(0, ms),
    );
    if (cancel?.aborted === true) stop();
    else cancel?.addEventListener("abort", stop, { once: true });
  });
}
