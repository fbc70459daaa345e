import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8Text } from "#base/bytes.ts";
import type { RaftStorageOptions } from "#config/storage/raft.ts";
import { accept } from "./decide.ts";

function raft(body: string): RaftStorageOptions {
  const { storage } = accept(
    `listener "tcp" { tls_disable = true }\nstorage "raft" {\npath = "/d"\n${body}\n}`,
  );
  assert.ok(storage.type === "raft");
  return storage;
}

test("a node that says nothing has Vault's standard values", () => {
  assert.deepEqual(raft(""), {
    type: "raft",
    path: "/d",
    nodeId: undefined,
    maxEntryBytes: 1_048_576,
    trailingLogs: 10_000,
    autopilotReconcileIntervalMs: 10_000,
    autopilotUpdateIntervalMs: 2000,
    retryJoin: [],
    joinsAsNonVoter: false,
  });
});

test("retry_join may be blocks or a list of objects", () => {
  const blocks = raft(
    'retry_join { leader_api_addr = "http://a:1" }\nretry_join { leader_api_addr = "http://b:1/" }',
  );
  const list = raft(
    'retry_join = [{ "leader_api_addr" = "http://a:1" }, { "leader_api_addr" = "http://b:1" }]',
  );
  assert.deepEqual(blocks.retryJoin, list.retryJoin);
  assert.equal(list.retryJoin.length, 2);
});

test("certificates come inline or as files, keys never as plain text", () => {
  const pem = "-----BEGIN X-----\\nabc\\n-----END X-----\\n";
  const [join] = raft(`retry_join {
    leader_api_addr = "https://a:1"
    leader_tls_servername = "leader"
    leader_ca_cert = "${pem}"
    leader_client_cert_file = "/c"
    leader_client_key = "${pem}"
  }`).retryJoin;
  assert.equal(join?.tlsServerName, "leader");
  assert.deepEqual(join?.clientCert, { kind: "file", path: "/c" });
  assert.ok(join?.clientKey?.kind === "inline");
  assert.match(utf8Text(join.clientKey.pem.reveal()), /^-----BEGIN X-----\nabc\n/);
  assert.equal(JSON.stringify(join.clientKey), '{"kind":"inline","pem":"[redacted]"}');
});

test("auto_join is taken apart; its values stay secret", () => {
  const [join] = raft(
    'retry_join { auto_join = "provider=aws tag_key=app tag_value=\\"my vault\\" secret_access_key=CANARY" }',
  ).retryJoin;
  assert.ok(join !== undefined && "provider" in join.leader);
  assert.equal(join.leader.provider, "aws");
  assert.deepEqual([...join.leader.parameters.keys()], ["tag_key", "tag_value", "secret_access_key"]);
  assert.ok(!JSON.stringify([...join.leader.parameters]).includes("CANARY"));
  assert.deepEqual([join.leader.scheme, join.leader.port], ["https", 8200]);
});

test("file and inmem are known by their names", () => {
  const file = accept(
    'listener "tcp" { tls_disable = true }\nstorage "file" { path = "/d" max_entry_size = "2MiB" }',
  ).storage;
  assert.deepEqual(file, { type: "file", path: "/d", maxEntryBytes: 2_097_152 });
});
