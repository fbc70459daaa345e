import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ListenerOptions } from "#config/listener.ts";
import { accept, decide, lines } from "./decide.ts";

function listener(body: string, more = ""): ListenerOptions {
  const [first] = accept(text(body, more)).listeners;
  assert.ok(first);
  return first;
}

function text(body: string, more = ""): string {
  return `storage "inmem" {}\nlistener "tcp" {\n${body}\n}\n${more}`;
}

const PLAIN = "tls_disable = true";
const TLS = 'tls_cert_file = "/c" tls_key_file = "/k"';

describe("TLS", () => {
  test("suites keep Go's names in the file and OpenSSL's in the options, TLS 1.3 always on", () => {
    const { tls } = listener(
      `${TLS} tls_cipher_suites = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"`,
    );
    assert.equal(
      tls?.ciphers,
      "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256",
    );
  });

  test("clients are asked for a certificate, never asked, or must have one", () => {
    assert.equal(listener(TLS).tls?.clientCertificates, "asked");
    assert.equal(listener(`${TLS} tls_disable_client_certs = true`).tls?.clientCertificates, "never asked");
    const required = listener(
      `${TLS} tls_require_and_verify_client_cert = "true" tls_client_ca_file = "/ca"`,
    ).tls;
    assert.deepEqual([required?.clientCertificates, required?.clientCaFile], ["required", "/ca"]);
  });

  test("files are watched unless told otherwise", () => {
    assert.equal(listener(TLS).tls?.reloadIntervalMs, 10_000);
    assert.equal(listener(`${TLS} tls_auto_reload_interval = "30s"`).tls?.reloadIntervalMs, 30_000);
    assert.equal(listener(`${TLS} tls_auto_reload = false`).tls?.reloadIntervalMs, undefined);
  });

  test("groups of key exchange, Go's names to OpenSSL's", () => {
    const { tls } = listener(`${TLS} tls_key_exchange_preferences = ["X25519MLKEM768", "CurveP256"]`);
    assert.equal(tls?.keyExchangeGroups, "X25519MLKEM768:P-256");
  });

  test("plain HTTP on an address others can reach warns, on loopback it does not", () => {
    const warnings = (address: string): readonly string[] =>
      lines(decide(text(`address = "${address}" ${PLAIN}`, 'api_addr = "http://x:1"')).warnings);
    assert.deepEqual(warnings("127.0.0.1:8200"), []);
    assert.deepEqual(warnings("[::1]:8200"), []);
    for (const address of ["0.0.0.0:8200", ":8200", "10.0.0.1:8200", "node1:8200"]) {
      assert.deepEqual(warnings(address), [
        "a.hcl:3: listener.tcp.tls_disable: tokens and secrets cross the network in plain text, for this is no loopback address",
      ]);
    }
  });
});

