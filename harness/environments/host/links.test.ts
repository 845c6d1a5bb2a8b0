/** A namespace of our own, whose loopback is cut, counted and healed beside a stranger's rule. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { test } from "node:test";
import { InternalError } from "#core/assert.ts";
import { linksOf, type Links } from "./links.ts";
import { holdNetwork, type NetworkNamespace } from "./namespace.ts";
import { needs } from "./needs.ts";
import { identify, namespaceOf, type ProcessIdentity } from "./process.ts";

const LOOPBACK = "127.0.0.1";

interface Resident extends Disposable {
  readonly identity: ProcessIdentity;
}

async function resident(): Promise<Resident> {
  const child = spawn("unshare", ["--net", "sleep", "60"], { stdio: "ignore" });
  assert(child.pid !== undefined);
  const home = namespaceOf("self", "net");
  while (namespaceOf(child.pid, "net") === home)
    await new Promise((resume) => setTimeout(resume, 1));
  const identity = identify(child.pid);
  assert(identity !== undefined);
  return { identity, [Symbol.dispose]: () => child.kill("SIGKILL") };
}

const inside = (namespace: NetworkNamespace, ...argv: readonly string[]): string =>
  execFileSync("nsenter", [`--net=${namespace.path()}`, ...argv], { encoding: "utf8" });

const rules = (saved: string): readonly string[] =>
  saved.split("\n").filter((line) => line.startsWith("-A"));

async function dropsAfterKnock(links: Links): Promise<number> {
  const before = (await links.dropped()).get(LOOPBACK) ?? 0;
  await links.knock([LOOPBACK]);
  return ((await links.dropped()).get(LOOPBACK) ?? 0) - before;
}

test(
  "a cut drops and counts, a heal restores and leaves others' rules",
  needs("root", "iptables"),
  async () => {
    using process = await resident();
    using namespace = holdNetwork(process.identity);
    inside(namespace, "ip", "link", "set", "lo", "up");
    inside(namespace, "iptables", "-A", "INPUT", "-s", "198.18.0.9", "-j", "ACCEPT");
    const untouched = inside(namespace, "iptables-save", "-t", "filter");
    const links = linksOf(namespace);

    assert.equal(await dropsAfterKnock(links), 0);
    await links.cutOff([LOOPBACK]);
    assert.deepEqual(await links.inForce(), [LOOPBACK]);
    assert.equal(await dropsAfterKnock(links), 1);
    await links.cutOff([LOOPBACK, "198.18.0.2"]);
    assert.deepEqual(await links.inForce(), [LOOPBACK, "198.18.0.2"]);
    assert.equal(await dropsAfterKnock(links), 1);
    assert.equal((await links.dropped()).get(LOOPBACK), 2);

    await links.cutOff([]);
    await links.cutOff([]);
    assert.equal(await dropsAfterKnock(links), 0);
    assert.equal((await links.dropped()).get(LOOPBACK), 2);
    assert.deepEqual(rules(inside(namespace, "iptables-save")), rules(untouched));
  },
);

test("the host's own network is refused", needs("root", "iptables"), () => {
  const ourselves = identify(process.pid);
  assert(ourselves !== undefined);
  using namespace = holdNetwork(ourselves);
  assert.throws(() => namespace.path(), InternalError);
});

test(
  "a held namespace is not confused with whoever gets its pid",
  needs("root", "iptables"),
  async () => {
    const process = await resident();
    using namespace = holdNetwork(process.identity);
    const before = inside(namespace, "readlink", "/proc/self/ns/net");
    process[Symbol.dispose]();
    assert.equal(inside(namespace, "readlink", "/proc/self/ns/net"), before);
  },
);
