/** The run as one self-contained page: no script, no resource from elsewhere. */
import type { Digest } from "./digest.ts";
import { clip, count, duration, list, plural } from "./format.ts";
import { chartFigure, type Picture } from "./page-charts.ts";
import { faultTable } from "./page-faults.ts";
import { availabilitySection } from "./page-availability.ts";
import { recoverySection } from "./page-recovery.ts";
import { stalenessSection } from "./page-staleness.ts";
import { spaceTimeSection } from "./page-space-time.ts";
import { STYLE } from "./page-style.ts";
import { verdictSection, violations } from "./page-verdicts.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { statsOf } from "./measured.ts";
import { markOf, MARKS } from "./palette.ts";
import { remarksOf } from "./remarks.ts";
import { againSentence, headline, openingOf, targetOf } from "./words.ts";
import { millis } from "#core/units.ts";

/** `failures` say what could not be made, in sentences. */
export function page(
  digest: Digest,
  pictures: ReadonlyMap<string, Picture>,
  failures: readonly string[],
): string {
  const { plan, results } = digest;
  const title = `${headline(results.valid)}: ${plan.workload} on ${targetOf(plan)}`;
  const figure = (name: string): Markup => chartFigure(pictures.get(name));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title} · Ordeal</title>
${STYLE}
</head>
<body>
${header(digest, title)}
<main>
${failures.map((failure) => markup`<p class="missing">A report is missing: ${failure}</p>`)}
${violations(digest)}
${spaceTimeSection(digest)}
${verdictSection(digest)}
${availabilitySection(digest, [figure("availability"), figure("goodput")])}
${recoverySection(digest, figure("recovery"))}
${stalenessSection(digest, figure("staleness"))}
<section><h2>Latency and rate</h2>
${figure("latency-raw")}${figure("latency-quantiles")}${figure("rate")}
</section>
${faultTable(digest)}
${operationsSection(digest)}
${runSection(digest)}
</main>
</body>
</html>
`.text;
}

/** Nothing is ever fetched, nothing ever runs, whatever slipped in. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** More than a screenful is not a summary; results.json has it all. */
const SUMMARY_MAX = 8000;

function header({ plan, results, history, end }: Digest, title: string): Markup {
  const mark = markOf(results.valid);
  const nemesis = plan.nemesis.length === 0 ? "no faults" : list(plan.nemesis);
  const bugs = plan.bugs.length === 0 ? "" : ` · bug ${list(plan.bugs)}`;
  return markup`<header class="${mark}">
<h1><span class="sign">${MARKS[mark].sign}</span> ${title}</h1>
<p class="lead">${clip(openingOf(plan, results), SUMMARY_MAX)}</p>
${remarksOf(history).map((words) => markup`<p>${clip(words, SUMMARY_MAX)}</p>`)}
<p class="facts">${plan.environment} · ${plural(plan.nodes.length, "node")} · ${nemesis} · \
${plural(plan.concurrency, "client")} · ${duration(end)} · seed ${plan.seed}${bugs}</p>
<pre class="again" title="does it again">${againSentence(plan)}</pre>
</header>`;
}

function operationsSection({ results }: Digest): Markup {
  const stats = statsOf(results);
  if (stats === null) return nothing;
  const rows = [...Object.entries(stats.words), ["all", stats.total] as const];
  return markup`<section><h2>Operations</h2><table><thead><tr><th>word</th>\
<th class="n">attempts</th><th class="n ok">● ok</th><th class="n fail">× fail</th>\
<th class="n info">▲ info</th><th>errors</th></tr></thead><tbody>
${rows.map(
  ([word, n]) => markup`<tr><th>${word}</th><td class="n">${count(n.attempts)}</td>\
<td class="n">${count(n.ok)}</td><td class="n">${count(n.fail)}</td><td class="n">${count(n.info)}</td>\
<td>${errorsOf(n.errors)}</td></tr>\n`,
)}</tbody></table></section>`;
}

const ERRORS_MAX = 6;

function errorsOf(errors: Readonly<Record<string, number>>): string {
  const all = Object.entries(errors);
  const shown = all.slice(0, ERRORS_MAX).map(([code, n]) => `${code} ${count(n)}`);
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [`${count(more)} more codes`] : [])].join(", ");
}

function runSection({ plan, results, phases, history }: Digest): Markup {
  const pace = plan.rate === 0 ? "as fast as they answer" : `${count(plan.rate)}/s`;
  const facts: readonly (readonly [string, string])[] = [
    ["run", plan.run],
    ["Ordeal", plan.ordeal],
    ["nodes", plan.nodes.join(" ")],
    ["pace", pace],
    ["time limit", duration(millis(plan.timeLimitMs))],
    ["operation timeout", duration(millis(plan.operationTimeoutMs))],
    ["options", JSON.stringify(plan.options)],
    ["events", count(history.length)],
    ["SHA-256 of the history", results.historyHash],
    ...phases.map(({ phase, began, ended }): readonly [string, string] => [
      `phase ${phase}`,
      `${duration(began)} to ${ended === null ? "the end" : duration(ended)}`,
    ]),
  ];
  return markup`<section><h2>The run</h2><table class="facts"><tbody>
${facts.map(([name, value]) => markup`<tr><th>${name}</th><td>${value}</td></tr>\n`)}\
</tbody></table></section>`;
}
