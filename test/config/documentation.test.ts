import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALL_STANZAS } from "#config/all-stanzas.ts";
import { decide, lines } from "./decide.ts";
import { BEGIN, END, renderTables } from "./documentation.ts";

const FILE = join(import.meta.dirname, "../../docs/configuration.md");

test("docs/configuration.md lists exactly the known keys, as the code declares them", () => {
  const text = readFileSync(FILE, "utf8");
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  assert.ok(begin > 0 && end > begin, "the made part has its two marks");
  const renewed = text.slice(0, begin) + renderTables() + text.slice(end + END.length);
  if (process.env.UPDATE_DOCS === "1") writeFileSync(FILE, renewed);
  else assert.equal(text, renewed, "run UPDATE_DOCS=1 npm test -- config/documentation");
});

test("the example is a configuration without a problem", () => {
  const example = /```hcl\n([^`]+)```/.exec(readFileSync(FILE, "utf8"))?.[1] ?? "";
  const { errors, warnings, notes } = decide(example);
  assert.deepEqual(lines([...errors, ...warnings, ...notes]), []);
});

test("every key says something, in one line", () => {
  for (const { title, keys } of ALL_STANZAS) {
    for (const [key, { says }] of Object.entries(keys)) assert.match(says, /^\S.{3,}$/, `${title} ${key}`);
  }
});

// ecosystem's list of what operators of Vault write: nothing of it may be an unknown key.
const EXPECTED: Readonly<Record<string, string>> = {
  "": "storage ha_storage listener seal telemetry service_registration user_lockout api_addr cluster_addr cluster_name ui log_level log_format log_file log_rotate_bytes log_rotate_duration log_rotate_max_files log_requests_level disable_mlock disable_cache cache_size default_lease_ttl max_lease_ttl default_max_request_duration raw_storage_endpoint introspection_endpoint plugin_directory pid_file enable_response_header_hostname enable_response_header_raft_node_id disable_clustering detect_deadlocks imprecise_lease_role_tracking audit initialize plugin disable_standby_reads unsafe_allow_api_audit_creation",
  'listener "tcp"':
    "address cluster_address tls_disable tls_cert_file tls_key_file tls_min_version tls_max_version tls_cipher_suites tls_client_ca_file tls_require_and_verify_client_cert tls_disable_client_certs tls_auto_reload tls_auto_reload_interval http_idle_timeout http_read_header_timeout http_read_timeout http_write_timeout max_request_size max_request_duration max_request_json_memory max_request_json_strings proxy_protocol_behavior proxy_protocol_authorized_addrs x_forwarded_for_authorized_addrs x_forwarded_for_hop_skips x_forwarded_for_reject_not_authorized x_forwarded_for_reject_not_present x_forwarded_for_client_cert_header custom_response_headers telemetry profiling inflight_requests_logging disable_unauthed_rekey_endpoints disable_unauthed_generate_root_endpoints chroot_namespace redact_addresses redact_cluster_name redact_version",
  'storage "raft"':
    "path node_id performance_multiplier trailing_logs snapshot_threshold snapshot_interval max_entry_size max_transaction_size autopilot_reconcile_interval autopilot_update_interval retry_join retry_join_as_non_voter",
  'storage "raft" { retry_join }':
    "leader_api_addr auto_join auto_join_scheme auto_join_port leader_tls_servername leader_ca_cert leader_client_cert leader_client_key leader_ca_cert_file leader_client_cert_file leader_client_key_file",
  'seal "transit"':
    "address token key_name mount_path namespace disable_renewal tls_ca_cert tls_client_cert tls_client_key tls_server_name tls_skip_verify disabled",
  telemetry:
    "prometheus_retention_time disable_hostname enable_hostname_label metrics_prefix usage_gauge_period maximum_gauge_cardinality lease_metrics_epsilon num_lease_metrics_buckets add_lease_metrics_namespace_labels filter_default prefix_filter statsd_address statsite_address dogstatsd_addr dogstatsd_tags circonus_api_token stackdriver_project_id",
};

for (const [title, names] of Object.entries(EXPECTED)) {
  test(`what operators of Vault write is known: ${title === "" ? "top level" : title}`, () => {
    const keys = ALL_STANZAS.find((shape) => shape.title === title)?.keys ?? {};
    assert.deepEqual(
      names.split(" ").filter((name) => !Object.hasOwn(keys, name)),
      [],
    );
  });
}
