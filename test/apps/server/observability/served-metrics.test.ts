// sys/metrics of a real process: what is shown, in which forms, and that every part of the node takes part in it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { describedNames } from "#metrics/catalogue/describe.ts";
import { Exposition } from "#test/exposition.ts";
import { HttpClient } from "#test/http-client/http-client.ts";
import { freePort } from "#test/server/free-port.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import { foreignTool } from "../../../clients/foreign-tool.ts";
import { VAULT_NAMES } from "./vault-names.ts";

const promtool = foreignTool("promtool", ["--version"]);
const SCRAPE = "/v1/sys/metrics?format=prometheus";
let server: UnsealedServer;
/** The second listener: metrics and requests in flight without a token. */
let open: HttpClient;

before(async () => {
  const port = await freePort();
  server = await UnsealedServer.start({
    tls: false,
    config: `telemetry { usage_gauge_period = "1s" }
listener "tcp" {
  address = "127.0.0.1:${port}"
  tls_disable = true
  telemetry { unauthenticated_metrics_access = true }
  inflight_requests_logging { unauthenticated_in_flight_requests_access = true }
}`,
  });
  open = new HttpClient({ address: `http://127.0.0.1:${port}` });
  await useIt(server.root, server.anybody);
});
after(() => server[Symbol.asyncDispose]());

/** A bit of everything that is measured. */
async function useIt(root: HttpClient, anybody: HttpClient): Promise<void> {
  const log = `${server.process.folder}/audit.log`;
  (await root.put("/v1/sys/audit/file", { type: "file", options: { file_path: log } })).expect(204);
  (await root.put("/v1/sys/mounts/secret", { type: "kv", options: { version: "2" } })).expect(200, 204);
  for (let at = 0; at < 5; at++) (await root.put(`/v1/secret/data/k${at}`, { data: { at } })).expect(200);
  for (let at = 0; at < 7; at++) (await root.get("/v1/secret/data/k1")).expect(200);
  (await root.get("/v1/secret/data/absent")).expect(404);
  (await anybody.get("/v1/secret/data/k1")).expect(403);
  (await root.list("/v1/secret/metadata")).expect(200);
  (await root.put("/v1/sys/auth/userpass", { type: "userpass" })).expect(204);
  (await root.put("/v1/auth/userpass/users/ann", { password: "correct horse" })).expect(204);
  (await anybody.put("/v1/auth/userpass/login/ann", { password: "correct horse" })).expect(200);
  for (const ttl of ["1s", "2h"]) {
    (await root.put("/v1/auth/token/create", { ttl, policies: ["default"] })).expect(200);
  }
}

async function scrape(client: HttpClient = server.root): Promise<Exposition> {
  return new Exposition((await client.get(SCRAPE)).expect(200).text);
}

