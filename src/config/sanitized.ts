// What sys/config/state/sanitized answers: Vault's keys, the values that were given, and no secret. Built from keys
// that are known, so that a secret under an unknown key stays out too.
import type { HclItem, HclObject, HclValue } from "#base/hcl/ast.ts";
import { blocksOf } from "#base/hcl/hcl-block.ts";
import { ALL_STANZAS } from "./all-stanzas.ts";
import { TCP_LISTENER } from "./listener.ts";
import type { KeyRule, KeyTable } from "./reading/key-table.ts";
import type { Settings, SettingValue } from "./reading/settings.ts";
import type { ConfigDecision, ServerConfig } from "./server-config.ts";
import { TELEMETRY } from "./telemetry.ts";

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };
type JsonObject = { readonly [name: string]: JsonValue };

const NANOSECONDS_PER_MS = 1e6;

/** @param decision of a configuration that was accepted */
export function sanitizedConfig(config: ServerConfig, decision: ConfigDecision): JsonObject {
  const given = new Given(decision.settings);
  return {
    ...topLevel(given),
    ...logging(given),
    listeners: listeners(decision.tree),
    seals: seals(config),
    storage: storage(config, given),
    telemetry: telemetry(given),
    ...lockouts(given),
    ...audits(config),
    ...(config.serviceRegistration && { service_registration: { type: "kubernetes" } }),
  };
}

/** Values that were given, or Go's zero for their kind. */
class Given {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  has(path: string): boolean {
    return this.#settings.has(path);
  }

  paths(): IterableIterator<string> {
    return this.#settings.keys();
  }

  text(path: string): string {
    const value = this.#value(path);
    return typeof value === "string" ? value : "";
  }

  flag(path: string): boolean {
    const value = this.#value(path);
    return value === true || (typeof value === "string" && /^(?:1|t|true)$/i.test(value)) || value === 1;
  }

  number(path: string): number {
    const value = this.#value(path);
    return typeof value === "number"
      ? value
      : Number.parseInt(typeof value === "string" ? value : "0", 10) || 0;
  }

  texts(path: string): readonly string[] | null {
    const value = this.#value(path);
    return Array.isArray(value) ? value : null;
  }

  nanoseconds(path: string, standardMs = 0): number {
    return (this.has(path) ? this.number(path) : standardMs) * NANOSECONDS_PER_MS;
  }

  #value(path: string): SettingValue | undefined {
    return this.#settings.get(path)?.value;
  }
}

const FLAGS = [
  "allow_audit_log_prefixing",
  "disable_cache",
  "disable_clustering",
  "disable_indexing",
  "disable_mlock",
  "disable_performance_standby",
  "disable_printable_check",
  "disable_sealwrap",
  "disable_sentinel_trace",
  "enable_response_header_hostname",
  "enable_response_header_raft_node_id",
  "imprecise_lease_role_tracking",
  "introspection_endpoint",
  "raw_storage_endpoint",
  "unsafe_allow_api_audit_creation",
  "unsafe_cross_namespace_identity",
];
const TEXTS = [
  "api_addr",
  "cluster_addr",
  "cluster_cipher_suites",
  "cluster_name",
  "detect_deadlocks",
  "log_format",
  "log_level",
  "log_requests_level",
  "pid_file",
  "plugin_directory",
];
const NUMBERS = ["cache_size", "plugin_file_permissions", "plugin_file_uid"];

function topLevel(given: Given): JsonObject {
  return {
    ...fromNames(FLAGS, (name) => given.flag(name)),
    ...fromNames(TEXTS, (name) => given.text(name)),
    ...fromNames(NUMBERS, (name) => given.number(name)),
    enable_ui: given.flag("ui"),
    default_lease_ttl: Math.floor(given.number("default_lease_ttl") / 1000),
    max_lease_ttl: Math.floor(given.number("max_lease_ttl") / 1000),
    default_max_request_duration: given.nanoseconds("default_max_request_duration"),
  };
}

/** As in Vault, only what was given. */
function logging(given: Given): JsonObject {
  return {
    ...(given.has("log_file") && { log_file: given.text("log_file") }),
    ...(given.has("log_rotate_bytes") && { log_rotate_bytes: given.number("log_rotate_bytes") }),
    ...(given.has("log_rotate_duration") && {
      log_rotate_duration: `${given.number("log_rotate_duration") / 1000}s`,
    }),
    ...(given.has("log_rotate_max_files") && { log_rotate_max_files: given.number("log_rotate_max_files") }),
  };
}

function seals({ seal, previousSeal }: ServerConfig): JsonValue {
  const former = previousSeal === undefined ? [] : [{ type: previousSeal.type, disabled: true }];
  return [{ type: seal.type, disabled: false }, ...former];
}

