import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeNetworkAddresses } from "#config/files/node-network.ts";

test("this machine has a loopback address, and no default route through it", () => {
  const loopback = nodeNetworkAddresses().find(({ address }) => address === "127.0.0.1");
  assert.equal(loopback?.prefixLength, 8);
  assert.equal(loopback?.hasDefaultRoute, false);
});
