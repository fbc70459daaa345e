// A server's whole configuration from texts, environment and flags: decided purely, told problem by problem.
import type { HclObject, HclString } from "#base/hcl/ast.ts";
import { HclError } from "#base/hcl/hcl-error.ts";
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import type { NetworkAddress } from "./address/network-address.ts";
import { type AdvertisedAddresses, readAddresses } from "./addresses.ts";
import { type AuditDeviceOptions, readAuditDevices } from "./audit.ts";
import { type LeaseOptions, readLeases, readMaxRequestDurationMs } from "./leases.ts";
import { type ListenerOptions, readListeners } from "./listener.ts";
import { type LogOptions, readLog } from "./log.ts";
import { type NodeOptions, readNode, readOpenWithoutToken } from "./node.ts";
import { type ConfigProblem, ProblemList } from "./reading/config-problem.ts";
import { Environment, type EnvironmentVariables } from "./reading/environment.ts";
import type { ReadContext } from "./reading/read-context.ts";
import type { Setting, Settings } from "./reading/settings.ts";
import { Stanza } from "./reading/stanza.ts";
import { readSeals, type SealPlan } from "./seal.ts";
import { type KubernetesRegistrationOptions, readServiceRegistration } from "./service-registration.ts";
import { readStorage, type StorageOptions } from "./storage.ts";
import { readTelemetry, type TelemetryOptions } from "./telemetry.ts";
import { TOP_LEVEL, type TopLevelKey } from "./top-level.ts";
import { unknownKeyAdvisor } from "./unknown-key.ts";
import { readUserLockouts, type UserLockouts } from "./user-lockout.ts";

export interface ServerConfig extends SealPlan {
  readonly listeners: readonly ListenerOptions[];
  readonly storage: StorageOptions;
  readonly addresses: AdvertisedAddresses;
  readonly leases: LeaseOptions;
  readonly telemetry: TelemetryOptions;
  readonly serviceRegistration: KubernetesRegistrationOptions | undefined;
  readonly userLockouts: UserLockouts;
  readonly auditDevices: readonly AuditDeviceOptions[];
  readonly log: LogOptions;
  readonly node: NodeOptions;
}

export interface ConfigSource {
  /** The file's name, as messages show it. */
  readonly name: string;
  readonly text: string;
}

/** Hundreds of times what any server needs. */
const LIMITS = { maxLength: 1024 * 1024, maxDepth: 32, maxItems: 10_000 };

export interface ConfigInputs {
  /** In the order given: of a key in several files the last one counts, blocks that may repeat add up. */
  readonly sources: readonly ConfigSource[];
  readonly environment: EnvironmentVariables;
  /** By name without a dash: `log-level`. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly networkAddresses: readonly NetworkAddress[];
  /** Whether a running server reads its files again (SIGHUP). */
  readonly reloading?: boolean;
}

export interface ConfigDecision {
  /** Present exactly when `errors` is empty. */
  readonly config: ServerConfig | undefined;
  /** Each refuses the start; in the order of files and lines. */
  readonly errors: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
  /** Known keys that change nothing here. */
  readonly notes: readonly ConfigProblem[];
  readonly settings: Settings;
  /** All sources as one object: for the sanitized view. */
  readonly tree: HclObject;
}

export function decideConfig(inputs: ConfigInputs): ConfigDecision {
  const problems = new ProblemList();
  const settings = new Map<string, Setting>();
  const tree = parseSources(inputs.sources, problems);
  const context: ReadContext = {
    problems,
    settings,
    environment: new Environment(inputs.environment),
    flags: flagValues(inputs.flags ?? {}),
    reloading: inputs.reloading ?? false,
    networkAddresses: inputs.networkAddresses,
    adviseOnUnknown: unknownKeyAdvisor(),
  };
  // A text that cannot be read would make half of the rest look missing.
  const isReadable = problems.of("error").length === 0;
  const config = isReadable
    ? readServer(new Stanza(TOP_LEVEL, { object: tree, path: "", field: "" }, context))
    : undefined;
  const errors = problems.of("error");
  return {
    config: errors.length === 0 ? config : undefined,
    errors,
    warnings: problems.of("warning"),
    notes: problems.of("note"),
    settings,
    tree,
  };
}

function parseSources(sources: readonly ConfigSource[], problems: ProblemList): HclObject {
  const position = { source: sources[0]?.name ?? "configuration", line: 0, column: 0 };
  const items = sources.flatMap(({ name, text }) => {
    try {
      return parseHcl(text, { ...LIMITS, source: name }).items;
    } catch (error) {
      if (!(error instanceof HclError)) throw error;
      problems.error(error.position, "", error.reason);
      return [];
    }
  });
  return { kind: "object", items, position };
}

function flagValues(flags: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, HclString> {
  const values = new Map<string, HclString>();
  for (const [name, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    values.set(name, { kind: "string", value, position: { source: `-${name}`, line: 0, column: 0 } });
  }
  return values;
}

function readServer(root: Stanza<TopLevelKey>): ServerConfig | undefined {
  const listeners = readListeners(root, {
    maxRequestDurationMs: readMaxRequestDurationMs(root),
    openWithoutToken: readOpenWithoutToken(root),
  });
  const storage = readStorage(root);
  const seals = readSeals(root);
  const rest = {
    listeners,
    addresses: readAddresses(root, listeners[0]),
    leases: readLeases(root),
    telemetry: readTelemetry(root),
    serviceRegistration: readServiceRegistration(root),
    userLockouts: readUserLockouts(root),
    auditDevices: readAuditDevices(root),
    log: readLog(root),
    node: readNode(root),
  };
  if (storage?.type === "raft" && rest.addresses.clusteringDisabled) {
    root.error("disable_clustering", "cannot be true with storage raft, which needs the cluster's port");
  }
  root.finish();
  return storage === undefined || seals === undefined ? undefined : { storage, ...seals, ...rest };
}
