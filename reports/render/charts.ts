/** Every chart of a run by name, each made only when asked for: one that fails costs no other. */
import { availabilityChart, goodputChart } from "./availability.ts";
import type { Chart } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { latencyQuantiles, latencyScatter } from "./latency.ts";
import { rateChart } from "./rate.ts";
import { recoveryChart } from "./recovery.ts";
import { stalenessChart } from "./staleness.ts";

/** Null where the run has nothing to draw. In the order in which a report shows them. */
export const CHARTS: Readonly<Record<string, (digest: Digest) => Chart | null>> = {
  availability: availabilityChart,
  goodput: goodputChart,
  recovery: recoveryChart,
  staleness: stalenessChart,
  "latency-raw": latencyScatter,
  "latency-quantiles": latencyQuantiles,
  rate: rateChart,
};
