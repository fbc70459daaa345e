// The keys outside any block, and which blocks there are.

import { ADDRESS_KEYS } from "./addresses.ts";
import { LEASE_KEYS } from "./leases.ts";
import { LOG_KEYS } from "./log.ts";
import {
  ignored,
  type KeyTable,
  overriddenBy,
  refused,
  type StanzaShape,
  used,
} from "./reading/key-table.ts";

const ENTERPRISE = "it is a feature of Vault Enterprise";
const PLUGINS = "plugins are not run; engines and methods are built in";

const BLOCKS = {
  storage: used('Block `storage "raft"`, `"file"` or `"inmem"`.', { standard: '"raft"' }),
  backend: used("Another name of storage."),
  listener: used('Block `listener "tcp"`, at least one.'),
  seal: used('Block `seal "shamir"`, `"static"` or `"transit"`.', {
    standard: '"shamir"',
  }),
  telemetry: used("Block: metrics."),
  service_registration: used('Block `service_registration "kubernetes"`.'),
  user_lockout: used("Block: wrong passwords."),
  audit: used("Block: audit devices."),
  ha_storage: refused("every storage here keeps its own lock; raft is made for several nodes"),
  ha_backend: refused("every storage here keeps its own lock; raft is made for several nodes"),
  kms: refused("use seal"),
  hsm: refused("use seal"),
  entropy: refused(ENTERPRISE),
  kms_library: refused(ENTERPRISE),
  initialize: refused("initialise with operator init; a node does not do it by itself yet"),
  plugin: refused(PLUGINS),
  replication: ignored(ENTERPRISE),
  sentinel: ignored(ENTERPRISE),
  reporting: ignored(ENTERPRISE),
  adaptive_overload_protection: ignored(ENTERPRISE),
  request_limiter: ignored("there is no adaptive request limiter"),
} satisfies KeyTable;

const NODE_KEYS = {
  cluster_name: used("For people; made up at init when absent."),
  ui: used("Serve the web UI under /ui.", { standard: "false", ...overriddenBy("UI") }),
  request_threads: used('Threads that serve requests: a number, or "auto" for what CPU and memory allow.', {
    standard: '"auto"',
  }),
  pid_file: used("File to keep the process id in."),
  enable_response_header_hostname: used("Send X-Vault-Hostname.", { standard: "false" }),
  enable_response_header_raft_node_id: used("Send X-Vault-Raft-Node-ID.", { standard: "false" }),
  enable_unauthenticated_access: used('List of "rekey" and "generate-root": open them without a token.', {
    standard: "[]",
    reloads: true,
  }),
  unsafe_allow_api_audit_creation: used("Let the API create audit devices that write files or sockets.", {
    reloads: true,
  }),
  allow_audit_log_prefixing: used("Let audit devices have a prefix.", { standard: "false", reloads: true }),
  disable_mlock: ignored(
    "Node cannot lock memory; turn swap off or encrypt it",
    overriddenBy("DISABLE_MLOCK"),
  ),
  cache_size: ignored("caches bound themselves"),
  disable_cache: ignored("caches never answer for data that changed"),
  disable_standby_reads: ignored("every read is linearizable, on whichever node"),
  raw_storage_endpoint: ignored("there is no sys/raw"),
  introspection_endpoint: ignored("there is no sys/internal/inspect"),
  detect_deadlocks: ignored("there are no locks that could"),
  imprecise_lease_role_tracking: ignored("leases are counted in any case"),
  cluster_cipher_suites: ignored("members speak TLS 1.3 with its own suites"),
  disable_printable_check: ignored("names are checked in any case"),
  plugin_directory: ignored(PLUGINS),
  plugin_tmpdir: ignored(PLUGINS),
  plugin_file_uid: ignored(PLUGINS),
  plugin_file_permissions: ignored(PLUGINS),
  plugin_auto_download: ignored(PLUGINS),
  plugin_auto_register: ignored(PLUGINS),
  plugin_download_behavior: ignored(PLUGINS),
  plugin_download_max_size: ignored(PLUGINS),
  unsafe_cross_namespace_identity: ignored("namespaces do not exist yet"),
  unsafe_relative_paths: ignored("relative paths are refused in any case"),
  allow_unauthenticated_workflows: ignored("there are no workflows"),
  administrative_namespace_path: ignored(ENTERPRISE),
  license_path: ignored("no licence is needed"),
  experiments: ignored("there are none"),
  feature_flags: ignored("there are none"),
  enable_multiseal: ignored("a cluster has one seal"),
  enable_post_unseal_trace: ignored("there is no Go runtime to trace"),
  post_unseal_trace_directory: ignored("there is no Go runtime to trace"),
  disable_sealwrap: ignored(ENTERPRISE),
  disable_indexing: ignored(ENTERPRISE),
  disable_performance_standby: ignored(ENTERPRISE),
  disable_sentinel_trace: ignored(ENTERPRISE),
  remove_irrevocable_lease_after: ignored("irrevocable leases stay until someone removes them"),
} satisfies KeyTable;

export const TOP_LEVEL = {
  title: "",
  says: "Outside any block.",
  keys: { ...BLOCKS, ...NODE_KEYS, ...ADDRESS_KEYS, ...LEASE_KEYS, ...LOG_KEYS },
} satisfies StanzaShape;

export type TopLevelKey = keyof (typeof TOP_LEVEL)["keys"];