/** Scrapes until it shows what is looked for. */
async function scrapedUntil(isThere: (shown: Exposition) => boolean): Promise<Exposition> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const shown = await scrape();
    if (isThere(shown)) return shown;
    if (Date.now() > deadline) throw new Error(`never shown; last:\n${shown.names.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A count of what is stored has begun after all of it was. */
const isCounted = (shown: Exposition): boolean =>
  shown.family("vault_expire_leases_by_expiration") !== undefined &&
  shown.value("vault_secret_kv_count", { mount_point: "secret/" }) === 5;

test("every name that Vault's dashboards look for is there, with Vault's type and labels", async () => {
  const shown = await scrapedUntil(isCounted);
  for (const [name, { type, labels }] of Object.entries(VAULT_NAMES)) {
    const family = shown.family(name);
    assert.ok(family, `${name} is missing`);
    assert.equal(family.type, type, name);
    assert.ok(family.samples.length > 0, `${name} shows nothing`);
    for (const sample of family.samples) {
      const own = Object.keys(sample.labels).filter((label) => label !== "quantile");
      assert.deepEqual(own.sort(), labels, name);
    }
  }
});

test("no name is described that a node with all of this never shows", async () => {
  const shown = await scrapedUntil(isCounted);
  // Of followers, of forwarding to a leader, and of a seal that is far away: this node has none of them.
  const ofOthers = /^(raft_storage\.follower\.|raft\.replication\.|ha\.rpc\.|coffer\.(seal|forward|peer)_)/;
  const names = new Set(shown.names);
  const missing = describedNames()
    .filter((name) => !ofOthers.test(name))
    .map((name) => name.replace(/[^a-zA-Z0-9_]/g, "_"))
    .filter(
      (name) =>
        !["", "_total", "_seconds"].some((end) => names.has(name + end) || names.has(`vault_${name}`)),
    );
  assert.deepEqual(missing, []);
});

test("what was done is what is shown, whichever threads did it", async () => {
  const shown = await scrapedUntil(isCounted);
  const secret = { mount_point: "secret/" };
  assert.equal(shown.value("coffer_mount_requests_total", { ...secret, operation: "read", code: "2xx" }), 7);
  assert.equal(shown.value("coffer_mount_requests_total", { ...secret, operation: "read", code: "4xx" }), 2);
  assert.equal(
    shown.value("coffer_mount_requests_total", { ...secret, operation: "create", code: "2xx" }),
    5,
  );
  assert.equal(shown.value("coffer_mount_request_duration_seconds_count", secret), 15);
  assert.equal(shown.value("vault_route_read_secret__count"), 9);
  assert.equal(shown.value("vault_core_handle_login_request_count"), 1);
  assert.equal(shown.value("vault_token_creation", { auth_method: "userpass" }), 1);
  assert.equal(shown.value("vault_core_mount_table_num_entries", { type: "auth", local: "false" }), 2);
  assert.equal(shown.value("vault_core_response_status_code", { code: "403" }), 1);
  assert.equal(shown.value("coffer_audit_devices"), 1);
  assert.equal(shown.value("vault_core_active"), 1);
  assert.equal(shown.value("vault_raft_peers"), 1);
  assert.ok(shown.value("vault_audit_log_request_count") >= 15);
  assert.ok(shown.value("vault_raft_commitTime_count") >= 10);
  assert.ok(shown.value("vault_barrier_estimated_encryptions", { term: "1" }) >= 10);
  const cluster = shown.family("vault_core_unsealed")?.samples[0]?.labels.cluster;
  assert.equal(cluster, (await server.anybody.get("/v1/sys/health")).json.cluster_name);
});

test("tokens that end are counted as ended, and leave the gauges", async () => {
  const shown = await scrapedUntil((now) => now.value("coffer_expired_total", { kind: "token" }) === 1);
  assert.equal(shown.value("vault_expire_revoke_count"), 1);
  await scrapedUntil((now) => now.value("vault_token_count", { namespace: "root" }) === 3);
});

test("promtool takes it, and finds fault with Vault's names alone", { skip: promtool.skip }, async () => {
  for (const format of ["prometheus"]) {
    const { text } = (await server.root.get(`/v1/sys/metrics?format=${format}`)).expect(200);
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input: text });
    const complaints = `${stdout}${stderr}`
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("vault_"));
    assert.deepEqual(complaints, []);
    // 3: lint. 1 would be text that it can not read.
    assert.ok(status === 0 || status === 3, `promtool ended with ${status}`);
  }
});

test("the answer's form is chosen as Vault chooses it", async () => {
  const { root } = server;
  const plain = (await root.get("/v1/sys/metrics")).expect(200);
  assert.equal(plain.headers["content-type"], "application/json");
  assert.deepEqual(Object.keys(plain.json), ["Timestamp", "Gauges", "Points", "Counters", "Samples"]);
  const text = (await root.get(SCRAPE)).expect(200);
  assert.equal(text.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
  const accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
  const asked = await root.send({ method: "GET", path: "/v1/sys/metrics", headers: { accept } });
  assert.match(asked.expect(200).text, /^# TYPE vault_core_unsealed gauge$/m);
  const unknown = (await root.get("/v1/sys/metrics?format=xml")).expect(400);
  assert.equal(unknown.text, 'metric response format "xml" unknown');
});

test("metrics need a token that may read them, except where a listener says otherwise", async () => {
  (await server.anybody.get(SCRAPE)).expect(403);
  const { auth } = (await server.root.put("/v1/auth/token/create", { policies: ["default"] })).expect(
    200,
  ).json;
  (await server.as(auth.client_token).get(SCRAPE)).expect(403);
  assert.ok((await scrape(open)).names.length > 100);
  (await open.get("/v1/sys/in-flight-req")).expect(200);
  // Nothing else is open there.
  (await open.get("/v1/sys/host-info")).expect(403);
  (await open.put("/v1/sys/metrics")).expect(400, 403, 405);
});

test("a sealed node goes on showing that it is sealed, with all its counters", async () => {
  const before = await scrape(open);
  (await server.root.put("/v1/sys/seal")).expect(204);
  const sealed = await scrape(open);
  assert.equal(sealed.value("vault_core_unsealed"), 0);
  assert.equal(sealed.value("vault_core_active"), 0);
  assert.equal(sealed.value("vault_core_pre_seal_count"), 1);
  const cluster = (shown: Exposition) => shown.family("vault_core_unsealed")?.samples[0]?.labels.cluster;
  assert.equal(cluster(sealed), cluster(before), "its series go on under the same name");
  for (const name of before.names.filter((each) => before.family(each)?.type === "counter")) {
    assert.ok(sealed.family(name), `${name} is gone`);
  }
  (await server.root.get(SCRAPE)).expect(503);
  await server.unseal();
  assert.equal((await scrape()).value("vault_core_unseal_count"), 2);
});
