/** The run on one page of Markdown, for the step summary of continuous integration. */
import type { FaultWindow } from "#core/fault.ts";
import type { Verdict } from "#core/verdict.ts";
import type { Digest } from "./digest.ts";
import { clip, count, duration, moment, percent, plural } from "./format.ts";
import { code, markdown, type Markdown } from "./markdown.ts";
import { availabilityOf, stalenessOf, statsOf } from "./measured.ts";
import { markOf, markOfVerdict, MARKS } from "./palette.ts";
import { millis } from "#core/units.ts";
import { remarksOf } from "./remarks.ts";
import { stalenessSentence } from "./staleness.ts";
import { againSentence, headline, targetOf, verdictSentences } from "./words.ts";

const ANOMALIES_MAX = 10;
const FAULTS_MAX = 100;
const TEXT_MAX = 2000;

/** Well below the mebibyte that GitHub takes, however large the run. */
export function summary(digest: Digest, failures: readonly string[]): string {
  const { plan, results, history } = digest;
  const mark = MARKS[markOf(results.valid)];
  const title = `${headline(results.valid)}: ${plan.workload} on ${targetOf(plan)}`;
  const again = clip(againSentence(plan), TEXT_MAX);
  return markdown`## ${mark.sign} ${clip(title, TEXT_MAX)}

${clip(results.summary, TEXT_MAX)}
${remarksOf(history).map((words) => markdown`\n${clip(words, TEXT_MAX)}\n`)}
| | checker | verdict |
| --- | --- | --- |
${Object.entries(results.verdicts).map(([name, verdict]) => verdictRow(name, verdict))}
${operations(digest)}${availability(digest)}${staleness(digest)}${faults(digest.faults)}\
${failures.map((failure) => markdown`> A report is missing: ${clip(failure, TEXT_MAX)}\n\n`)}\
Again: ${code(again)}
`.text;
}

function verdictRow(name: string, verdict: Verdict): Markdown {
  const mark = MARKS[markOfVerdict(verdict)];
  const sentences = verdictSentences(name, verdict).map((words) =>
    clip(words.slice(name.length + 2), TEXT_MAX),
  );
  const shown = sentences.slice(0, ANOMALIES_MAX);
  const more = sentences.length - shown.length;
  const rest = more > 0 ? markdown`<br>… and ${count(more)} more` : markdown``;
  const lines = shown.map((words, i) => (i === 0 ? markdown`${words}` : markdown`<br>${words}`));
  return markdown`| ${mark.sign} ${mark.word} | ${name} | ${lines}${rest} |\n`;
}

function operations({ results }: Digest): Markdown {
  const stats = statsOf(results);
  if (stats === null) return markdown``;
  const rows = [...Object.entries(stats.words), ["all", stats.total] as const];
  return markdown`
| operation | attempts | ok | fail | info |
| --- | ---: | ---: | ---: | ---: |
${rows.map(
  ([word, n]) =>
    markdown`| ${word} | ${count(n.attempts)} | ${count(n.ok)} | ${count(n.fail)} | ${count(n.info)} |\n`,
)}
`;
}

function availability({ results }: Digest): Markdown {
  const figures = availabilityOf(results);
  if (figures === null) return markdown``;
  const { total, pace } = figures;
  const outage = total.longestOutage;
  const longest =
    outage === null
      ? "no outage"
      : `longest outage ${outage.to === null ? "at least " : ""}${duration(millis(outage.lengthMs))}`;
  const ratio = total.successByTime === null ? "no data" : percent(total.successByTime, 1);
  const late = pace.warning === null ? markdown`` : markdown` ${pace.warning}`;
  const windows = plural(total.windows.length - total.windowsWithoutData, "window");
  return markdown`Availability ${ratio} (${windows} of \
${duration(millis(figures.windowMs))}), ${longest}.${late}

`;
}

function staleness({ results }: Digest): Markdown {
  const figures = stalenessOf(results);
  if (figures === null || figures.total.stale === 0) return markdown``;
  return markdown`Staleness: ${stalenessSentence(figures)}.\n\n`;
}

function faults(windows: readonly FaultWindow[]): Markdown {
  if (windows.length === 0)
    return markdown`
No faults took hold.\n\n
    `;
  const more = windows.length - FAULTS_MAX;
  const rest = more > 0 ? markdown`\n… and ${count(more)} more faults.\n` : markdown``;
  return markdown`<details><summary>${plural(windows.length, "fault")}</summary>

| id | kind | what | began | ended | effect |
| --- | --- | --- | ---: | ---: | --- |
${windows.slice(0, FAULTS_MAX).map(faultRow)}${rest}
</details>

`;
}

function faultRow({ id, fault, began, ended, effect, evidence }: FaultWindow): Markdown {
  const until = ended === null ? "never" : moment(ended);
  const proof = `${effect}: ${clip(evidence, 300)}`;
  return markdown`| ${id} | ${fault.kind} | ${clip(fault.name, 300)} | ${moment(began)} | ${until} \
| ${proof} |\n`;
}
