/** How old reads were: in a sentence, and every old one as a point over time. */
import type { Operation } from "#core/history.ts";
import type { StalenessFigures } from "#core/staleness.ts";
import { millis, toSeconds } from "#core/units.ts";
import { chartOf, type Chart, type Point } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { count, duration, percent, plural } from "./format.ts";
import { stalenessOf } from "./measured.ts";
import { STATUS_STYLES } from "./palette.ts";
import { faultLanes, timeAxis } from "./time-axis.ts";

/** Without a full stop, which a line of figures has not. */
export function stalenessSentence({ total }: StalenessFigures): string {
  const { reads, stale, ageMs } = total;
  if (ageMs === null) return "nothing is known of any read";
  if (stale === 0) return `none of ${plural(reads, "read")} missed anything`;
  const share = percent(stale / reads, 1);
  return (
    `${count(stale)} of ${plural(reads, "read")} (${share}) missed what was acknowledged before, ` +
    `p99 ${ms(ageMs.p99)} old, the oldest ${ms(ageMs.max)}`
  );
}

/** `staleness`: those that were not stale are not drawn, since they are most. */
export function stalenessChart(digest: Digest): Chart | null {
  const figures = stalenessOf(digest.results);
  if (figures === null || figures.total.stale === 0) return null;
  const { total, oldest } = figures;
  const rest = oldest.length < total.stale ? ` The ${count(oldest.length)} oldest are drawn.` : "";
  const { color, shape } = STATUS_STYLES.ok;
  return chartOf({
    name: "staleness",
    title: "How old stale reads were",
    caption:
      `${count(total.stale)} of ${plural(total.reads, "read")}, by invocation: for how long, at ` +
      `least, something newer had been acknowledged.${rest}`,
    x: timeAxis(digest),
    panels: [
      {
        id: "age",
        title: "age",
        heightPx: 260,
        labels: "milliseconds",
        tickStep: null,
        scale: { type: "logarithmic" },
      },
    ],
    series: [
      {
        label: "stale reads",
        yAxisID: "age",
        data: pointsOf(digest.operations, oldest),
        style: { pointStyle: shape, radius: 2.5, borderColor: color, backgroundColor: color },
      },
    ],
    ...faultLanes(digest),
    gaps: [],
  });
}

function pointsOf(
  operations: readonly Operation[],
  oldest: StalenessFigures["oldest"],
): readonly Point[] {
  const ages = new Map(oldest.map(({ index, ageMs }) => [index, ageMs]));
  return operations.flatMap(({ index, invoked }) => {
    const age = ages.get(index);
    return age === undefined ? [] : [{ x: toSeconds(invoked), y: Math.max(0.001, age) }];
  });
}

const ms = (n: number): string => duration(millis(n));
