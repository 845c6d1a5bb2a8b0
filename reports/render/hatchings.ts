/** The hatchings of faults as SVG patterns, one a kind: they tell kinds apart without colour. */
import { FAULT_KINDS, type FaultKind } from "#core/fault.ts";
import { markup, type Markup } from "./markup.ts";
import { FAULT_STYLES, type Hatch } from "./palette.ts";

const SIZE = 10;

/** `url(#NAME-KIND)` fills with a kind's hatching. */
export const hatchings = (name: string): Markup =>
  markup`<defs>${FAULT_KINDS.map((kind) => pattern(name, kind))}</defs>`;

function pattern(name: string, kind: FaultKind): Markup {
  const { color, hatch } = FAULT_STYLES[kind];
  return markup`<pattern id="${name}-${kind}" width="${SIZE}" height="${SIZE}" \
patternUnits="userSpaceOnUse"><rect width="${SIZE}" height="${SIZE}" fill="${color}" \
fill-opacity="0.1"/><path d="${PATHS[hatch]}" stroke="${color}" stroke-opacity="0.4" \
stroke-width="1" fill="none"/></pattern>`;
}

const RISING = `M-1 1L1 -1M0 ${SIZE}L${SIZE} 0M${SIZE - 1} ${SIZE + 1}L${SIZE + 1} ${SIZE - 1}`;
const FALLING = `M-1 ${SIZE - 1}L1 ${SIZE + 1}M0 0L${SIZE} ${SIZE}M${SIZE - 1} -1L${SIZE + 1} 1`;

const PATHS: Readonly<Record<Hatch, string>> = {
  rising: RISING,
  falling: FALLING,
  crossed: RISING + FALLING,
  upright: `M${SIZE / 2} 0V${SIZE}`,
  dotted: `M1 2h2M6 7h2`,
  grid: `M${SIZE / 2} 0V${SIZE}M0 ${SIZE / 2}H${SIZE}`,
  barred: `M2 0V${SIZE}M4 0V${SIZE}`,
  waved: "M0 5l2.5 -3l5 6l2.5 -3",
  checked: "M0 0h5v5h-5zM5 5h5v5h-5z",
  woven: `${RISING}M0 ${SIZE / 2}H${SIZE}`,
  level: `M0 ${SIZE / 2}H${SIZE}`,
};

/** A small sample, for legends and tables. */
export const swatch = (name: string, kind: FaultKind): Markup =>
  markup`<svg class="swatch" width="22" height="14" aria-hidden="true">${hatchings(name)}\
<rect width="22" height="14" rx="2" fill="url(#${name}-${kind})"/></svg>`;
