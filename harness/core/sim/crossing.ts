/** A message's way through the simulated world, as the space-time diagram draws it. */
import type { Body } from "../ports/message.ts";
import type { Nanos } from "../units.ts";

export interface Crossing {
  readonly from: string;
  readonly to: string;
  readonly sent: Nanos;
  /** When it came, or would have. */
  readonly arrived: Nanos;
  /** False where a cut, a crash or a stopped node kept it out. */
  readonly reached: boolean;
  readonly body: Body;
}
