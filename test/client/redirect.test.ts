import assert from "node:assert/strict";
import { test } from "node:test";
import { redirectionOf } from "#client/redirect.ts";
import { parseServerAddress } from "#client/server-address.ts";

const from = parseServerAddress("https://node2:8200");
const target = "/v1/sys/storage/raft/snapshot?x=1";
const ask = (location: string | undefined, status = 307) => redirectionOf({ status, location, from, target });

test("a standby's redirect to the leader is followed to the same path", () => {
  const redirection = ask(`https://node1:8200${target}`);
  assert.equal(redirection?.address.host, "node1");
  assert.equal(redirection?.target, target);
});

test("answers that are no redirects are left alone", () => {
  assert.equal(ask(undefined), undefined);
  assert.equal(ask(`https://node1:8200${target}`, 200), undefined);
  assert.equal(ask(`https://node1:8200${target}`, 304), undefined);
});

test("on the same host the path may change", () => {
  assert.equal(ask("/v1/other")?.target, "/v1/other");
  assert.equal(ask("https://node2:8200/v1/other")?.target, "/v1/other");
});

test("https to http, another path on another host, and other schemes are refused", () => {
  assert.throws(() => ask(`http://node1:8200${target}`), /protocol downgrade/);
  assert.throws(() => ask("https://evil:8200/v1/secret/data/a"), /another path on another host/);
  assert.throws(() => ask("//evil/v1/x"), /refused/);
  assert.throws(() => ask("ftp://node1/x"), /refused/);
  assert.throws(() => ask(`https://user:pw@node1:8200${target}`), /must not hold a user name/);
});

test("a client of a unix socket is never sent onto the network", () => {
  const socket = parseServerAddress("unix:///run/vault.sock");
  assert.throws(
    () => redirectionOf({ status: 307, location: `https://node1:8200${target}`, from: socket, target }),
    /unix socket/,
  );
});
