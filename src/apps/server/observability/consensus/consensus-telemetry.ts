// The consensus thread's part of a scrape: its meter, what it measures of Raft, and the main thread's way to ask for it.
import type { MessagePort } from "node:worker_threads";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { Reading } from "#metrics/reading.ts";
import { Rpc } from "../../links/rpc.ts";
import { meterLog } from "../thread/meter-log.ts";
import { ThreadMeter } from "../thread/thread-meter.ts";
import { ConsensusMeters } from "./consensus-meters.ts";
import { type RaftFigures, raftGauges } from "./raft-gauges.ts";

/** Asked of the consensus thread by the main thread. */
export type ConsensusTelemetryMethods = { readMeter(): Reading };

export interface ConsensusTelemetryOptions {
  readonly port: MessagePort;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxMounts: number;
}

export class ConsensusTelemetry {
  readonly meters: ConsensusMeters;
  readonly #meter: ThreadMeter;
  #peerName: (raftId: number) => string = String;
  readonly #rpc: Rpc<Record<string, never>>;

  constructor(options: ConsensusTelemetryOptions) {
    const { port, logger } = options;
    const meter = new ThreadMeter({ ...options, thread: "consensus" });
    meterLog(meter, logger);
    this.#meter = meter;
    this.meters = new ConsensusMeters({ ...options, meter, peerName: (raftId) => this.#peerName(raftId) });
    const methods: ConsensusTelemetryMethods = { readMeter: () => meter.read() };
    this.#rpc = new Rpc(port, methods);
  }

  /** @param figures asked at each scrape. @param peerName what operators call a member */
  show(
    figures: () => Omit<RaftFigures, "sinceHeardMs" | "peerName">,
    peerName: (raftId: number) => string,
  ): void {
    this.#peerName = peerName;
    const sinceHeardMs = (peer: number): number | undefined => this.meters.sinceHeardMs(peer);
    this.#meter.gauges(() => raftGauges({ ...figures(), sinceHeardMs, peerName }));
  }

  close(): void {
    this.#meter.close();
    this.#rpc.close();
  }
}
