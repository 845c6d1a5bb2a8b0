/** The faults of a run as a table: what, when, and how their effect is known. */
import { victimsOf, type FaultWindow } from "#core/fault.ts";
import { nanos } from "#core/units.ts";
import type { Digest } from "./digest.ts";
import { clip, count, duration, moment, plural, some } from "./format.ts";
import { swatch } from "./hatchings.ts";
import { markup, nothing, type Markup } from "./markup.ts";

const ROWS_MAX = 500;

export function faultTable({ faults }: Digest): Markup {
  if (faults.length === 0) {
    return markup`<section><h2>Faults</h2><p>No fault took hold.</p></section>`;
  }
  const more = faults.length - ROWS_MAX;
  const rest = more > 0 ? markup`<p>${plural(more, "further fault")} not shown.</p>` : nothing;
  const unproven = faults.filter((window) => window.effect === "unproven").length;
  const warning =
    unproven === 0
      ? nothing
      : markup`<p>${count(unproven)} had no proven effect and ${unproven === 1 ? "does" : "do"} \
not count.</p>`;
  return markup`<section><h2>Faults</h2>${warning}<div class="wide"><table><thead><tr><th>id</th>\
<th>kind</th><th>what</th><th>victims</th><th class="n">began</th><th class="n">ended</th>\
<th class="n">lasted</th><th>effect</th></tr></thead><tbody>
${faults.slice(0, ROWS_MAX).map(row)}</tbody></table></div>${rest}</section>`;
}

function row(window: FaultWindow): Markup {
  const { id, fault, began, ended, effect, evidence } = window;
  const lasted = ended === null ? "never cured" : duration(nanos(ended - began));
  return markup`<tr class="${effect}"><th>${id}</th><td>${swatch(`s${id}`, fault.kind)} \
${fault.kind}</td><td>${clip(fault.name, 200)}</td><td>${clip(some(victimsOf(fault), 12), 300)}</td>\
<td class="n">${moment(began)}</td><td class="n">${ended === null ? "–" : moment(ended)}</td>\
<td class="n">${lasted}</td><td><b>${effect}</b>: ${clip(evidence, 500)}</td></tr>\n`;
}
