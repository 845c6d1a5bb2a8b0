/** A node's two clocks: a monotonic one that may drift, a wall clock that may also jump. */
import { nanos, type Nanos } from "../units.ts";

/** What a right wall clock shows when a world begins, in milliseconds since 1970. */
const EPOCH_MS = 1_700_000_000_000;

export class LocalClock {
  /** At `since` of the world's time the monotonic clock showed `shown`. */
  private since = nanos(0);
  private shown = nanos(0);
  private ratePpm = 0;
  private offsetMs = 0;

  /** The monotonic clock at a moment of the world. */
  elapsed(now: Nanos): Nanos {
    const passed = now - this.since;
    return nanos(this.shown + passed + Math.floor((passed * this.ratePpm) / 1e6));
  }

  wallMs(now: Nanos): number {
    return EPOCH_MS + this.offsetMs + Math.floor(this.elapsed(now) / 1e6);
  }

  /** The first moment of the world at which the monotonic clock shows at least `shown`. */
  when(shown: Nanos): Nanos {
    const passed = shown - this.shown;
    let at = this.since + Math.floor(passed / (1 + this.ratePpm / 1e6));
    while (this.elapsed(nanos(at)) < shown) at++;
    return nanos(at);
  }

  /** From now on the clocks gain this many millionths; neither jumps by it. */
  drift(now: Nanos, ratePpm: number): void {
    this.shown = this.elapsed(now);
    this.since = now;
    this.ratePpm = ratePpm;
  }

  /** Sets how wrong the wall clock is, on top of what drift has made of it. */
  jump(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }
}
