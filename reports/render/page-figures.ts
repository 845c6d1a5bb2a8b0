/** Availability and recovery as numbers: each with how many it rests on and how exact it is. */
import type { Availability, KindFigures, Outage } from "#core/figures.ts";
import type { Survival } from "#core/survival.ts";
import { millis } from "#core/units.ts";
import type { Digest } from "./digest.ts";
import { clip, count, duration, percent, plural, rate } from "./format.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { availabilityOf, recoveryOf } from "./measured.ts";

const NODES_MAX = 100;

export function availabilitySection({ results }: Digest, pictures: readonly Markup[]): Markup {
  const figures = availabilityOf(results);
  if (figures === null) return nothing;
  const { total, nodes, pace, windowMs, patienceMs } = figures;
  const more = nodes.length - NODES_MAX;
  const rest = more > 0 ? markup`<p>${plural(more, "more node")} not shown.</p>` : nothing;
  const warning = pace.warning === null ? nothing : markup`<p class="warning">${pace.warning}</p>`;
  return markup`<section><h2>Availability</h2>
<p>${total.successByTime === null ? "Nobody asked, so nothing is known." : headlineOf(total)} \
Operations of the fault phase count by invocation, in windows of ${ms(windowMs)}; an outage is when \
nothing was answered for ${ms(patienceMs)} or longer.</p>${warning}
${pictures}
<div class="wide"><table><thead><tr><th></th><th class="n">attempts</th><th class="n">answered</th>\
<th class="n">by time</th><th class="n">by operation</th><th class="n">worst 5 % of windows</th>\
<th class="n">goodput median</th><th class="n">worst 5 %</th><th class="n">latency median</th>\
<th class="n">p99</th><th class="n">outages</th><th class="n">in all</th><th class="n">longest</th>\
<th class="n">no data</th></tr></thead><tbody>
${availabilityRow("total", total)}
${nodes.slice(0, NODES_MAX).map((node) => availabilityRow(clip(node.node, 60), node))}</tbody></table></div>${rest}
</section>`;
}

const headlineOf = (total: Availability): string =>
  `${percent(total.successByTime ?? 0, 1)} available: each window weighs as long as it lasts, ` +
  `${plural(total.windowsWithoutData, "window")} without attempts left out.`;

function availabilityRow(name: string, one: Availability): Markup {
  const cells = [
    count(one.attempts),
    count(one.answered),
    ratio(one.successByTime),
    ratio(one.successByOperation),
    ratio(one.success?.p5),
    one.goodput === null ? "no data" : rate(one.goodput.p50),
    one.goodput === null ? "no data" : rate(one.goodput.p5),
    one.latencyMs === null ? "no data" : ms(one.latencyMs.p50),
    one.latencyMs === null ? "no data" : ms(one.latencyMs.p99),
    count(one.outages.length),
    ms(one.outageMs),
    one.longestOutage === null ? "–" : outageWords(one.longestOutage),
    `${count(one.windowsWithoutData)} of ${count(one.windows.length)}`,
  ];
  return markup`<tr><th>${name}</th>${cells.map((cell) => markup`<td class="n">${cell}</td>`)}</tr>\n`;
}

const ratio = (value: number | null | undefined): string =>
  value === null || value === undefined ? "no data" : percent(value, 1);

const outageWords = ({ to, lengthMs, resolutionMs }: Outage): string =>
  `${to === null ? "≥ " : ""}${ms(lengthMs)} (−${ms(resolutionMs)})`;

export function recoverySection({ results }: Digest, picture: Markup): Markup {
  const figures = recoveryOf(results);
  if (figures === null || figures.faults.length === 0) return nothing;
  const left = figures.faults.filter((fault) => !fault.counted);
  return markup`<section><h2>Impact and recovery</h2>
<p>By kind of fault, from the faults whose effect was proven or applied and that overlapped no other. \
Recovery is the first ok that was invoked after the fault's end. Times that nobody saw the end of are \
censored: they count for as long as they were watched, so a mean is at least what it says.</p>
${picture}
<div class="wide"><table><thead><tr><th>kind</th><th>time to</th><th class="n">n</th>\
<th class="n">censored</th><th class="n">median</th><th class="n">p90</th><th class="n">mean</th>\
<th class="n">longest</th><th class="n">resolution</th></tr></thead><tbody>
${figures.kinds.map(kindRows)}</tbody></table></div>
${left.length === 0 ? nothing : excluded(left)}</section>`;
}

function kindRows(kind: KindFigures): Markup {
  const waits = [
    ["first failure", kind.firstFailure],
    ["a node silent", kind.partialOutage],
    ["all nodes silent", kind.fullOutage],
    ["outage length", kind.outage],
    ["recovery: first ok", kind.recovery],
    ["recovery: every node", kind.everyNode],
  ] as const;
  const name = `${kind.kind} (${count(kind.n)} of ${count(kind.injected)} counted)`;
  return markup`${waits.map(([wait, survival], i) => survivalRow(i === 0 ? name : "", wait, survival))}`;
}

function survivalRow(kind: string, wait: string, survival: Survival | null): Markup {
  const cells =
    survival === null
      ? ["0", "–", "–", "–", "–", "–", "–"]
      : [
          count(survival.n),
          count(survival.censored),
          survival.p50Ms === null ? "not reached" : ms(survival.p50Ms),
          survival.p90Ms === null ? "not reached" : ms(survival.p90Ms),
          `${survival.censored > 0 ? "≥ " : ""}${ms(survival.meanAtLeastMs)}`,
          `${survival.longestCensored ? "≥ " : ""}${ms(survival.longestMs)}`,
          `−${ms(survival.resolutionMs)}`,
        ];
  return markup`<tr${kind === "" ? nothing : markup` class="first"`}><th>${kind}</th><td>${wait}</td>\
${cells.map((cell) => markup`<td class="n">${cell}</td>`)}</tr>\n`;
}

const EXCLUDED_MAX = 50;

const excluded = (
  faults: readonly { readonly id: string; readonly excluded: string | null }[],
): Markup =>
  markup`<p>Not counted: ${faults
    .slice(0, EXCLUDED_MAX)
    .map((fault) => `${fault.id} (${fault.excluded ?? "no reason given"})`)
    .join(
      ", ",
    )}${faults.length > EXCLUDED_MAX ? ` and ${count(faults.length - EXCLUDED_MAX)} more` : ""}.</p>`;

const ms = (n: number): string => duration(millis(n));