describe("custom response headers", () => {
  const rules = (body: string): unknown =>
    listener(`${PLAIN}\ncustom_response_headers {\n${body}\n}`).responseHeaders;

  test("values of one header are joined, as in Vault", () => {
    assert.deepEqual(
      rules(
        '"default" = { "Strict-Transport-Security" = ["max-age=1", " domains "] }\n"2xx" = { "X-A" = ["b", ""] }',
      ),
      [
        { status: "default", headers: [{ name: "Strict-Transport-Security", value: "max-age=1; domains" }] },
        { status: "2xx", headers: [{ name: "X-A", value: "b" }] },
      ],
    );
  });

  test("Strict-Transport-Security is sent unless given", () => {
    const standard = { name: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" };
    assert.deepEqual(listener(PLAIN).responseHeaders, [{ status: "default", headers: [standard] }]);
  });

  test("names beginning X-Vault- are reserved: not sent, and said so", () => {
    const body = `${PLAIN}\ncustom_response_headers { "200" = { "x-vAult-Mine" = ["1"] "X-Ok" = ["1"] } }`;
    const { config, warnings } = decide(text(body));
    assert.deepEqual(config?.listeners[0]?.responseHeaders[0]?.headers, [{ name: "X-Ok", value: "1" }]);
    assert.deepEqual(lines(warnings), [
      "a.hcl:4: listener.tcp.custom_response_headers: does not send x-vAult-Mine: names beginning X-Vault- are reserved",
    ]);
  });
});

describe("who may say where a request came from", () => {
  test("nobody, unless named", () => assert.equal(listener(PLAIN).forwardedFor, undefined));

  test("addresses become networks; strictness is Vault's", () => {
    const body = `${PLAIN} x_forwarded_for_authorized_addrs = "10.0.0.1, 192.168.0.0/16,::1" x_forwarded_for_hop_skips = "1"`;
    assert.deepEqual(listener(body).forwardedFor, {
      authorizedCidrs: ["10.0.0.1/32", "192.168.0.0/16", "::1/128"],
      hopSkips: 1,
      rejectsNotPresent: true,
      rejectsNotAuthorized: true,
    });
  });

  test("a header for the client's certificate, under Vault's or OpenBao's decoder names", () => {
    const proxies =
      'x_forwarded_for_authorized_addrs = ["10.0.0.0/8"] x_forwarded_for_client_cert_header = "Client-Cert"';
    const vaults = listener(`${PLAIN} ${proxies} x_forwarded_for_client_cert_header_decoders = "URL,DER"`);
    const openBaos = listener(`${PLAIN} ${proxies} x_forwarded_for_client_cert_decoders = ["URL", "PEM"]`);
    assert.deepEqual(vaults.clientCertificateHeader, openBaos.clientCertificateHeader);
    assert.deepEqual(vaults.clientCertificateHeader?.decoders, ["URL", "PEM"]);
    assert.equal(vaults.clientCertificateHeader?.name, "client-cert");
  });
});

describe("what is open without a token", () => {
  test("neither rekey nor generate-root, unless the listener or the top level says so", () => {
    const access = (body: string, more = ""): unknown => {
      const { rekeyWithoutToken, generateRootWithoutToken } = listener(`${PLAIN} ${body}`, more).access;
      return [rekeyWithoutToken, generateRootWithoutToken];
    };
    assert.deepEqual(access(""), [false, false]);
    assert.deepEqual(access("disable_unauthed_rekey_endpoints = false"), [true, false]);
    assert.deepEqual(access('disable_unauthed_generate_root_endpoints = "false"'), [false, true]);
    assert.deepEqual(access("", 'enable_unauthenticated_access = ["generate-root"]'), [false, true]);
    assert.deepEqual(access("", 'enable_unauthenticated_access = ["rekey", "generate-root"]'), [true, true]);
  });

  test("metrics, profiles and requests in flight each by its own block", () => {
    const { access } = listener(
      `${PLAIN}\ntelemetry { unauthenticated_metrics_access = true }\nprofiling { unauthenticated_pprof_access = true }\ninflight_requests_logging { unauthenticated_in_flight_requests_access = true }`,
    );
    assert.deepEqual(
      [access.metricsWithoutToken, access.pprofWithoutToken, access.inFlightRequestsWithoutToken],
      [true, true, true],
    );
    assert.equal(listener(`${PLAIN}\ntelemetry { disallow_metrics = true }`).access.metrics, "none");
  });
});

test("limits follow the listener, then the top level, then Vault", () => {
  const limits = listener(
    `${PLAIN} max_request_size = "1MiB" max_json_depth = 10`,
    'default_max_request_duration = "5s"',
  ).limits;
  assert.deepEqual(
    [limits.maxRequestBytes, limits.maxRequestDurationMs, limits.json.maxDepth],
    [1_048_576, 5000, 10],
  );
  const own = listener(
    `${PLAIN} max_request_duration = "7s" max_request_size = 0`,
    'default_max_request_duration = "5s"',
  ).limits;
  assert.deepEqual([own.maxRequestBytes, own.maxRequestDurationMs], [33_554_432, 7000]);
});

test("two listeners cannot share an address, openly or through every interface", () => {
  const two = (first: string, second: string): readonly string[] =>
    lines(
      decide(
        `storage "inmem" {}\nlistener "tcp" { address = "${first}" ${PLAIN} }\nlistener "tcp" { address = "${second}" ${PLAIN} }\napi_addr = "http://x:1"`,
      ).errors,
    );
  assert.deepEqual(two("127.0.0.1:8200", "127.0.0.1:8200"), [
    "a.hcl:3: listener.tcp.address: is taken by the listener at 127.0.0.1:8200",
  ]);
  assert.deepEqual(two("0.0.0.0:8200", "127.0.0.1:8200"), [
    "a.hcl:3: listener.tcp.address: is taken by the listener at 0.0.0.0:8200",
  ]);
  assert.deepEqual(two("127.0.0.1:8200", "127.0.0.2:8200"), []);
});
