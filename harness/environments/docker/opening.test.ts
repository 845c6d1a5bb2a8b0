/** What goes wrong before a cluster stands: each is said in words, and nothing of it is left. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { OrdealError } from "#core/errors.ts";
import { needs } from "../host/needs.ts";
import { newRun, openTrial, requestFor } from "../specimen.laws.ts";
import { docker } from "./environment.ts";
import { judge } from "./examine.ts";
import { machine, specimen } from "./specimen.laws.ts";

const here = needs("docker", "root", "iptables", "linux-x64");
const never = new AbortController().signal;

test("an image that does not build: the error quotes the build", here, async () => {
  const image = join(mkdtempSync(join(tmpdir(), "ordeal-image-")), "broken");
  mkdirSync(image);
  writeFileSync(join(image, "Dockerfile"), "FROM debian:bookworm-slim\nRUN echo oh no && exit 9\n");
  const run = newRun();
  const opened = openTrial(specimen, { run, deployments: { machine: { ...machine, image } } });
  await assert.rejects(opened, (error) => {
    assert(error instanceof OrdealError);
    assert.equal(error.code, "image-not-built");
    assert.match(error.message, /oh no/);
    return true;
  });
  assert.deepEqual(await specimen.leftovers(run), []);
  rmSync(image, { recursive: true });
});

test("nodes that never become healthy are named, and their logs stay", here, async () => {
  const folder = mkdtempSync(join(tmpdir(), "ordeal-sick-"));
  const run = newRun();
  const sick = { machine: { ...machine, healthy: async () => false } };
  const request = requestFor({ run, folder, deployments: sick, cancel: never, note: () => {} });
  const opened = docker.open({ ...request, startTimeoutMs: 5000 });
  await assert.rejects(opened, { code: "never-healthy", message: /^n1, n2, n3 did not become/ });
  assert.match(readFileSync(join(folder, "logs", "n1", "server.log"), "utf8"), /n1 listens/);
  assert.deepEqual(await specimen.leftovers(run), []);
  rmSync(folder, { recursive: true });
});

test("links that a real network does not have are refused", here, async () => {
  const particulars = { run: newRun(), folder: "/", cancel: never, note: () => {} };
  const request = requestFor({ ...particulars, deployments: specimen.deployments });
  const links = { ...request.links, latencyMs: 20 };
  await assert.rejects(docker.open({ ...request, links }), { code: "links-not-simulated" });
});

test("a run's network overlaps with no other address of this host", here, async () => {
  await using one = await openTrial(specimen);
  await using other = await openTrial(specimen);
  const gateways = Object.values(networkInterfaces())
    .flat()
    .map((address) => address?.address ?? "")
    .filter((address) => /^198\.18\.\d+\.1$/.test(address));
  assert(new Set(gateways).size >= 2, `${one.run} and ${other.run} have a bridge each`);
});

test("an engine on another kernel is told apart, and why it will not do", () => {
  const facts = { version: "28.0", kernel: "6.0.0-linuxkit", system: "Docker Desktop" };
  const ability = judge(facts);
  assert.equal(ability.available, false);
  assert.match(ability.available ? "" : ability.why, /Docker Desktop.*cannot be reached from here/);
});
