/** The verdicts on the page: violations first, each with its timeline, then every checker. */
import type { AssumptionFigures, NonlinearizableEvidence } from "#core/evidence.ts";
import type { Operation } from "#core/history.ts";
import type { Anomaly, Verdict } from "#core/verdict.ts";
import type { Digest } from "./digest.ts";
import { capital, clip, count, plural, sentence } from "./format.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { markOfVerdict, MARKS } from "./palette.ts";
import { timelineOf } from "./timeline.ts";
import { operationSentence, verdictSentences } from "./words.ts";

/** The first ones tell the story; a thousand more would tell it no better. */
const DRAWN_MAX = 5;
const LISTED_MAX = 50;
const CULPRITS_MAX = 12;
const TEXT_MAX = 4000;

export function violations(digest: Digest): Markup {
  const found = Object.entries(digest.results.verdicts).flatMap(([checker, verdict]) =>
    verdict.valid === false ? verdict.anomalies.map((anomaly) => ({ checker, anomaly })) : [],
  );
  if (found.length === 0) return nothing;
  const more = found.length - LISTED_MAX;
  const rest = more > 0 ? markup`<p>${count(more)} more are in results.json.</p>` : nothing;
  return markup`<section><h2>What was violated</h2>
${found.slice(0, LISTED_MAX).map(({ checker, anomaly }, i) => violation(digest, checker, anomaly, i))}
${rest}</section>`;
}

function violation(digest: Digest, checker: string, anomaly: Anomaly, i: number): Markup {
  const timeline = i < DRAWN_MAX ? timelineOf(digest, anomaly, `v${i}`) : null;
  const drawing =
    timeline === null
      ? nothing
      : markup`<figure><div class="wide">${timeline.svg}</div>\
<figcaption>${timeline.caption}</figcaption></figure>`;
  return markup`<article class="violation"><h3>${checker}: ${anomaly.name}</h3>
<p class="explanation">${clip(sentence(anomaly.explanation), TEXT_MAX)}</p>
${culprits(digest.operations, anomaly.operations)}${drawing}${longestOrder(digest, anomaly)}</article>
`;
}

function culprits(operations: readonly Operation[], indexes: readonly number[]): Markup {
  const byIndex = new Map(operations.map((operation) => [operation.index, operation]));
  const known = indexes.flatMap((index) => byIndex.get(index) ?? []);
  if (known.length === 0) return nothing;
  const more = known.length - CULPRITS_MAX;
  const rest = more > 0 ? markup`<p>… and ${plural(more, "more operation")}.</p>` : nothing;
  return markup`<ol class="culprits">${known
    .slice(0, CULPRITS_MAX)
    .map(
      (operation) => markup`<li>${clip(operationSentence(operation), 1000)}</li>\n`,
    )}</ol>${rest}`;
}

/** How far a search for a legal order got: the steps before the one that nothing explains. */
function longestOrder(digest: Digest, { evidence }: Anomaly): Markup {
  if (!isOrder(evidence) || evidence.longestOrder.length === 0) return nothing;
  const wanted = new Set(evidence.longestOrder);
  const byIndex = new Map(
    digest.operations.filter((op) => wanted.has(op.index)).map((op) => [op.index, op]),
  );
  const steps = evidence.longestOrder.slice(-CULPRITS_MAX);
  const skipped = evidence.longestOrder.length - steps.length;
  return markup`<details><summary>The longest order found that explains its answers \
(${plural(evidence.longestOrder.length, "operation")})</summary><ol start="${skipped + 1}">
${steps.map((index) => {
  const operation = byIndex.get(index);
  return operation === undefined
    ? nothing
    : markup`<li>${clip(operationSentence(operation), 500)}</li>\n`;
})}</ol></details>`;
}

const isOrder = (evidence: unknown): evidence is NonlinearizableEvidence =>
  typeof evidence === "object" &&
  evidence !== null &&
  "longestOrder" in evidence &&
  Array.isArray(evidence.longestOrder);

export function verdictSection({ results }: Digest): Markup {
  return markup`<section><h2>Verdicts</h2><table class="verdicts"><tbody>
${Object.entries(results.verdicts).map(([name, verdict]) => verdictRow(name, verdict))}\
</tbody></table></section>`;
}

function verdictRow(name: string, verdict: Verdict): Markup {
  const mark = markOfVerdict(verdict);
  const [first = "", ...rest] = verdictSentences(name, verdict);
  const found = plural(rest.length + 1, "anomaly", "anomalies");
  const words =
    verdict.valid === false ? `${found}, above.` : capital(first.slice(name.length + 2));
  const more =
    verdict.valid === false || rest.length === 0
      ? ""
      : ` (and ${plural(rest.length, "more", "more")})`;
  return markup`<tr><td class="mark ${mark}"><span class="sign">${MARKS[mark].sign}</span> \
${MARKS[mark].word}</td><th>${name}</th><td>${clip(words, TEXT_MAX)}${more}${assumptions(verdict)}</td>\
</tr>\n`;
}

/** What was looked at before the verdicts were believed. */
function assumptions({ details }: Verdict): Markup {
  if (!areAssumptions(details)) return nothing;
  return markup`<ul class="assumptions">${details.assumptions.map(
    ({ holds, sentence }) => markup`<li>${holds ? "✓" : "✗"} ${clip(sentence, 500)}</li>\n`,
  )}</ul>`;
}

const areAssumptions = (details: unknown): details is AssumptionFigures =>
  typeof details === "object" &&
  details !== null &&
  "assumptions" in details &&
  Array.isArray(details.assumptions);
