/** Two runs at once, and whatever else has addresses on the machine, stay out of each other's way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { freeSubnets } from "./subnet.ts";

test("a network in use is not chosen, be it wider or narrower", () => {
  const [first] = freeSubnets("a run", []);
  assert(first !== undefined);
  assert.equal(freeSubnets("a run", []).length, 256);
  for (const used of [first.cidr, `${first.address(0)}/32`]) {
    const left = freeSubnets("a run", [used, "::1/128", "10.0.0.0/8"]);
    assert.equal(left.length, 255);
    assert(!left.some(({ cidr }) => cidr === first.cidr));
  }
  assert.equal(freeSubnets("a run", ["198.18.128.0/17"]).length, 128);
  assert.deepEqual(freeSubnets("a run", ["198.18.0.0/15"]), []);
});

test("addresses lie inside their network and differ from the gateway", () => {
  const [first] = freeSubnets("x", []);
  assert(first !== undefined);
  const network = first.gateway.replace(/\.1$/, ".");
  assert.equal(first.address(0), `${network}11`);
  assert.equal(first.address(4), `${network}15`);
});
