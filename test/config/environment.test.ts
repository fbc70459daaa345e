import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8Text } from "#base/bytes.ts";
import type { SecretSource } from "#config/seal/secret-source.ts";
import type { TransitSealOptions } from "#config/seal/transit.ts";
import type { ServerConfig } from "#config/server-config.ts";
import { accept, decide, lines, MINIMAL } from "./decide.ts";

const RAFT =
  'listener "tcp" { tls_disable = true }\nstorage "raft" { path = "/file" node_id = "file" retry_join { leader_api_addr = "http://x:1" } }\n';
const TRANSIT = `${MINIMAL}seal "transit" { address = "https://file:8200" token = "file" key_name = "file" mount_path = "file" }`;

const overrides: readonly (readonly [
  variable: string,
  text: string,
  value: string,
  read: (config: ServerConfig) => unknown,
  expected: unknown,
])[] = [
  [
    "API_ADDR",
    `${MINIMAL}api_addr = "http://file:1"`,
    "http://env:2",
    (c) => c.addresses.apiAddr,
    "http://env:2",
  ],
  [
    "REDIRECT_ADDR",
    `${MINIMAL}api_addr = "http://file:1"`,
    "http://env:2",
    (c) => c.addresses.apiAddr,
    "http://env:2",
  ],
  [
    "CLUSTER_ADDR",
    `${MINIMAL}cluster_addr = "file:1"`,
    "https://env:2",
    (c) => c.addresses.clusterAddr,
    { host: "env", port: 2 },
  ],
  ["RAFT_NODE_ID", RAFT, "env", (c) => c.storage.type === "raft" && c.storage.nodeId, "env"],
  ["RAFT_PATH", RAFT, "/env", (c) => c.storage.type === "raft" && c.storage.path, "/env"],
  [
    "RAFT_RETRY_JOIN_AS_NON_VOTER",
    RAFT,
    "true",
    (c) => c.storage.type === "raft" && c.storage.joinsAsNonVoter,
    true,
  ],
  ["UI", `${MINIMAL}ui = false`, "true", (c) => c.node.uiEnabled, true],
  ["LOG_LEVEL", `${MINIMAL}log_level = "info"`, "trace", (c) => c.log.level, "trace"],
  ["LOG_FORMAT", `${MINIMAL}log_format = "standard"`, "json", (c) => c.log.format, "json"],
  ["DISABLE_USER_LOCKOUT", MINIMAL, "true", (c) => c.userLockouts.ldap.disabled, true],
  [
    "K8S_NAMESPACE",
    `${MINIMAL}service_registration "kubernetes" { namespace = "f" pod_name = "f" }`,
    "env",
    (c) => c.serviceRegistration?.namespace,
    "env",
  ],
  [
    "K8S_POD_NAME",
    `${MINIMAL}service_registration "kubernetes" { namespace = "f" pod_name = "f" }`,
    "env-0",
    (c) => c.serviceRegistration?.podName,
    "env-0",
  ],
  ["TRANSIT_SEAL_ADDR", TRANSIT, "https://env:1", (c) => transit(c).address, "https://env:1"],
  ["TRANSIT_SEAL_TOKEN", TRANSIT, "env", (c) => token(c), "env"],
  ["TRANSIT_SEAL_KEY_NAME", TRANSIT, "env", (c) => transit(c).keyName, "env"],
  ["TRANSIT_SEAL_MOUNT_PATH", TRANSIT, "env/", (c) => transit(c).mountPath, "env"],
  ["TRANSIT_SEAL_DISABLE_RENEWAL", TRANSIT, "1", (c) => transit(c).renewsToken, false],
];

function transit(config: ServerConfig): TransitSealOptions {
  assert.ok(config.seal.type === "transit");
  return config.seal;
}

function token(config: ServerConfig): string | undefined {
  const { login } = transit(config);
  return login.method === "token" ? reveal(login.token) : undefined;
}

function reveal(source: SecretSource): string | undefined {
  return source.kind === "value" ? utf8Text(source.secret.reveal()) : undefined;
}

