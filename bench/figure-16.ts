/**
 * Raft's Figure 16: how long a cluster has no leader after a crash, by range of election time-outs.
 * Prints the figures beside the paper's; `--out FILE.png` draws the paper's two graphs as one.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { seedOf } from "#core/seed.ts";
import { chartOf, type Chart, type Series } from "#reports/render/chart.ts";
import { openCanvas } from "#reports/write/png.ts";
import { leaderlessMs } from "./leaderless.ts";

interface Line {
  readonly graph: "top" | "bottom";
  /** The range of election time-outs in milliseconds. */
  readonly range: readonly [min: number, max: number];
  /** What the paper's text says of its own cluster (section 9.3): milliseconds, and of which trials. */
  readonly paper: readonly PaperPoint[];
}

interface PaperPoint {
  readonly figure: "mean" | "median" | "worst" | "often above";
  readonly ms: number;
}

const LINES: readonly Line[] = [
  { graph: "top", range: [150, 150], paper: [{ figure: "often above", ms: 10_000 }] },
  { graph: "top", range: [150, 151], paper: [] },
  { graph: "top", range: [150, 155], paper: [{ figure: "median", ms: 287 }] },
  { graph: "top", range: [150, 175], paper: [] },
  { graph: "top", range: [150, 200], paper: [{ figure: "worst", ms: 513 }] },
  { graph: "top", range: [150, 300], paper: [] },
  {
    graph: "bottom",
    range: [12, 24],
    paper: [
      { figure: "mean", ms: 35 },
      { figure: "worst", ms: 152 },
    ],
  },
  { graph: "bottom", range: [25, 50], paper: [] },
  { graph: "bottom", range: [50, 100], paper: [] },
  { graph: "bottom", range: [100, 200], paper: [] },
];

interface Measured {
  readonly line: Line;
  /** Milliseconds without a leader, ascending. */
  readonly spans: readonly number[];
}

function measure(line: Line, wanted: number): Measured {
  const [min, max] = line.range;
  const trials = min === max ? Math.min(100, wanted) : wanted;
  const seed = seedOf("figure 16").child(`${min}-${max}`);
  const spans = Array.from({ length: trials }, (_, i) => leaderlessMs(min, max, seed.child(i)));
  return { line, spans: spans.toSorted((a, b) => a - b) };
}

const rangeOf = ({ range: [min, max] }: Line): string => `${min}–${max} ms`;

function figuresOf({ line, spans }: Measured): string {
  const at = (part: number): number =>
    spans[Math.min(spans.length - 1, Math.floor(part * spans.length))] ?? 0;
  const mean = spans.reduce((a, b) => a + b, 0) / spans.length;
  const capped = spans.filter((ms) => ms >= 10_000).length;
  const cells = [
    rangeOf(line),
    spans.length,
    ...[mean, at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(0)),
    `${((100 * capped) / spans.length).toFixed(0)} %`,
    line.paper.map(({ figure, ms }) => `${figure} ${ms}`).join(", "),
  ];
  return `| ${cells.join(" | ")} |`;
}

const COLORS = ["#8a8f99", "#7d5fb2", "#2f86d6", "#1f8a7d", "#e08700", "#e0218a"] as const;
const DASHES = [[2, 3], [8, 3], [], [10, 3, 2, 3], [4, 4], [1, 2]] as const;

function chart(all: readonly Measured[]): Chart {
  const panels = ["top", "bottom"] as const;
  return chartOf({
    name: "figure-16",
    title: "Time without a leader after a crash, by range of election time-outs",
    caption:
      "Raft's Figure 16 in the simulated world: five members, the share of crashes after which a new leader was heard " +
      "within that time. Hollow marks: what the paper says of its own cluster.",
    x: {
      labels: "milliseconds",
      tickStep: null,
      scale: { type: "logarithmic", min: 10, max: 30_000 },
    },
    panels: panels.map((id) => ({
      id,
      title: id === "top" ? "how much randomness" : "how short",
      heightPx: 260,
      labels: "percent",
      tickStep: 25,
      scale: { type: "linear", min: 0, max: 106 },
    })),
    series: panels.flatMap((id) => {
      const lines = all.filter(({ line }) => line.graph === id);
      return [...lines.map(seriesOf), ...lines.flatMap(theirs)];
    }),
    lanes: [],
    bands: [],
    gaps: [],
  });
}

const colorOf = (i: number): string => COLORS[i % COLORS.length] ?? "";

function seriesOf({ line, spans }: Measured, i: number): Series {
  return {
    label: rangeOf(line),
    yAxisID: line.graph,
    data: spans.map((x, rank) => ({ x, y: (100 * (rank + 1)) / spans.length })),
    style: {
      showLine: true,
      stepped: true,
      radius: 0,
      borderWidth: 2,
      borderDash: DASHES[i % DASHES.length] ?? [],
      pointStyle: "line",
      borderColor: colorOf(i),
      backgroundColor: colorOf(i),
    },
  };
}

/** Only a quantile has a place in a graph of quantiles. */
function theirs({ line }: Measured, i: number): readonly Series[] {
  return line.paper.flatMap(({ figure, ms }): readonly Series[] => {
    if (figure !== "median" && figure !== "worst") return [];
    return [
      {
        label: `the paper's ${figure} of ${rangeOf(line)}`,
        yAxisID: line.graph,
        data: [{ x: ms, y: figure === "median" ? 50 : 100 }],
        style: { ...HOLLOW, borderColor: colorOf(i) },
      },
    ];
  });
}

const HOLLOW = {
  radius: 6,
  borderWidth: 2,
  pointStyle: "circle",
  backgroundColor: "#ffffff",
} as const;

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "1000" },
    out: { type: "string", default: "" },
  },
});
console.log("| range | crashes | mean | median | p99 | worst | ≥ 10 s | the paper's |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
const all: Measured[] = [];
for (const line of LINES) {
  const measured = measure(line, Number(values.trials));
  all.push(measured);
  console.log(figuresOf(measured));
}
if (values.out !== "") writeFileSync(values.out, openCanvas()(chart(all)));
