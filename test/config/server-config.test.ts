import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { accept, decide, ETH0, LOOPBACK, lines, MINIMAL } from "./decide.ts";

const ENVIRONMENT = { VAULT_TOKEN: "hvs.token", VAULT_K8S_NAMESPACE: "vault", VAULT_K8S_POD_NAME: "vault-0" };

function sample(name: string): string {
  return readFileSync(join(import.meta.dirname, "testdata", name), "utf8");
}

describe("a cluster's node", () => {
  const config = accept(sample("cluster-node.hcl"), { environment: ENVIRONMENT });

  test("listens as told, one port up for members, two for forwarded requests", () => {
    const [api, metrics] = config.listeners;
    assert.deepEqual(api?.address, { host: "0.0.0.0", port: 8200 });
    assert.deepEqual(api?.clusterAddress, { host: "0.0.0.0", port: 8201 });
    assert.deepEqual(api?.forwardingAddress, { host: "0.0.0.0", port: 8202 });
    assert.deepEqual(api?.tls, {
      certFile: "/etc/vault/tls/node1.crt",
      keyFile: "/etc/vault/tls/node1.key",
      keyPassphraseFile: undefined,
      minVersion: "TLSv1.2",
      maxVersion: "TLSv1.3",
      ciphers: undefined,
      keyExchangeGroups: undefined,
      clientCaFile: undefined,
      clientCertificates: "asked",
      reloadIntervalMs: 10_000,
    });
    assert.equal(metrics?.tls, undefined);
    assert.equal(metrics?.access.metrics, "only");
    assert.equal(metrics?.access.metricsWithoutToken, true);
    assert.equal(metrics?.access.metricsPath, "/metrics");
  });

  test("joins through either peer", () => {
    assert.ok(config.storage.type === "raft");
    assert.equal(config.storage.path, "/var/lib/vault");
    assert.equal(config.storage.nodeId, "node1");
    assert.deepEqual(
      config.storage.retryJoin.map((join) => join.leader),
      [
        { apiAddr: "https://node2.example.internal:8200" },
        { apiAddr: "https://node3.example.internal:8200" },
      ],
    );
    assert.deepEqual(config.storage.retryJoin[0]?.caCert, { kind: "file", path: "/etc/vault/tls/ca.crt" });
  });

  test("advertises what it was told", () => {
    assert.deepEqual(config.addresses, {
      apiAddr: "https://node1.example.internal:8200",
      clusterAddr: { host: "node1.example.internal", port: 8201 },
      forwardingAddr: { host: "node1.example.internal", port: 8202 },
      clusteringDisabled: false,
    });
  });

  test("is unsealed by a peer's transit engine", () => {
    assert.ok(config.seal.type === "transit" && config.seal.login.method === "token");
    assert.equal(config.seal.mountPath, "transit");
    assert.equal(config.previousSeal, undefined);
  });

  test("keeps Vault's lease lives, lockouts and metrics", () => {
    assert.deepEqual(config.leases, { defaultTtlSeconds: 86_400, maxTtlSeconds: 2_764_800 });
    assert.equal(config.userLockouts.userpass.threshold, 25);
    assert.equal(config.userLockouts.userpass.durationMs, 300_000);
    assert.equal(config.userLockouts.ldap.threshold, 5);
    assert.deepEqual(config.telemetry.filters, [
      { prefix: "vault.token", serves: true },
      { prefix: "vault.expire", serves: false },
    ]);
    assert.deepEqual(config.serviceRegistration, { namespace: "vault", podName: "vault-0" });
  });

  test("tells what has no effect, and warns of nothing", () => {
    const { warnings, notes } = decide(sample("cluster-node.hcl"), { environment: ENVIRONMENT });
    assert.deepEqual(lines(warnings), []);
    assert.ok(
      lines(notes).includes(
        "a.hcl:4: disable_mlock: accepted and ignored: Node cannot lock memory; turn swap off or encrypt it",
      ),
    );
  });

  test("is the same written as JSON", () => {
    const json = accept(sample("cluster-node.json"), { environment: ENVIRONMENT });
    assert.deepEqual(json, config);
  });
});

