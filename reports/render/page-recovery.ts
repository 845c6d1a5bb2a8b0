/** Impact and recovery as numbers, by kind and fault by fault, censored times included. */
import type { FaultFigures, KindFigures, Wait } from "#core/figures.ts";
import type { Survival } from "#core/survival.ts";
import { millis } from "#core/units.ts";
import type { Digest } from "./digest.ts";
import { count, duration, plural } from "./format.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { recoveryOf } from "./measured.ts";

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
${left.length === 0 ? nothing : excluded(left)}
${faultImpacts(figures.faults)}</section>`;
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
          survival.resolutionMs === 0 ? "–" : `−${ms(survival.resolutionMs)}`,
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

const FAULTS_MAX = 200;

/** What each fault did, also those that the figures of their kind leave out. */
function faultImpacts(faults: readonly FaultFigures[]): Markup {
  const more = faults.length - FAULTS_MAX;
  const rest = more > 0 ? markup`<p>${plural(more, "more fault")} not shown.</p>` : nothing;
  return markup`<details><summary>Fault by fault</summary><div class="wide"><table><thead><tr>\
<th>id</th><th>kind</th><th>episode</th><th class="n">answered</th><th class="n">first failure</th>\
<th class="n">a node silent</th><th class="n">all nodes silent</th><th class="n">longest outage</th>\
<th class="n">first ok</th><th class="n">every node</th></tr></thead><tbody>
${faults.slice(0, FAULTS_MAX).map(impactRow)}</tbody></table></div>${rest}</details>`;
}

function impactRow(fault: FaultFigures): Markup {
  const { longestOutage: outage } = fault;
  const cells = [
    `${count(fault.answered)} of ${count(fault.attempts)}`,
    waitWords(fault.firstFailure, "none in"),
    waitWords(fault.partialOutage, "none in"),
    waitWords(fault.fullOutage, "none in"),
    outage === null ? "none" : `${outage.to === null ? "≥ " : ""}${ms(outage.lengthMs)}`,
    waitWords(fault.recovery, "≥"),
    waitWords(fault.everyNode, "≥"),
  ];
  return markup`<tr><th>${fault.id}</th><td>${fault.kind}</td><td>${fault.episode}</td>\
${cells.map((cell) => markup`<td class="n">${cell}</td>`)}</tr>\n`;
}

const waitWords = (wait: Wait, watched: string): string =>
  wait.happened ? ms(wait.ms) : `${watched} ${ms(wait.watchedMs)}`;

const ms = (n: number): string => duration(millis(n));
