// What a node tells of itself, for those who operate it. Served by the node that was asked, never forwarded; each needs
// a token that may read it, except where a listener opens metrics or requests in flight (security.md §1c).

import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { loggerPaths } from "./logger-paths.ts";
import { monitorPath } from "./monitor-path.ts";
import type { TelemetryDesk } from "./telemetry-desk.ts";

const METRICS = { format: text('"prometheus" or "openmetrics"; without it Vault\'s JSON.') };

const HERE = { access: "token", runsOn: "any" } as const;

export function nodeTelemetryPaths(desk: TelemetryDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      ...HERE,
      pattern: "metrics",
      fields: METRICS,
      summary: "What this node measured.",
      operations: {
        read: systemReads(({ fields, request }: SystemReadCall<typeof METRICS>) =>
          desk.metrics({ format: fields.format, accept: request.headers.get("accept") }),
        ),
      },
    }),
    systemPath({
      ...HERE,
      pattern: "in-flight-req",
      fields: {},
      summary: "The requests that this node is serving.",
      operations: { read: systemReads(async () => ({ data: await desk.inFlight(), bare: true })) },
    }),
    systemPath({
      ...HERE,
      pattern: "host-info",
      fields: {},
      summary: "The machine that this node runs on.",
      operations: { read: systemReads(async () => ({ data: await desk.hostInfo() })) },
    }),
    systemPath({
      ...HERE,
      pattern: "config/state/sanitized",
      fields: {},
      summary: "The configuration of this node, without secrets.",
      operations: { read: systemReads(() => ({ data: desk.configuration() })) },
    }),
    ...loggerPaths(desk.loggers),
    monitorPath(desk),
  ];
}
