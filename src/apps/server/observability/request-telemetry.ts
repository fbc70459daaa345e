// What a request thread tells of itself and of the node: its paths, its part of each scrape, and the counts that the
// leader's first thread makes.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { OpenAccess } from "#config/listener/open-access.ts";
import type { AnyPath } from "#contract/path.ts";
import { counterPaths } from "#core/telemetry/counter-paths.ts";
import { JobFigures } from "#core/telemetry/job-figures.ts";
import { MountFigures } from "#core/telemetry/mount-figures.ts";
import { nodeTelemetryPaths } from "#core/telemetry/node-telemetry-paths.ts";
import { versionHistoryPath } from "#core/telemetry/version-history.ts";
import type { Reading } from "#metrics/reading.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";
import { LogLevels } from "../logging/log-levels.ts";
import type { RequestThreadData } from "../main/node-data.ts";
import type { Foundation } from "../request/foundation.ts";
import { LogMonitors } from "./logs/log-monitors.ts";
import type { RequestInstruments } from "./request-instruments.ts";
import { ClusterName } from "./requests/cluster-name.ts";
import { meterCache } from "./requests/meter-cache.ts";
import { OpenDoors } from "./requests/open-doors.ts";
import { RemoteTelemetryDesk } from "./requests/remote-telemetry-desk.ts";
import { jobGauges, mountGauges, usageGauges } from "./requests/room-gauges.ts";
import { TelemetryDuty } from "./requests/telemetry-duty.ts";

export interface RequestTelemetryOptions {
  data: RequestThreadData;
  main: Rpc<MainMethods>;
  foundation: Foundation;
  instruments: RequestInstruments;
}

export class RequestTelemetry {
  readonly instruments: RequestInstruments;
  /** Does its work on the leader's first thread. */
  readonly duty: TelemetryDuty;
  readonly #options: RequestTelemetryOptions;
  readonly #monitors: LogMonitors;
  readonly #desk: RemoteTelemetryDesk;
  /** Of the node as a whole: shown by one thread. */
  readonly #figures: readonly { refresh(): Promise<void> }[] = [];
  #configuration: JsonObject;

  constructor(options: RequestTelemetryOptions) {
    const { data, foundation, instruments } = options;
    const { meter } = instruments;
    this.#options = options;
    this.instruments = instruments;
    this.#configuration = data.configuration;
    this.duty = new TelemetryDuty(foundation, data, meter);
    const levels = new LogLevels(data.memory.logLevels);
    this.#monitors = new LogMonitors({ levels, dropped: meter.counter("coffer.monitor_dropped_lines") });
    this.#desk = this.#makeDesk(levels);
    meterCache(meter, foundation.cache);
    meter.gauges(() => [{ name: "coffer.monitors", labels: {}, value: this.#monitors.count }]);
    if (data.index === 0) this.#figures = this.#showNode();
  }

  /** Those that every node answers for itself. */
  get nodePaths(): AnyPath<unknown>[] {
    return nodeTelemetryPaths(this.#desk);
  }

  get systemPaths(): AnyPath<unknown>[] {
    return [versionHistoryPath(this.#options.foundation.cache), ...counterPaths()];
  }

  doorsOf(access: OpenAccess): OpenDoors {
    return new OpenDoors({ access, desk: this.#desk, inFlight: this.instruments.inFlight });
  }

  /** What the room of audit, which is made later, shows on one thread for the node. */
  showAudit(audit: { readonly deviceCount: number }): void {
    const { data, foundation, instruments } = this.#options;
    if (data.index !== 0) return;
    instruments.meter.gauges(() =>
      foundation.barrier.isSealed
        ? []
        : [{ name: "coffer.audit_devices", labels: {}, value: audit.deviceCount }],
    );
  }

  /** Members whose records are not what the cluster wrote: shown by one thread. */
  showMembers(guard: { readonly forgeries: number }): void {
    const { data, instruments } = this.#options;
    if (data.index !== 0) return;
    instruments.meter.gauges(() => [
      { name: "coffer.raft_forged_members", labels: {}, value: guard.forgeries },
    ]);
  }

  /** This thread's part of a scrape. */
  async read(): Promise<Reading> {
    await Promise.all(this.#figures.map((figures) => figures.refresh()));
    return this.instruments.meter.read();
  }

  describeInFlight(): JsonObject {
    return this.instruments.inFlight.describe();
  }

  /** SIGHUP. */
  reload(configuration: JsonObject): void {
    this.#configuration = configuration;
  }

  /** The node stops: answers that would go on for ever end. */
  endStreams(): void {
    this.#monitors.close();
  }

  close(): void {
    this.endStreams();
    this.instruments.meter.close();
  }

  /** What one thread shows for the node. */
  #showNode(): { refresh(): Promise<void> }[] {
    const { data, foundation, instruments } = this.#options;
    const mounts = new MountFigures(foundation);
    const jobs = new JobFigures(foundation.store);
    const { maximumGaugeCardinality: maxSeries, labelsLeaseNamespaces } = data.telemetry;
    instruments.meter.gauges(() => mountGauges(mounts.latest));
    instruments.meter.gauges(() => jobGauges(jobs.latest));
    instruments.meter.gauges(() => {
      const { latest } = this.duty;
      const nowMs = foundation.monotonicMs();
      return latest ? usageGauges(latest, { nowMs, maxSeries, labelsLeaseNamespaces }) : [];
    });
    return [mounts, jobs];
  }

  #makeDesk(levels: LogLevels): RemoteTelemetryDesk {
    const { data, main, foundation } = this.#options;
    const { telemetry } = data;
    const cluster = new ClusterName(foundation, data.clusterName);
    return new RemoteTelemetryDesk({
      main,
      clock: foundation.clock,
      levels,
      monitors: this.#monitors,
      dataDirectory: data.dataDirectory,
      clusterName: () => cluster.current,
      configuration: () => this.#configuration,
      answers: {
        prefix: telemetry.prefix,
        host: telemetry.labelsHost ? data.hostName : undefined,
        servesByDefault: telemetry.servesByDefault,
        filters: telemetry.filters,
        isTextEnabled: telemetry.prometheusRetentionMs > 0,
      },
    });
  }
}
