import assert from "node:assert/strict";
import { test } from "node:test";
import { formatHostPort, isLoopbackHost, overlap, parseHostPort } from "#config/address/host-port.ts";

test("what is read is written the same", () => {
  for (const text of [
    "127.0.0.1:8200",
    "[::1]:8200",
    ":8200",
    "node-1.example.com:1",
    "node_1:65535",
    "[fe80::1]:80",
  ]) {
    const address = parseHostPort(text);
    assert.ok(typeof address !== "string", `${text}: ${String(address)}`);
    assert.equal(formatHostPort(address), text);
  }
});

test("a missing port is taken from the caller, if it has one", () => {
  assert.deepEqual(parseHostPort("node1", 8201), { host: "node1", port: 8201 });
  assert.deepEqual(parseHostPort("[::1]", 8201), { host: "::1", port: 8201 });
  assert.equal(typeof parseHostPort("node1"), "string");
});

test("nonsense is refused with a reason", () => {
  const nonsense = [
    "::1",
    "::1:8200",
    "a:b",
    "a:-1",
    "a:0",
    "a:65536",
    "a:1e3",
    "1.2.3:80",
    "1.2.3.4.5:80",
    "-a:80",
    "a..b:80",
    "[x]:80",
    "[::1",
    "a b:80",
    "a:80:90",
    "http://a:80",
    `${"a".repeat(300)}:80`,
  ];
  for (const text of nonsense) assert.equal(typeof parseHostPort(text), "string", text);
});

test("loopback is 127/8, ::1 and localhost, nothing else", () => {
  for (const host of ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"])
    assert.ok(isLoopbackHost(host), host);
  for (const host of ["", "0.0.0.0", "::", "10.0.0.1", "localhost.evil.com", "128.0.0.1"])
    assert.ok(!isLoopbackHost(host), host);
});

test("an address that takes every interface overlaps all others of its port", () => {
  const at = (host: string, port: number): { host: string; port: number } => ({ host, port });
  assert.ok(overlap(at("0.0.0.0", 1), at("127.0.0.1", 1)));
  assert.ok(overlap(at("10.0.0.1", 1), at("", 1)));
  assert.ok(overlap(at("Node", 1), at("node", 1)));
  assert.ok(!overlap(at("0.0.0.0", 1), at("127.0.0.1", 2)));
  assert.ok(!overlap(at("127.0.0.2", 1), at("127.0.0.1", 1)));
});
