/** The colours of both drawings, light and dark; every status also has a shape and a word. */

/*
 * ok: blue, filled. info: orange, hatched, open to the right. fail: pink, hollow and dashed. The core
 * has a thick border; what finds no place a red one, and a cross.
 */
export const PALETTE = `
  :root, svg { --ground: #ffffff; --ink: #1b1f24; --faint: #68707a; --line: #d5dae0; --lane: #f5f7f9;
    --ok: #a9d3fb; --ok-line: #2274b8; --info: #ffd08a; --info-line: #b36b00; --fail: #ffffff;
    --fail-line: #c2447f; --core: #111418; --stuck: #c8102e; --point: #111418; --mark: #e9e2f7; }
  @media (prefers-color-scheme: dark) { :root, svg { --ground: #14171b; --ink: #e8eaed;
    --faint: #9aa3ad; --line: #363c44; --lane: #1a1e23; --ok: #1d4f7d; --ok-line: #6db7f2;
    --info: #6b4511; --info-line: #f0a94a; --fail: #14171b; --fail-line: #ea86b4; --core: #ffffff;
    --stuck: #ff6b7d; --point: #ffffff; --mark: #2c2640; } }`;

export const BAR_STYLE = `
  .bar rect { stroke-width: 1; }
  .ok rect { fill: var(--ok); stroke: var(--ok-line); }
  .info rect { fill: url(#hatch); stroke: var(--info-line); stroke-dasharray: 6 3; }
  .fail rect { fill: var(--fail); stroke: var(--fail-line); stroke-dasharray: 2 2; }
  .core rect { stroke: var(--core); stroke-width: 2.5; stroke-dasharray: none; }
  .stuck rect { stroke: var(--stuck); stroke-width: 3; stroke-dasharray: none; }
  .bar text { fill: var(--ink); pointer-events: none; }
  .bar .cross { fill: var(--stuck); font-weight: bold; }
  .lane { fill: var(--lane); } .grid { stroke: var(--line); } .mark { fill: var(--mark); }
  .faint { fill: var(--faint); } .path { fill: none; stroke: var(--point); stroke-width: 1.5; opacity: .55; }
  .point { fill: var(--point); } .number { fill: var(--ground); font-weight: bold; text-anchor: middle; }
  .fold { stroke: var(--faint); stroke-dasharray: 3 4; }`;

export const HATCH = `<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" style="fill:var(--info)"/><line x1="0" y1="0" x2="0" y2="7" style="stroke:var(--info-line);stroke-width:1.2;opacity:.55"/></pattern>`;
