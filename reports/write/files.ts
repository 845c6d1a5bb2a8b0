/** Writes every report of a run into its folder; what can't be made is said and costs no other. */
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunRecord } from "#core/record.ts";
import { CHARTS } from "#reports/render/charts.ts";
import { digestOf, type Digest } from "#reports/render/digest.ts";
import { oneLine } from "#reports/render/plain.ts";
import { junit } from "#reports/render/junit.ts";
import type { Picture } from "#reports/render/page-charts.ts";
import { page } from "#reports/render/page.ts";
import { spaceTime } from "#reports/render/space-time.ts";
import { sceneOf } from "#reports/render/space-time-scene.ts";
import { summary } from "#reports/render/summary.ts";
import { openCanvas, type Draw } from "./png.ts";

/** Present only where something could not be made: a line for each. */
export const FAILURES_FILE = "report-failures.txt";

const SPACE_TIME_FILE = "space-time.svg";

/** The names of the files that were written. Files of an earlier report are replaced or removed. */
export async function writeReports(
  record: RunRecord,
  folder: string,
  open: () => Draw = openCanvas,
): Promise<readonly string[]> {
  const digest = digestOf(record);
  const report: Report = { folder, written: [], failures: [] };
  const pictures = await writeCharts(digest, report, open);
  await writeSpaceTime(digest, report);
  await write(report, "junit.xml", () => junit(record));
  await write(report, "summary.md", () => summary(digest, report.failures));
  await write(report, "report.html", () => page(digest, pictures, report.failures));
  if (report.failures.length > 0) {
    const lines = report.failures.map((failure) => `${failure}\n`).join("");
    await replace(join(folder, FAILURES_FILE), lines);
    report.written.push(FAILURES_FILE);
  } else {
    await rm(join(folder, FAILURES_FILE), { force: true });
  }
  return report.written;
}

interface Report {
  readonly folder: string;
  readonly written: string[];
  readonly failures: string[];
}

async function writeCharts(
  digest: Digest,
  report: Report,
  open: () => Draw,
): Promise<ReadonlyMap<string, Picture>> {
  const pictures = new Map<string, Picture>();
  const draw = attempt(report, "the charts", open);
  if (draw === null) return pictures;
  for (const [name, make] of Object.entries(CHARTS)) {
    const file = `${name}.png`;
    const chart = attempt(report, file, () => make(digest));
    const png = chart === null ? null : attempt(report, file, () => draw(chart));
    if (chart === null || png === null) {
      await rm(join(report.folder, file), { force: true });
      continue;
    }
    pictures.set(name, { chart, base64: Buffer.from(png).toString("base64") });
    await write(report, file, () => png);
  }
  return pictures;
}

/** Only where there is one to draw. */
async function writeSpaceTime(digest: Digest, report: Report): Promise<void> {
  const scene = attempt(report, SPACE_TIME_FILE, () => sceneOf(digest));
  if (scene === null) await rm(join(report.folder, SPACE_TIME_FILE), { force: true });
  else await write(report, SPACE_TIME_FILE, () => spaceTime(scene).text);
}

/** Null, and a sentence among the failures, where something throws. */
function attempt<T>(report: Report, what: string, make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    report.failures.push(failureOf(what, error));
    return null;
  }
}

async function write(report: Report, name: string, make: () => string | Uint8Array): Promise<void> {
  const content = attempt(report, name, make);
  if (content === null) return;
  try {
    await replace(join(report.folder, name), content);
    report.written.push(name);
  } catch (error) {
    report.failures.push(failureOf(name, error));
  }
}

/** A reader sees the old file or the new one, never half of one. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

const failureOf = (what: string, error: unknown): string =>
  oneLine(`${what}: ${error instanceof Error ? error.message : String(error)}`);