function storage(config: ServerConfig, given: Given): JsonObject {
  const { type, maxEntryBytes } = config.storage;
  return {
    type,
    redirect_addr: given.text("api_addr"),
    cluster_addr: given.text("cluster_addr"),
    disable_clustering: given.flag("disable_clustering"),
    ...(type === "raft" && { raft: { max_entry_size: String(maxEntryBytes) } }),
  };
}

function telemetry(given: Given): JsonObject {
  const path = (name: string): string => `telemetry.${name}`;
  const usagePeriodMs = given.has(path("usage_gauge_period"))
    ? given.number(path("usage_gauge_period"))
    : 600_000;
  const pushed = Object.keys(TELEMETRY.keys).filter((name) =>
    /^(?:circonus|statsd|statsite|dogstatsd|stackdriver)/.test(name),
  );
  const texts = pushed.filter((name) => name !== "dogstatsd_tags" && name !== "stackdriver_debug_logs");
  return {
    ...fromNames(texts, (name) => given.text(path(name))),
    dogstatsd_tags: given.texts(path("dogstatsd_tags")),
    stackdriver_debug_logs: given.flag(path("stackdriver_debug_logs")),
    add_lease_metrics_namespace_labels: given.flag(path("add_lease_metrics_namespace_labels")),
    disable_hostname: given.flag(path("disable_hostname")),
    metrics_prefix: given.text(path("metrics_prefix")),
    maximum_gauge_cardinality: given.number(path("maximum_gauge_cardinality")) || 500,
    num_lease_metrics_buckets: given.number(path("num_lease_metrics_buckets")) || 168,
    lease_metrics_epsilon: given.nanoseconds(path("lease_metrics_epsilon"), 3_600_000),
    prometheus_retention_time: given.nanoseconds(path("prometheus_retention_time"), 86_400_000),
    usage_gauge_period: usagePeriodMs * NANOSECONDS_PER_MS,
  };
}

/** As in Vault, the standard of `all` stands in for what a method leaves out. */
function lockouts(given: Given): JsonObject {
  const types = new Set([...given.paths()].flatMap((path) => /^user_lockout\.(\w+)\./.exec(path)?.[1] ?? []));
  if (types.size === 0) return {};
  types.add("all");
  const configs = [...types].sort().map((type): JsonObject => {
    const pick = (name: string): string =>
      given.has(`user_lockout.${type}.${name}`) ? `user_lockout.${type}.${name}` : `user_lockout.all.${name}`;
    return {
      type,
      lockout_threshold: given.number(pick("lockout_threshold")) || 5,
      lockout_duration: given.nanoseconds(pick("lockout_duration"), 900_000),
      lockout_counter_reset: given.nanoseconds(pick("lockout_counter_reset"), 900_000),
      disable_lockout: given.flag(pick("disable_lockout")),
    };
  });
  return { user_lockout_configs: configs };
}

function audits({ auditDevices }: ServerConfig): JsonObject {
  if (auditDevices.length === 0) return {};
  return { audits: auditDevices.map(({ type, path, description }) => ({ type, path, description })) };
}

/** The listeners' own arguments, raw as Vault shows them: as they were written. */
function listeners(tree: HclObject): JsonValue {
  return tree.items
    .filter((item) => item.keys[0].name === "listener")
    .flatMap((item) => blocksOf(item, 1))
    .map((block) => ({ type: "tcp", config: publicMembers(block.object, TCP_LISTENER.keys) }));
}

function publicMembers(object: HclObject, keys: KeyTable): JsonObject {
  const shown = object.items.filter(({ keys: [{ name }] }) => {
    const rule: KeyRule | undefined = Object.hasOwn(keys, name) ? keys[name] : undefined;
    return rule !== undefined && rule.secret !== true;
  });
  return members(shown, (item, value) => {
    const inner = ALL_STANZAS.find(({ title }) => title === `listener "tcp" { ${item.keys[0].name} }`);
    return value.kind === "object" && inner !== undefined ? publicMembers(value, inner.keys) : jsonOf(value);
  });
}

function jsonOf(value: HclValue): JsonValue {
  switch (value.kind) {
    case "object":
      return members(value.items, (_, inner) => jsonOf(inner));
    case "list":
      return value.values.map(jsonOf);
    case "null":
      return null;
    default:
      return value.value;
  }
}

/** Every block is a list of one, and repeated ones one list: Go's decoding of HCL. */
function members(items: readonly HclItem[], show: (item: HclItem, value: HclValue) => JsonValue): JsonObject {
  const result = new Map<string, JsonValue>();
  for (const item of items) {
    const [{ name, position }, second, ...others] = item.keys;
    const inner: HclValue =
      second === undefined
        ? item.value
        : { kind: "object", items: [{ ...item, keys: [second, ...others] }], position };
    const shown = show(item, inner);
    const earlier = result.get(name);
    const before = Array.isArray(earlier) ? earlier : [];
    result.set(name, inner.kind === "object" ? [...before, shown] : shown);
  }
  return Object.fromEntries(result);
}

function fromNames(names: readonly string[], value: (name: string) => JsonValue): JsonObject {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}
