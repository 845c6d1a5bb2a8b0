/** How long recovery took after each fault, kind by kind, those still waiting included. */
import type { FaultFigures, KindFigures, RecoveryFigures, Wait } from "#core/figures.ts";
import type { Survival } from "#core/survival.ts";
import { chartOf, type Chart, type Data, type Series } from "./chart.ts";
import type { Digest } from "./digest.ts";
import { plural } from "./format.ts";
import { recoveryOf } from "./measured.ts";

/** A row of the picture: one of the two waits of one kind of fault. */
interface Row {
  readonly label: string;
  readonly kind: KindFigures;
  wait(fault: FaultFigures): Wait;
  readonly medianMs: number | null;
}

/** Null where there was no fault to recover from. */
export function recoveryChart(digest: Digest): Chart | null {
  const figures = recoveryOf(digest.results);
  if (figures === null || figures.faults.length === 0) return null;
  const rows = figures.kinds.flatMap(rowsOf);
  return chartOf({
    name: "recovery",
    title: "Time from a fault's proven end to the next answer",
    caption: captionOf(figures),
    x: {
      labels: "milliseconds",
      tickStep: null,
      scale: { type: "logarithmic", title: X_TITLE, ...reach(figures) },
    },
    panels: [
      {
        id: "rows",
        title: "",
        heightPx: 44 * rows.length,
        labels: { words: rows.map((row) => row.label) },
        tickStep: 1,
        scale: { type: "linear", min: -0.55, max: rows.length - 0.45, reverse: true },
      },
    ],
    series: [
      pointsOf("measured", rows, figures, MEASURED, (f, wait) => f.counted && wait.happened),
      pointsOf("at least (censored)", rows, figures, CENSORED, (_, wait) => !wait.happened),
      pointsOf("not counted", rows, figures, EXCLUDED, (f, wait) => !f.counted && wait.happened),
      medians(rows),
    ],
    lanes: [],
    bands: [],
    gaps: [],
  });
}

const X_TITLE: Data = { display: true, text: "after the fault ended", font: { size: 12 } };

/** From the power of ten below the shortest time to beyond the longest. */
function reach({ faults }: RecoveryFigures): { readonly min: number; readonly max: number } {
  const shownMs = faults.flatMap((fault) => [shown(fault.recovery), shown(fault.everyNode)]);
  let min = 100_000;
  while (min > 0.01 && min > Math.min(...shownMs) / 1.2) min /= 10;
  let max = min * 10;
  while (max < Math.max(...shownMs) * 1.2) max *= 10;
  return { min, max: max / 2 > Math.max(...shownMs) * 1.2 ? max / 2 : max };
}

const rowsOf = (kind: KindFigures): readonly Row[] => [
  {
    label: `${kind.kind}: first ok${sampleOf(kind.recovery)}`,
    kind,
    wait: (fault) => fault.recovery,
    medianMs: kind.recovery?.p50Ms ?? null,
  },
  {
    label: `${kind.kind}: every node${sampleOf(kind.everyNode)}`,
    kind,
    wait: (fault) => fault.everyNode,
    medianMs: kind.everyNode?.p50Ms ?? null,
  },
];

const sampleOf = (survival: Survival | null): string =>
  survival === null
    ? ", n 0"
    : `, n ${survival.n}${survival.censored === 0 ? "" : `, ${survival.censored} censored`}`;

function captionOf(figures: RecoveryFigures): string {
  const counted = figures.faults.filter((fault) => fault.counted).length;
  const censored = figures.faults.filter((fault) => !fault.recovery.happened).length;
  return (
    `${plural(figures.faults.length, "fault")}, ${counted} of them counted (proven or applied, ` +
    `overlapping no other); ${censored} without any recovery while it was watched.`
  );
}

const MEASURED = { pointStyle: "circle", radius: 5, color: "#2f86d6", fill: "#2f86d6aa" } as const;
const CENSORED = { pointStyle: "triangle", radius: 6, color: "#e08700", fill: "#ffffff" } as const;
const EXCLUDED = { pointStyle: "rect", radius: 4, color: "#8a8f99", fill: "#ffffff" } as const;

function pointsOf(
  label: string,
  rows: readonly Row[],
  figures: RecoveryFigures,
  look: typeof MEASURED | typeof CENSORED | typeof EXCLUDED,
  wanted: (fault: FaultFigures, wait: Wait) => boolean,
): Series {
  const data = rows.flatMap((row, y) =>
    figures.faults
      .filter((fault) => fault.kind === row.kind.kind && wanted(fault, row.wait(fault)))
      .map((fault, i) => ({ x: shown(row.wait(fault)), y: y + spread(i) })),
  );
  return {
    label,
    yAxisID: "rows",
    data,
    style: {
      pointStyle: look.pointStyle,
      radius: look.radius,
      borderWidth: 1.5,
      // A censored time points to the right: it lies there, nobody knows how far.
      rotation: look === CENSORED ? 90 : 0,
      borderColor: look.color,
      backgroundColor: look.fill,
    },
  };
}

/** A logarithmic axis has no zero. */
const shown = (wait: Wait): number => Math.max(0.1, wait.happened ? wait.ms : wait.watchedMs);

/** Neighbours are set apart, always in the same way. */
const spread = (i: number): number => ((i * 3) % 7) * 0.07 - 0.21;

function medians(rows: readonly Row[]): Series {
  return {
    label: "median (Kaplan–Meier)",
    yAxisID: "rows",
    data: rows.flatMap(({ medianMs }, y) =>
      medianMs === null
        ? []
        : [
            { x: Math.max(0.1, medianMs), y: y - 0.38 },
            { x: Math.max(0.1, medianMs), y: y + 0.38 },
            { x: Math.max(0.1, medianMs), y: null },
          ],
    ),
    style: {
      showLine: true,
      radius: 0,
      borderWidth: 2.5,
      pointStyle: "line",
      borderColor: "#1f2430",
      backgroundColor: "#1f2430",
    },
  };
}
