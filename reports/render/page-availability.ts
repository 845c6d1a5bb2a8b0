/** Availability as numbers, each with how many it rests on and how exact it is. */
import type { Availability, AvailabilityFigures, Outage } from "#core/figures.ts";
import { millis } from "#core/units.ts";
import type { Digest } from "./digest.ts";
import { clip, count, duration, percent, plural, rate } from "./format.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { availabilityOf } from "./measured.ts";

const NODES_MAX = 100;

export function availabilitySection({ results }: Digest, pictures: readonly Markup[]): Markup {
  const figures = availabilityOf(results);
  if (figures === null) return nothing;
  const { total, pace, windowMs, patienceMs } = figures;
  const warning = pace.warning === null ? nothing : markup`<p class="warning">${pace.warning}</p>`;
  return markup`<section><h2>Availability</h2>
<p>${total.successByTime === null ? "Nobody asked, so nothing is known." : headlineOf(total)} \
Operations of the fault phase count by invocation, in windows of ${ms(windowMs)}; an outage is when \
nothing was answered for ${ms(patienceMs)} or longer; (−x) is by how much it may have been shorter, \
since nobody tried in the meantime.</p>${warning}
${pictures}
${table("Answered", ANSWERED, figures)}${table("Goodput and latency", PACE, figures)}
</section>`;
}

const headlineOf = (total: Availability): string =>
  `${percent(total.successByTime ?? 0, 1)} available: each window weighs as long as it lasts, ` +
  `${plural(total.windowsWithoutData, "window")} without attempts left out.`;

/** A column: its heading and what stands below it. */
type Column = readonly [heading: string, cell: (one: Availability) => string];

const ANSWERED: readonly Column[] = [
  ["attempts", (one) => count(one.attempts)],
  ["answered", (one) => count(one.answered)],
  ["by time", (one) => ratio(one.successByTime)],
  ["by operation", (one) => ratio(one.successByOperation)],
  ["worst 5 % of windows", (one) => ratio(one.success?.p5)],
  [
    "no data",
    (one) => `${count(one.windowsWithoutData)} of ${plural(one.windows.length, "window")}`,
  ],
  ["outages", (one) => count(one.outages.length)],
  ["in all", (one) => ms(one.outageMs)],
  ["longest", (one) => (one.longestOutage === null ? "none" : outageWords(one.longestOutage))],
];

const PACE: readonly Column[] = [
  ["ok", (one) => count(one.ok)],
  ["goodput mean", ({ goodput }) => perSecond(goodput?.mean)],
  ["median", ({ goodput }) => perSecond(goodput?.p50)],
  ["worst 5 % of windows", ({ goodput }) => perSecond(goodput?.p5)],
  ["latency mean", ({ latencyMs }) => time(latencyMs?.mean)],
  ["median", ({ latencyMs }) => time(latencyMs?.p50)],
  ["p95", ({ latencyMs }) => time(latencyMs?.p95)],
  ["p99", ({ latencyMs }) => time(latencyMs?.p99)],
  ["slowest", ({ latencyMs }) => time(latencyMs?.max)],
];

function table(title: string, columns: readonly Column[], figures: AvailabilityFigures): Markup {
  const nodes = figures.nodes.slice(0, NODES_MAX);
  const more = figures.nodes.length - nodes.length;
  const rest = more > 0 ? markup`<p>${plural(more, "more node")} not shown.</p>` : nothing;
  return markup`<div class="wide"><table><thead><tr><th>${title}</th>\
${columns.map(([heading]) => markup`<th class="n">${heading}</th>`)}</tr></thead><tbody>
${row("total", columns, figures.total)}${nodes.map((node) => row(clip(node.node, 60), columns, node))}\
</tbody></table></div>${rest}`;
}

const row = (name: string, columns: readonly Column[], one: Availability): Markup =>
  markup`<tr><th>${name}</th>\
${columns.map(([, cell]) => markup`<td class="n">${cell(one)}</td>`)}</tr>\n`;

const ratio = (value: number | null | undefined): string =>
  value === null || value === undefined ? "no data" : percent(value, 1);

const perSecond = (value: number | undefined): string =>
  value === undefined ? "no data" : rate(value);

const time = (value: number | undefined): string => (value === undefined ? "no data" : ms(value));

const outageWords = ({ to, lengthMs, resolutionMs }: Outage): string =>
  `${to === null ? "≥ " : ""}${ms(lengthMs)} (−${ms(resolutionMs)})`;

const ms = (n: number): string => duration(millis(n));
