/** The one palette of all pictures; status is never colour alone, each has its own shape too. */
import type { FaultKind } from "#core/fault.ts";
import { missedIn } from "#core/objectives.ts";
import type { Verdict } from "#core/verdict.ts";

export type Status = "ok" | "info" | "fail";
export const STATUSES: readonly Status[] = ["ok", "info", "fail"];

/** A point's shape as chart.js names it, a line's dashes, and the sign that text uses. */
export interface StatusStyle {
  readonly color: string;
  readonly shape: "circle" | "triangle" | "crossRot";
  readonly dashes: readonly number[];
  readonly sign: string;
  readonly meaning: string;
}

/** The hues are Jepsen's (blue, orange, pink), darkened until they can be read on white. */
export const STATUS_STYLES: Readonly<Record<Status, StatusStyle>> = {
  ok: { color: "#2f86d6", shape: "circle", dashes: [], sign: "●", meaning: "happened" },
  info: { color: "#e08700", shape: "triangle", dashes: [8, 3], sign: "▲", meaning: "may have" },
  fail: { color: "#e0218a", shape: "crossRot", dashes: [2, 3], sign: "×", meaning: "did not" },
};

export type Hatch =
  | "rising"
  | "falling"
  | "crossed"
  | "upright"
  | "dotted"
  | "level"
  | "grid"
  | "checked"
  | "woven"
  | "waved"
  | "barred";

export interface FaultStyle {
  readonly color: string;
  readonly hatch: Hatch;
}

/** Muted, so that outcomes stay in front; every kind has its own hatching. */
export const FAULT_STYLES: Readonly<Record<FaultKind, FaultStyle>> = {
  partition: { color: "#7d5fb2", hatch: "rising" },
  kill: { color: "#4d5560", hatch: "crossed" },
  pause: { color: "#6f7f2a", hatch: "upright" },
  clock: { color: "#1f8a7d", hatch: "dotted" },
  packet: { color: "#b0662b", hatch: "level" },
  disk: { color: "#3f8f3a", hatch: "grid" },
  zone: { color: "#8c4a86", hatch: "waved" },
  "bit-flip": { color: "#a33d3d", hatch: "checked" },
  byzantine: { color: "#c2410c", hatch: "barred" },
  membership: { color: "#2f6f9f", hatch: "woven" },
};

export const INK = "#1f2430";
export const QUIET = "#5d6675";
export const GRID = "#e3e6eb";
export const PAPER = "#ffffff";

export type Mark = "valid" | "violation" | "unknown" | "missed";

export const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly word: string }>> = {
  valid: { sign: "✓", word: "valid" },
  violation: { sign: "✗", word: "violation" },
  unknown: { sign: "?", word: "unknown" },
  missed: { sign: "✗", word: "missed" },
};

/** A missed objective is marked as what it is. */
export const markOfVerdict = (verdict: Verdict): Mark =>
  verdict.valid === true && missedIn(verdict).length > 0 ? "missed" : markOf(verdict.valid);

export const markOf = (valid: boolean | "unknown"): Mark =>
  valid === true ? "valid" : valid === false ? "violation" : "unknown";