describe("a variable wins over the file", () => {
  for (const [variable, text, value, read, expected] of overrides) {
    for (const prefix of ["VAULT_", "BAO_"]) {
      test(`${prefix}${variable}`, () => {
        assert.notDeepEqual(read(accept(text)), expected, "the file says something else");
        assert.deepEqual(read(accept(text, { environment: { [`${prefix}${variable}`]: value } })), expected);
      });
    }
  }

  test("BAO_ before VAULT_; an empty one is none; a flag before both", () => {
    const text = `${MINIMAL}log_level = "warn"`;
    const both = { BAO_LOG_LEVEL: "error", VAULT_LOG_LEVEL: "trace" };
    assert.equal(accept(text, { environment: both }).log.level, "error");
    assert.equal(accept(text, { environment: { ...both, BAO_LOG_LEVEL: "" } }).log.level, "trace");
    assert.equal(accept(text, { environment: both, flags: { "log-level": "debug" } }).log.level, "debug");
  });

  test("on a reload the file's log level wins, as in Vault", () => {
    const inputs = {
      environment: { VAULT_LOG_LEVEL: "trace" },
      flags: { "log-level": "debug" },
      reloading: true,
    };
    assert.equal(accept(`${MINIMAL}log_level = "warn"`, inputs).log.level, "warn");
    assert.equal(accept(MINIMAL, inputs).log.level, "debug");
  });
});

describe("a variable of the wrong kind refuses the start and names itself", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["VAULT_UI", "perhaps", "environment:VAULT_UI: ui: must be true or false"],
    ["BAO_UI", "2", "environment:BAO_UI: ui: must be true or false"],
    [
      "VAULT_LOG_LEVEL",
      "x",
      'environment:VAULT_LOG_LEVEL: log_level: must be "trace", "debug", "info", "warn" or "error"',
    ],
    [
      "VAULT_API_ADDR",
      "x",
      "environment:VAULT_API_ADDR: api_addr: must be a URL such as https://node1.example.com:8200, without a path",
    ],
    [
      "VAULT_CLUSTER_ADDR",
      "x:99999",
      "environment:VAULT_CLUSTER_ADDR: cluster_addr: must have a port between 1 and 65535",
    ],
    [
      "VAULT_DISABLE_USER_LOCKOUT",
      "si",
      "environment:VAULT_DISABLE_USER_LOCKOUT: user_lockout: must be true or false",
    ],
  ];
  for (const [variable, value, line] of cases) {
    test(line, () =>
      assert.deepEqual(lines(decide(MINIMAL, { environment: { [variable]: value } }).errors), [line]),
    );
  }
});

describe("the variables of clients only fill gaps", () => {
  const environment = {
    VAULT_ADDR: "https://127.0.0.1:8200",
    VAULT_TOKEN: "env",
    VAULT_NAMESPACE: "env/",
    VAULT_CACERT: "/env/ca",
    VAULT_SKIP_VERIFY: "true",
  };
  const sparse = `${MINIMAL}seal "transit" { key_name = "k" }`;

  test("they configure a seal that says nothing", () => {
    const config = accept(sparse, { environment });
    assert.equal(transit(config).address, "https://127.0.0.1:8200");
    assert.equal(token(config), "env");
    assert.equal(transit(config).namespace, "env");
    assert.equal(transit(config).tls.caCertFile, "/env/ca");
    assert.equal(transit(config).tls.skipsVerification, true);
  });

  test("they change nothing that the file says (VAULT_ADDR in a pod is the pod's own)", () => {
    const config = accept(TRANSIT, { environment });
    assert.equal(transit(config).address, "https://file:8200");
    assert.equal(token(config), "file");
  });

  test("one TLS setting in the file turns all of them off", () => {
    const text = `${MINIMAL}seal "transit" { key_name = "k" tls_server_name = "peer" }`;
    assert.deepEqual(transit(accept(text, { environment })).tls, {
      caCertFile: undefined,
      caDirectory: undefined,
      clientCertFile: undefined,
      clientKeyFile: undefined,
      serverName: "peer",
      skipsVerification: false,
    });
  });
});
