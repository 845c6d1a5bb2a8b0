/** A failure made small, in words: what is left of it, why it fails, what becomes of it mended. */
import type { Size } from "#core/shrink/case.ts";
import { worst, type Verdict } from "#core/verdict.ts";
import { plural } from "#reports/render/format.ts";
import { shownPath, typedPath } from "../shown-path.ts";
import { sayReason, type Reason } from "./reason.ts";

export interface Shrunk {
  readonly run: string;
  readonly folder: string;
  readonly reason: Reason;
  readonly before: Size;
  readonly after: Size;
  readonly elapsedMs: number;
  readonly story: readonly string[];
  readonly explanation: string;
  /** What became of the same scenario with the bugs off; null where none was on. */
  readonly mended: Mended | null;
}

export interface Mended {
  /** Of the checker that had failed. */
  readonly checker: Verdict["valid"];
  /** Of all checkers together. */
  readonly valid: Verdict["valid"];
  readonly said: string;
}

/** Passing is the failed checker's to say; what the others do not know of so short a run is added. */
export function mendedOf({ checker }: Reason, verdicts: Readonly<Record<string, Verdict>>): Mended {
  const mine = verdicts[checker] ?? { valid: true };
  const whole = Object.values(verdicts).reduce<Verdict>(worst, { valid: true });
  const base = { checker: mine.valid, valid: whole.valid };
  if (mine.valid === "unknown")
    return { ...base, said: `With the bug off ${checker} cannot tell: ${mine.message}` };
  const failed = Object.entries(verdicts).find(([, { valid }]) => valid === false);
  if (failed !== undefined) {
    const [name, verdict] = failed;
    const anomaly = verdict.valid === false ? verdict.anomalies[0].name : "";
    const said = `With the bug off the same scenario still fails: ${sayReason({ checker: name, anomaly })}.`;
    return { ...base, said };
  }
  const passes = `With the bug off the same scenario passes: ${checker} holds`;
  return { ...base, said: `${passes}${whole.valid === "unknown" ? `. ${rest(verdicts)}` : "."}` };
}

function rest(verdicts: Readonly<Record<string, Verdict>>): string {
  const open = Object.entries(verdicts).flatMap(([name, verdict]) =>
    verdict.valid === "unknown" ? [`${name} (${verdict.message})`] : [],
  );
  return `Of the run as a whole nothing more is said, since unknown is: ${open.join("; ")}`;
}

export function shrunkText(shrunk: Shrunk): string {
  const { before, after, reason, elapsedMs, story, explanation, mended } = shrunk;
  const folder = shownPath(shrunk.folder);
  const lines = [
    `From ${saySize(before)}`,
    `to   ${saySize(after)}, in ${(elapsedMs / 1000).toFixed(1)} s.`,
    "",
    ...story.map((line) => `  ${line}`),
    "",
    `${sayReason(reason)}. ${explanation}`,
    ...(mended === null ? [] : [mended.said]),
    `In space and time: ${folder}/space-time.svg, and in ${folder}/report.html`,
    `Again: ordeal replay ${typedPath(shrunk.folder)}`,
  ];
  return `${lines.join("\n")}\n`;
}

export const saySize = ({ faults, operations, nodes, keys, lengthMs }: Size): string =>
  `${plural(faults, "fault")}, ${plural(operations, "operation")}, ${plural(nodes, "node")}, ` +
  `${plural(keys, "key")}, ${(lengthMs / 1000).toFixed(1)} s`;
