/** The run for continuous integration: `junit.xml`, one test case a checker. */
import type { RunRecord } from "#core/record.ts";
import type { Verdict } from "#core/verdict.ts";
import { missedIn } from "#core/objectives.ts";
import { clip, list } from "./format.ts";
import { markup, type Markup } from "./markup.ts";
import { againSentence, targetOf, verdictSentences } from "./words.ts";

/**
 * JUnit knows four states: a violation is a failure, an environment that failed an error, and what
 * is unknown is skipped, with its reason: the exit code tells that it is no success.
 */
export function junit(record: RunRecord): string {
  const { plan, results } = record;
  const verdicts = Object.entries(results.verdicts);
  const failures = verdicts.filter(([, verdict]) => typeOf(verdict) !== "").length;
  const skipped = verdicts.filter(([, verdict]) => verdict.valid === "unknown").length;
  const errors = results.interrupted === null ? 0 : 1;
  const suite = `ordeal ${plan.workload} on ${targetOf(plan)} (${plan.environment})`;
  const counts = markup`tests="${verdicts.length + 1}" failures="${failures}" errors="${errors}" \
skipped="${skipped}"`;
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="${suite}" ${counts}>
    <properties>
      <property name="seed" value="${plan.seed}"/>
      <property name="command" value="${againSentence(plan)}"/>
    </properties>
    ${completion(suite, results.interrupted)}
    ${verdicts.map(([name, verdict]) => testCase(suite, name, verdict))}\
<system-out>${clip(results.summary, TEXT_MAX)}</system-out>
  </testsuite>
</testsuites>
`.text;
}

/** Enough to read, never so much that a server refuses the file. */
const TEXT_MAX = 20_000;
const MESSAGE_MAX = 1000;

function completion(suite: string, interrupted: string | null): Markup {
  if (interrupted === null) return markup`<testcase classname="${suite}" name="run"/>`;
  return markup`<testcase classname="${suite}" name="run">
      <error type="interrupted" message="${clip(interrupted, MESSAGE_MAX)}"/>
    </testcase>`;
}

function testCase(suite: string, name: string, verdict: Verdict): Markup {
  const open = markup`<testcase classname="${suite}" name="${name}"`;
  const type = typeOf(verdict);
  if (verdict.valid === true && type === "") return markup`${open}/>\n    `;
  const sentences = verdictSentences(name, verdict);
  const message = clip(sentences[0] ?? "", MESSAGE_MAX);
  if (verdict.valid === "unknown") {
    return markup`${open}>
      <skipped message="${message}"/>
    </testcase>\n    `;
  }
  return markup`${open}>
      <failure type="${type}" message="${message}">${clip(sentences.join("\n"), TEXT_MAX)}</failure>
    </testcase>\n    `;
}

/** Of a failure; empty for what is none. */
function typeOf(verdict: Verdict): string {
  if (verdict.valid === "unknown") return "";
  if (verdict.valid) return missedIn(verdict).length > 0 ? "objective-missed" : "";
  return list([...new Set(verdict.anomalies.map((anomaly) => anomaly.name))]);
}
