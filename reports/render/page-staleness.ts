/** How old reads were as numbers, in all and at each node. */
import type { Distribution } from "#core/quantiles.ts";
import type { Staleness } from "#core/staleness.ts";
import { millis } from "#core/units.ts";
import type { Digest } from "./digest.ts";
import { capital, clip, count, duration, percent, plural, sentence } from "./format.ts";
import { markup, nothing, type Markup } from "./markup.ts";
import { stalenessOf } from "./measured.ts";
import { stalenessSentence } from "./staleness.ts";

const NODES_MAX = 100;

export function stalenessSection({ results }: Digest, picture: Markup): Markup {
  const figures = stalenessOf(results);
  if (figures === null || figures.total.reads === 0) return nothing;
  const { total, nodes, unmeasured } = figures;
  const open = unmeasured === 0 ? "" : ` Nothing is known of ${plural(unmeasured, "more read")}.`;
  return markup`<section><h2>Staleness</h2>
<p>${capital(sentence(stalenessSentence(figures)))} Reads of the fault phase count. The age of one is \
the time from the first acknowledgement of something newer to its own beginning; what overlapped in \
time may have come in either order, so each age is at least what it says.${open}</p>
${picture}
<div class="wide"><table><thead><tr><th>Reads</th>\
${COLUMNS.map(([heading]) => markup`<th class="n">${heading}</th>`)}</tr></thead><tbody>
${row("total", total)}${nodes.slice(0, NODES_MAX).map((one) => row(clip(one.node, 60), one))}\
</tbody></table></div>
</section>`;
}

const COLUMNS: readonly (readonly [heading: string, cell: (one: Staleness) => string])[] = [
  ["reads", ({ reads }) => count(reads)],
  ["stale", ({ stale }) => count(stale)],
  ["share", ({ reads, stale }) => (reads === 0 ? "no data" : percent(stale / reads, 1))],
  ["age mean", ({ ageMs }) => time(ageMs?.mean)],
  ["median", ({ ageMs }) => time(ageMs?.p50)],
  ["p95", ({ ageMs }) => time(ageMs?.p95)],
  ["p99", ({ ageMs }) => time(ageMs?.p99)],
  ["oldest", ({ ageMs }) => time(ageMs?.max)],
  ["missed p95", ({ missed }) => whole(missed, "p95")],
  ["missed most", ({ missed }) => whole(missed, "max")],
];

const row = (name: string, one: Staleness): Markup =>
  markup`<tr><th>${name}</th>\
${COLUMNS.map(([, cell]) => markup`<td class="n">${cell(one)}</td>`)}</tr>\n`;

const time = (value: number | undefined): string =>
  value === undefined ? "no data" : duration(millis(value));

const whole = (missed: Distribution | null, of: "p95" | "max"): string =>
  missed === null ? "no data" : count(missed[of]);
