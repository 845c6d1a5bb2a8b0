/** Hatchings that tell areas apart without colour. */
import type { Hatch } from "#reports/render/palette.ts";
import type { Box, Ink } from "./ink.ts";

/** Fills a box with lines or dots in the current stroke style, `gap` pixels apart. */
export function hatch(ink: Ink, kind: Hatch, box: Box, gap: number): void {
  ink.save();
  ink.beginPath();
  ink.rect(box.x, box.y, box.width, box.height);
  ink.clip();
  ink.beginPath();
  if (kind === "dotted") dots(ink, box, gap);
  if (kind === "barred") for (const shift of [0, gap / 4]) uprights(ink, box, gap, shift);
  if (kind === "waved") waves(ink, box, gap);
  if (kind === "checked") squares(ink, box, gap);
  if (kind === "level" || kind === "grid" || kind === "woven") levels(ink, box, gap);
  if (kind === "upright" || kind === "grid") uprights(ink, box, gap);
  if (kind === "rising" || kind === "crossed" || kind === "woven") slants(ink, box, gap, -1);
  if (kind === "falling" || kind === "crossed") slants(ink, box, gap, 1);
  ink.stroke();
  ink.restore();
}

/** Diagonals at 45°: `slope` 1 falls to the right, -1 rises. */
function slants(ink: Ink, { x, y, width, height }: Box, gap: number, slope: 1 | -1): void {
  const top = slope === 1 ? y : y + height;
  // Lines start from multiples of the gap, so that neighbouring boxes continue each other.
  for (let at = Math.floor((x - height) / gap) * gap; at < x + width; at += gap) {
    ink.moveTo(at, top);
    ink.lineTo(at + height, top + slope * height);
  }
}

function uprights(ink: Ink, { x, y, width, height }: Box, gap: number, shift = 0): void {
  for (let at = Math.ceil(x / gap) * gap + shift; at < x + width; at += gap) {
    ink.moveTo(at, y);
    ink.lineTo(at, y + height);
  }
}

function levels(ink: Ink, { x, y, width, height }: Box, gap: number): void {
  for (let at = y + gap / 2; at < y + height; at += gap) {
    ink.moveTo(x, at);
    ink.lineTo(x + width, at);
  }
}

/** Zigzags from side to side, a gap apart. */
function waves(ink: Ink, { x, y, width, height }: Box, gap: number): void {
  const half = gap / 2;
  for (let row = y + half; row < y + height + half; row += gap) {
    const start = Math.floor(x / gap) * gap;
    ink.moveTo(start, row);
    for (let at = start + half, up = true; at <= x + width + half; at += half, up = !up)
      ink.lineTo(at, row + (up ? -half / 2 : half / 2));
  }
}

/** Small ones, row by row shifted by half their distance. */
function squares(ink: Ink, { x, y, width, height }: Box, gap: number): void {
  const side = gap / 3;
  for (let row = y + side, odd = 0; row < y + height; row += gap / 2, odd = 1 - odd) {
    const start = Math.ceil(x / gap) * gap + (odd * gap) / 2;
    for (let at = start; at < x + width; at += gap) {
      ink.moveTo(at, row);
      ink.lineTo(at + side, row);
      ink.lineTo(at + side, row + side);
      ink.lineTo(at, row + side);
      ink.lineTo(at, row);
    }
  }
}

function dots(ink: Ink, { x, y, width, height }: Box, gap: number): void {
  for (let row = y + gap / 2, odd = 0; row < y + height; row += gap, odd = 1 - odd) {
    const start = Math.ceil(x / gap) * gap + (odd * gap) / 2;
    for (let at = start; at < x + width; at += gap) {
      ink.moveTo(at - 0.75, row);
      ink.lineTo(at + 0.75, row);
    }
  }
}
