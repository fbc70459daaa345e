import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8Text } from "#base/bytes.ts";
import { planDev } from "#config/dev.ts";
import { accept, decide, lines } from "./decide.ts";

test("a development server is in memory, on loopback, in plain text, and warns of nothing", () => {
  const { source, rootToken, errors } = planDev({}, {});
  assert.deepEqual(errors, []);
  assert.equal(rootToken, undefined);
  const { config, warnings } = decide("", { sources: [source] });
  assert.deepEqual(lines(warnings), []);
  assert.equal(config?.storage.type, "inmem");
  assert.deepEqual(config?.listeners[0]?.address, { host: "127.0.0.1", port: 8200 });
  assert.equal(config?.addresses.apiAddr, "http://127.0.0.1:8200");
  assert.equal(config?.node.uiEnabled, true);
});

test("flags come before variables, empty ones are none", () => {
  const environment = { VAULT_DEV_ROOT_TOKEN_ID: "env", VAULT_DEV_LISTEN_ADDRESS: "127.0.0.1:9000" };
  const fromEnvironment = planDev({ rootTokenId: "", listenAddress: undefined }, environment);
  assert.equal(utf8Text(fromEnvironment.rootToken?.reveal() ?? new Uint8Array()), "env");
  assert.equal(accept("", { sources: [fromEnvironment.source] }).listeners[0]?.address.port, 9000);
  const fromFlags = planDev({ rootTokenId: "flag", listenAddress: "127.0.0.1:9001" }, environment);
  assert.equal(utf8Text(fromFlags.rootToken?.reveal() ?? new Uint8Array()), "flag");
  assert.equal(accept("", { sources: [fromFlags.source] }).listeners[0]?.address.port, 9001);
});

test("-dev-tls takes the files made for it", () => {
  const { source } = planDev({ tls: { certFile: "/t/c", keyFile: "/t/k" } }, {});
  assert.equal(accept("", { sources: [source] }).listeners[0]?.tls?.certFile, "/t/c");
});

test("a bad address or token is refused by its flag's name", () => {
  assert.deepEqual(
    lines(planDev({ listenAddress: 'x" {' }, {}).errors),
    ["-dev-listen-address: must begin with a host name or an address"].map((line) => line),
  );
  assert.deepEqual(lines(planDev({ rootTokenId: "a.b" }, {}).errors), [
    "-dev-root-token-id: must not hold a dot",
  ]);
});
