import assert from "node:assert/strict";
import { test } from "node:test";
import { hostHeaderOf, originOf, parseServerAddress } from "#client/server-address.ts";

test("addresses keep scheme, host, port and the path before /v1", () => {
  const address = parseServerAddress("https://vault.example:8200/base/");
  assert.deepEqual(address, {
    scheme: "https",
    host: "vault.example",
    port: 8200,
    socketPath: undefined,
    basePath: "/base",
  });
  assert.equal(originOf(address), "https://vault.example:8200");
});

test("the usual port is left out of the Host header, as in Go", () => {
  assert.equal(hostHeaderOf(parseServerAddress("https://vault.example")), "vault.example");
  assert.equal(hostHeaderOf(parseServerAddress("http://vault.example:443")), "vault.example:443");
});

test("an IPv6 address loses its brackets for dialling and has them in the Host header", () => {
  const address = parseServerAddress("http://[::1]:8200");
  assert.equal(address.host, "::1");
  assert.equal(originOf(address), "http://[::1]:8200");
});

test("a unix socket is plain HTTP to localhost", () => {
  const address = parseServerAddress("unix:///run/vault.sock");
  assert.equal(address.socketPath, "/run/vault.sock");
  assert.equal(originOf(address), "http://localhost");
});

test("what is no address is refused with what to write instead, and no password is repeated", () => {
  const refused: [string, RegExp][] = [
    ["127.0.0.1:8200", /write it as https:\/\/host:port/],
    ["", /is not an address/],
    ["ftp://host", /unsupported protocol scheme "ftp"/],
    ["unix://", /names no socket/],
    ["https://user:hunter2@host:8200", /must not hold a user name or password/],
    ["user:hunter2@host", /is not an address/],
  ];
  for (const [text, expected] of refused) {
    assert.throws(
      () => parseServerAddress(text),
      (error: Error) => {
        assert.match(error.message, expected);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  }
});
