/** All reports lie in the folder, those that can't be made are named, old ones don't linger. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { specimen } from "#reports/render/specimen.ts";
import { FAILURES_FILE, writeReports } from "./files.ts";
import { openCanvas } from "./png.ts";

const PICTURES = [
  "availability.png",
  "goodput.png",
  "latency-quantiles.png",
  "latency-raw.png",
  "rate.png",
  "recovery.png",
];
const TEXTS = ["junit.xml", "report.html", "summary.md"];

async function inFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ordeal-reports-"));
  try {
    await action(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("every report is written, the pictures are within the page", () =>
  inFolder(async (folder) => {
    const written = await writeReports(specimen({}), folder);
    assert.deepEqual(written.toSorted(), [...PICTURES, ...TEXTS].toSorted());
    assert.deepEqual((await readdir(folder)).toSorted(), written.toSorted());
    const html = await readFile(join(folder, "report.html"), "utf8");
    for (const name of PICTURES) {
      const png = await readFile(join(folder, name));
      assert.equal(png.subarray(1, 4).toString(), "PNG");
      assert.ok(html.includes(png.toString("base64")), name);
    }
  }));

test("a chart that can't be drawn costs no other and is named, also in the page", () =>
  inFolder(async (folder) => {
    await writeReports(specimen({}), folder);
    const draw = openCanvas();
    const written = await writeReports(specimen({}), folder, () => (chart) => {
      if (chart.name === "rate") throw new Error("out of ink <&");
      return draw(chart);
    });
    assert.ok(!written.includes("rate.png") && written.includes("recovery.png"));
    assert.ok(!(await readdir(folder)).includes("rate.png"), "the old one would be a lie");
    const failures = await readFile(join(folder, FAILURES_FILE), "utf8");
    assert.equal(failures, "rate.png: out of ink <&\n");
    const html = await readFile(join(folder, "report.html"), "utf8");
    assert.match(html, /A report is missing: rate\.png: out of ink &lt;&amp;/);
    await writeReports(specimen({}), folder);
    assert.ok(!(await readdir(folder)).includes(FAILURES_FILE), "now nothing is missing");
  }));

test("without a font there are no charts, yet every text", () =>
  inFolder(async (folder) => {
    const written = await writeReports(specimen({ kind: "violated" }), folder, () =>
      openCanvas(join(folder, "no.ttf")),
    );
    assert.deepEqual(written.toSorted(), [...TEXTS, FAILURES_FILE].toSorted());
    assert.match(await readFile(join(folder, FAILURES_FILE), "utf8"), /the font .* can't be read/);
  }));

test("a hundred thousand operations take less than five seconds of computing", () =>
  inFolder(async (folder) => {
    const record = specimen({ operations: 150_000 });
    assert.ok(record.history.length > 200_000);
    const before = process.cpuUsage();
    await writeReports(record, folder);
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1e6 < 5, `${(user + system) / 1e6} s`);
  }));
