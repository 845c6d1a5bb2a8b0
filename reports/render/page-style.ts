/** The page's looks: light, dark and on paper. */
import { markup, type Markup } from "./markup.ts";

export const STYLE: Markup = markup`<style>
:root { --ink: #1f2430; --quiet: #5d6675; --paper: #fff; --panel: #f6f7f9; --line: #e0e3e9;
  --ok: #2f86d6; --info: #e08700; --fail: #e0218a; --good: #1b7f4b; --bad: #c2185b; --open: #a86500; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --quiet: #9aa3b2; --paper: #14171d;
  --panel: #1c2028; --line: #323844; --ok: #5aa9f0; --info: #f0a63c; --fail: #ff62ad;
  --good: #4cc38a; --bad: #ff6aa2; --open: #f0b35a; }
  figure img, svg.space-time { filter: invert(0.91) hue-rotate(180deg); } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
header, main { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 19px; margin: 44px 0 10px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
h3 { font-size: 16px; margin: 0 0 6px; }
header.valid .sign, .mark.valid { color: var(--good); }
header.violation .sign, .mark.violation { color: var(--bad); }
header.unknown .sign, .mark.unknown, .mark.missed { color: var(--open); }
.lead { font-size: 17px; margin: 0 0 10px; overflow-wrap: anywhere; }
.facts { color: var(--quiet); }
p, li, td { overflow-wrap: anywhere; }
pre.again { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  padding: 10px 14px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13.5px; }
pre.again::before { content: "$ "; color: var(--quiet); }
table { border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; font-weight: normal;
  border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: 13px; vertical-align: bottom; }
tbody th { font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.mark { font-weight: 600; white-space: nowrap; }
th.ok { color: var(--ok); } th.info { color: var(--info); } th.fail { color: var(--fail); }
tr.unproven td { color: var(--quiet); }
.facts th { color: var(--quiet); font-weight: normal; }
.facts td { font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; margin: 14px 0 20px; }
.assumptions { list-style: none; margin: 6px 0 0; padding: 0; color: var(--quiet); font-size: 13.5px; }
.missing, .warning { border-left: 3px solid var(--open); padding-left: 10px; }
figure { margin: 14px 0 22px; }
figure img { display: block; width: 100%; height: auto; border-radius: 4px; }
figcaption { color: var(--quiet); font-size: 13px; margin-top: 6px; }
article.violation { border-left: 4px solid var(--bad); padding-left: 16px; margin: 18px 0 30px; }
.explanation { font-size: 16px; margin: 0 0 8px; white-space: pre-line; }
.culprits { margin: 8px 0 12px; padding-left: 26px; }
details summary { cursor: pointer; color: var(--quiet); }
.swatch { vertical-align: -2px; }
svg.space-time { display: block; border-radius: 4px; }
svg.timeline { display: block; font: 11px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
.timeline .row { text-anchor: end; fill: var(--quiet); }
.timeline .time { fill: var(--quiet); font-size: 10px; font-variant-numeric: tabular-nums; }
.timeline .rule, .timeline .tick { stroke: var(--line); stroke-width: 1; }
.timeline .fault-name { fill: var(--quiet); paint-order: stroke; stroke: var(--paper); stroke-width: 3; }
.timeline .bar { fill-opacity: 0.28; stroke-width: 1; }
.timeline .ok { --c: var(--ok); } .timeline .info { --c: var(--info); } .timeline .fail { --c: var(--fail); }
.timeline .bar { fill: var(--c); stroke: var(--c); }
.timeline .info .bar { stroke-dasharray: 5 2; } .timeline .fail .bar { stroke-dasharray: 1.5 2; }
.timeline .tail { stroke: var(--c); stroke-dasharray: 3 4; }
.timeline .accused .bar { fill-opacity: 0.55; stroke: var(--bad); stroke-width: 2.5; }
.timeline .word { paint-order: stroke; stroke: var(--paper); stroke-width: 2.5; stroke-opacity: 0.75; }
.timeline .accused .word { font-weight: 600; }
.timeline .badge { fill: var(--bad); } .timeline .number { fill: #fff; text-anchor: middle;
  font-weight: 700; font-size: 10px; }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #ccc; }
  header, main { max-width: none; padding: 0; } figure, article, tr { break-inside: avoid; }
  figure img, svg.space-time { filter: none; } .wide { overflow: visible; }
  svg.timeline, svg.space-time { max-width: 100%; height: auto; } h2 { break-after: avoid; } }
</style>`;
