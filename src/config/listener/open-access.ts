// What a listener serves without a token beyond what Vault always does, and what it keeps to itself.
import { type KeyTable, type StanzaShape, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";

export interface OpenAccess {
  readonly metricsWithoutToken: boolean;
  /** `none`: metrics are refused here. `only`: nothing else is served here. */
  readonly metrics: "served" | "none" | "only";
  /** Beside /v1/sys/metrics; only where `metrics` is `only`. */
  readonly metricsPath: string | undefined;
  readonly pprofWithoutToken: boolean;
  readonly inFlightRequestsWithoutToken: boolean;
  /** Vault's old forms of sys/rekey and sys/generate-root, which anybody could start and cancel. */
  readonly rekeyWithoutToken: boolean;
  readonly generateRootWithoutToken: boolean;
}

export const OPEN_ACCESS_KEYS = {
  telemetry: used("Block: who may read this listener's metrics."),
  profiling: used("Block: who may profile through this listener."),
  inflight_requests_logging: used("Block: who may list the requests in flight."),
  disable_unauthed_rekey_endpoints: used("`false` opens sys/rekey without a token, as Vault before 2.0.", {
    standard: "true",
  }),
  disable_unauthed_generate_root_endpoints: used("`false` opens sys/generate-root without a token.", {
    standard: "true",
  }),
} satisfies KeyTable;

type OpenAccessKey = keyof typeof OPEN_ACCESS_KEYS;

export const LISTENER_TELEMETRY = {
  title: 'listener "tcp" { telemetry }',
  says: "Metrics on this listener.",
  keys: {
    unauthenticated_metrics_access: used("Serve sys/metrics without a token.", { standard: "false" }),
    disallow_metrics: used("Serve no metrics here.", { standard: "false" }),
    metrics_only: used("Serve metrics and nothing else here.", { standard: "false" }),
    metrics_path: used("A further path for them, such as /metrics; needs metrics_only."),
  },
} satisfies StanzaShape;

export const LISTENER_PROFILING = {
  title: 'listener "tcp" { profiling }',
  says: "Profiling through this listener.",
  keys: { unauthenticated_pprof_access: used("Serve sys/pprof without a token.", { standard: "false" }) },
} satisfies StanzaShape;

export const LISTENER_IN_FLIGHT = {
  title: 'listener "tcp" { inflight_requests_logging }',
  says: "The requests in flight, through this listener.",
  keys: {
    unauthenticated_in_flight_requests_access: used("Serve sys/in-flight-req without a token.", {
      standard: "false",
    }),
  },
} satisfies StanzaShape;

export function readOpenAccess(stanza: Stanza<OpenAccessKey>, opened: readonly string[]): OpenAccess {
  const rekeyClosed = stanza.flag("disable_unauthed_rekey_endpoints") ?? true;
  const generateRootClosed = stanza.flag("disable_unauthed_generate_root_endpoints") ?? true;
  return {
    ...readMetrics(stanza),
    pprofWithoutToken: readSwitch(stanza, "profiling"),
    inFlightRequestsWithoutToken: readSwitch(stanza, "inflight_requests_logging"),
    rekeyWithoutToken: !rekeyClosed || opened.includes("rekey"),
    generateRootWithoutToken: !generateRootClosed || opened.includes("generate-root"),
  };
}

type Metrics = Pick<OpenAccess, "metricsWithoutToken" | "metrics" | "metricsPath">;

function readMetrics(stanza: Stanza<OpenAccessKey>): Metrics {
  const block = stanza.block("telemetry");
  if (block === undefined) return { metricsWithoutToken: false, metrics: "served", metricsPath: undefined };
  return stanza.child(
    LISTENER_TELEMETRY,
    { block, name: "telemetry", field: "telemetry" },
    (inner): Metrics => {
      const metricsWithoutToken = inner.flag("unauthenticated_metrics_access") ?? false;
      const none = inner.flag("disallow_metrics") ?? false;
      const only = inner.flag("metrics_only") ?? false;
      const metricsPath = inner.word("metrics_path");
      if (none && only) inner.error("metrics_only", "cannot be true together with disallow_metrics");
      if (metricsPath !== undefined && !only) inner.error("metrics_path", "needs metrics_only = true");
      if (metricsPath !== undefined && !/^\/[\w./-]{0,255}$/.test(metricsPath)) {
        inner.error("metrics_path", "must be a path such as /metrics");
      }
      return { metricsWithoutToken, metrics: only ? "only" : none ? "none" : "served", metricsPath };
    },
  );
}

function readSwitch(stanza: Stanza<OpenAccessKey>, name: "profiling" | "inflight_requests_logging"): boolean {
  const block = stanza.block(name);
  if (block === undefined) return false;
  const place = { block, name, field: name };
  if (name === "profiling") {
    return (
      stanza.child(LISTENER_PROFILING, place, (inner) => inner.flag("unauthenticated_pprof_access")) ?? false
    );
  }
  const key = "unauthenticated_in_flight_requests_access";
  return stanza.child(LISTENER_IN_FLIGHT, place, (inner) => inner.flag(key)) ?? false;
}
