/** Operations a second over time, by what became of them. */
import { nanos, type Nanos } from "#core/units.ts";
import { chartOf, type Chart, type Series } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { duration, plural } from "./format.ts";
import { STATUSES, STATUS_STYLES, type Status } from "./palette.ts";
import { faultLanes, stairs, timeAxis, windowOf } from "./time-axis.ts";

/** `rate`: operations are placed by invocation, as everywhere. */
export function rateChart(digest: Digest): Chart {
  const width = windowOf(digest.end);
  return chartOf({
    name: "rate",
    title: "Rate of operations by outcome",
    caption:
      `${plural(digest.operations.length, "operation")} by invocation, ` +
      `in windows of ${duration(width)}.`,
    x: timeAxis(digest),
    panels: [
      {
        id: "rate",
        title: "operations a second",
        heightPx: 260,
        labels: "per-second",
        tickStep: null,
        scale: { type: "linear", min: 0 },
      },
    ],
    series: STATUSES.map((status) => lineOf(status, digest, width)),
    ...faultLanes(digest),
    gaps: [],
  });
}

function lineOf(status: Status, digest: Digest, width: Nanos): Series {
  const counts = Array.from({ length: Math.ceil(digest.end / width) }, () => 0);
  for (const { outcome, invoked } of digest.operations) {
    if (outcome.type !== status) continue;
    const at = Math.min(counts.length - 1, Math.floor(invoked / width));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const steps = counts.map((n, i) => {
    const from = nanos(i * width);
    const to = nanos(Math.min(digest.end, (i + 1) * width));
    return { from, to, value: (n * 1e9) / (to - from) };
  });
  const { color, dashes } = STATUS_STYLES[status];
  return {
    label: status,
    yAxisID: "rate",
    data: stairs(steps),
    style: {
      showLine: true,
      radius: 0,
      borderWidth: 2,
      borderDash: dashes,
      pointStyle: "line",
      borderColor: color,
      backgroundColor: color,
    },
  };
}