describe("the least that a server needs", () => {
  const config = accept(MINIMAL);

  test("has Vault's standard values", () => {
    const [listener] = config.listeners;
    assert.deepEqual(listener?.address, { host: "127.0.0.1", port: 8200 });
    assert.deepEqual(listener?.timeouts, {
      idleMs: 300_000,
      readHeaderMs: 10_000,
      readMs: 30_000,
      writeMs: 0,
    });
    assert.equal(listener?.limits.maxRequestBytes, 33_554_432);
    assert.equal(listener?.limits.maxRequestDurationMs, 90_000);
    assert.equal(listener?.limits.json.maxDepth, 500);
    assert.deepEqual(config.leases, { defaultTtlSeconds: 2_764_800, maxTtlSeconds: 2_764_800 });
    assert.deepEqual(config.seal, { type: "shamir" });
    assert.equal(config.log.level, "info");
    assert.equal(config.addresses.apiAddr, "http://127.0.0.1:8200");
    assert.equal(config.node.requestThreads, undefined);
    assert.equal(config.node.uiEnabled, false);
  });

  test("warns of nothing", () => assert.deepEqual(lines(decide(MINIMAL).warnings), []));

  test("without a storage block is raft with the environment's path", () => {
    const environment = { VAULT_RAFT_PATH: "/data", VAULT_RAFT_NODE_ID: "n1" };
    const { storage } = accept('listener "tcp" { tls_disable = 1 }', { environment });
    assert.ok(storage.type === "raft");
    assert.deepEqual([storage.path, storage.nodeId], ["/data", "n1"]);
  });
});

describe("several files", () => {
  const sources = [
    {
      name: "1.hcl",
      text: `${MINIMAL}log_level = "info"\nui = true\nuser_lockout "all" { lockout_threshold = 3 }`,
    },
    {
      name: "2.json",
      text: '{"log_level": "debug", "listener": {"tcp": {"address": "127.0.0.1:8300", "tls_disable": true}}}',
    },
    { name: "3.hcl", text: 'storage "file" { path = "/data" }' },
  ];

  test("of a key the last one counts, listeners add up, a later storage takes the place", () => {
    const config = accept("", { sources });
    assert.equal(config.log.level, "debug");
    assert.equal(config.node.uiEnabled, true);
    assert.deepEqual(
      config.listeners.map(({ address }) => address.port),
      [8200, 8300],
    );
    assert.equal(config.storage.type, "file");
    assert.equal(config.userLockouts.approle.threshold, 3);
  });

  test("problems name the file they stand in", () => {
    const broken = [...sources, { name: "4.hcl", text: '\nmax_lease_ttl = "soon"\n' }];
    const { errors } = decide("", { sources: broken });
    assert.deepEqual(lines(errors), [
      '4.hcl:2: max_lease_ttl: must be a duration such as "30s", "1h30m" or "7d", or a whole number of seconds',
    ]);
  });

  test("two storage blocks in one file are an error, backend counting as one", () => {
    const twice = 'storage "inmem" {}\nstorage "file" { path = "/x" }\nlistener "tcp" { tls_disable = true }';
    assert.deepEqual(lines(decide(twice).errors), ["a.hcl:2: storage: is given twice, also on line 1"]);
    const alias = 'backend "inmem" {}\nstorage "inmem" {}\nlistener "tcp" { tls_disable = true }';
    assert.deepEqual(lines(decide(alias).errors), [
      "a.hcl:1: backend: is another name of storage, which line 2 gives",
    ]);
    assert.equal(accept('backend "inmem" {}\nlistener "tcp" { tls_disable = true }').storage.type, "inmem");
  });
});

describe("addresses nobody gave", () => {
  test("come from the first listener; an open one gives the machine's private address, with a warning", () => {
    const text = 'storage "inmem" {}\nlistener "tcp" { address = "0.0.0.0:9200" tls_disable = 1 }';
    const { config, warnings } = decide(text);
    assert.equal(config?.addresses.apiAddr, "http://10.0.0.7:9200");
    assert.deepEqual(config?.addresses.clusterAddr, { host: "10.0.0.7", port: 9201 });
    assert.match(
      lines(warnings).join("\n"),
      /api_addr: is not set; clients are told http:\/\/10\.0\.0\.7:9200/,
    );
  });

  test("a template is resolved against this machine", () => {
    const config = accept(
      `${MINIMAL}api_addr = "http://{{ GetPrivateIP }}:8200"\ncluster_addr = "{{ GetInterfaceIP \`eth0\` }}"`,
    );
    assert.equal(config.addresses.apiAddr, "http://10.0.0.7:8200");
    assert.deepEqual(config.addresses.clusterAddr, { host: "10.0.0.7", port: 8201 });
  });

  test("a template that finds nothing, or that is not known, refuses the start", () => {
    const only = { networkAddresses: [LOOPBACK] };
    const api = (template: string): string => `${MINIMAL}api_addr = "http://${template}:8200"`;
    assert.match(
      lines(decide(api("{{ GetPrivateIP }}"), only).errors)[0] ?? "",
      /finds no address on this machine/,
    );
    assert.match(
      lines(decide(api("{{ math 1 }}")).errors)[0] ?? "",
      /a\.hcl:3: api_addr: has a template that calls "math", which is not/,
    );
    assert.ok(ETH0.hasDefaultRoute);
  });
});
