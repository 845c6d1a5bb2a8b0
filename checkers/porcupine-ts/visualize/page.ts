/** An interactive page in one file: nothing is fetched, and nothing in a value can become markup. */
import type { Operation } from "../operation.ts";
import { escapeMarkup, escapeScript } from "./markup.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PALETTE } from "./palette.ts";
import { type Picture, type PictureOptions, makePicture } from "./picture.ts";
import { svgOf } from "./svg.ts";

/**
 * Its size does not grow with the history beyond `barsMax` operations: of a longer one, those
 * around the trouble are drawn, and the rest is in the overview. Without scripts, the still drawing
 * is seen.
 */
export function drawPage(operations: readonly Operation[], options: PictureOptions): string {
  const picture = makePicture(operations, options);
  const title = escapeMarkup(picture.title);
  const verdict = picture.broken ? "✗ not linearizable" : "history";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${PALETTE}${STYLE}</style></head><body>
<header><h1>${title} <span class="${picture.broken ? "broken" : "faint"}">${verdict}</span>
<small class="faint">${picture.operations} operations, ${picture.events} events${leftOut(picture)}</small></h1>
${picture.sentences.map((sentence) => `<p>${escapeMarkup(sentence)}</p>`).join("\n")}</header>
<div id="still">${svgOf({ ...picture, sentences: [] })}</div>
<main id="live" hidden>
<nav>${button("trouble", "The trouble", "Fold what is far from it")}${button("whole", "Whole history", "One even axis")}${button("closer", "+", "Closer")}${button("farther", "−", "Farther")}${picture.broken ? button("before", "‹", "Previous operation of the trouble") + button("after", "›", "Next operation of the trouble") : ""}
<label>Find <input id="find" type="search" size="14" placeholder="id or text"></label> <span id="orders"></span>
<span class="legend"><i class="ok"></i>ok <i class="info"></i>no answer, open → <i class="fail"></i>refused${picture.broken ? ` <i class="ok core"></i>impossible together <i class="ok stuck">✗</i>finds no place <i class="point">1</i>place in the order` : ""}</span></nav>
<canvas id="overview" aria-label="Overview: operations open over the whole history"></canvas>
<div class="columns"><div id="scroller"><canvas id="timeline" tabindex="0" aria-label="Operations by process. Arrow keys move, + and - zoom, n and p go through the trouble."></canvas></div>
<aside id="detail" aria-live="polite"></aside></div>
<p class="faint">Drag to move, Ctrl and wheel to zoom, point at an operation for its longest order, click to keep it.</p></main>
<script type="application/json" id="data">${escapeScript(compact(picture))}</script>
<script>${PAGE_SCRIPT}</script>
</body></html>
`;
}

const button = (id: string, words: string, hint: string): string =>
  `<button type="button" id="${id}" title="${hint}">${words}</button>`;

const leftOut = ({ operations, bars }: Picture): string =>
  operations > bars.length ? `, of which ${bars.length} around the trouble are drawn` : "";

const STATUSES = ["ok", "info", "fail"] as const;
const PARTS = ["other", "core", "stuck"] as const;

/** Rows instead of records, and each text once. */
function compact(picture: Picture): unknown {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const bars = picture.bars.map((bar) => [
    bar.id,
    numberOf(bar.process),
    bar.lane,
    bar.from,
    bar.to ?? -1,
    bar.end,
    STATUSES.indexOf(bar.status),
    numberOf(bar.label),
    PARTS.indexOf(bar.part),
  ]);
  const orders = picture.orders.map(({ steps, hindrances }) => ({
    steps: steps.map(({ bar, at, state }) => [bar, at, numberOf(state)]),
    hindrances: hindrances.map(numberOf),
  }));
  const { events, marks, segments, density, broken } = picture;
  return { bars, orders, events, marks, segments, density, broken, strings: [...numbers.keys()] };
}

const STYLE = `
  body { margin: 0; padding: 12px 18px; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
  h1 { font-size: 20px; margin: 4px 0 8px; } h2 { font-size: 15px; margin: 0; overflow-wrap: anywhere; } h3 { font-size: 13px; margin: 10px 0 2px; }
  header p { margin: 2px 0; max-width: 110ch; overflow-wrap: anywhere; } small { font-weight: normal; font-size: 13px; }
  .faint { color: var(--faint); } .broken { color: var(--stuck); }
  nav { margin: 10px 0 8px; display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
  button, input { font: inherit; color: inherit; background: var(--lane); border: 1px solid var(--line); border-radius: 4px; padding: 2px 9px; }
  button:hover, button:focus-visible, input:focus-visible { border-color: var(--ink); }
  #orders { display: inline-flex; gap: 6px; flex-wrap: wrap; }
  canvas { display: block; width: 100%; } #overview { cursor: pointer; border-radius: 4px; margin-bottom: 8px; }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 14px; }
  #scroller { max-height: 74vh; overflow-y: auto; } #timeline { cursor: grab; outline-offset: -2px; }
  #detail { font-size: 13px; max-height: 74vh; overflow-y: auto; } #detail p { margin: 3px 0; } ol, ul { margin: 2px 0; padding-left: 26px; overflow-wrap: anywhere; }
  .here { font-weight: bold; } .legend { margin-left: auto; display: inline-flex; flex-wrap: wrap; gap: 5px; align-items: center; font-size: 13px; }
  .legend i { display: inline-block; width: 22px; height: 12px; border: 1px solid; border-radius: 3px; margin-left: 8px; font: bold 11px/12px system-ui; text-align: center; }
  i.ok { background: var(--ok); border-color: var(--ok-line); } i.fail { background: var(--fail); border: 1px dotted var(--fail-line); }
  i.info { background: repeating-linear-gradient(45deg, var(--info) 0 4px, var(--info-line) 4px 5px); border: 1px dashed var(--info-line); }
  i.core { border: 2px solid var(--core); } i.stuck { border: 2px solid var(--stuck); color: var(--stuck); }
  i.point { background: var(--point); color: var(--ground); border: 0; border-radius: 9px; width: 14px; height: 14px; line-height: 14px; }
  @media (max-width: 800px) { .columns { grid-template-columns: 1fr; } }`;
