// What a request thread measures with: made before anything that is measured, and put in its place by the assembly.
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { ExpirySweeperOptions } from "#core/jobs/expiry-sweeper.ts";
import type { TokenDesk } from "#core/needs.ts";
import type { Ground } from "../request/foundation.ts";
import { AuditMeters } from "./requests/audit-meters.ts";
import { ForwardMeter } from "./requests/forward-meter.ts";
import { HttpMeters } from "./requests/http-meters.ts";
import { InFlight } from "./requests/in-flight.ts";
import { MeteredConsensus } from "./requests/metered-consensus.ts";
import { MeteredPasswords } from "./requests/metered-passwords.ts";
import { MeteredStore } from "./requests/metered-store.ts";
import { MeteredTokens } from "./requests/metered-tokens.ts";
import { RequestMeters } from "./requests/request-meters.ts";
import { meterLog } from "./thread/meter-log.ts";
import { ThreadMeter } from "./thread/thread-meter.ts";

export interface RequestInstrumentsOptions {
  /** A label. */
  thread: string;
  clock: Clock;
  logger: Logger;
  /** `maximum_gauge_cardinality`: more mounts than this are measured together. */
  maxMounts: number;
}

export class RequestInstruments {
  readonly meter: ThreadMeter;
  readonly inFlight: InFlight;
  readonly audit: AuditMeters;
  readonly requests: RequestMeters;
  readonly forwards: ForwardMeter;
  /** What was due was ended. */
  readonly onEnded: NonNullable<ExpirySweeperOptions["onEnded"]>;

  constructor(options: RequestInstrumentsOptions) {
    const { clock, logger, maxMounts } = options;
    const meter = new ThreadMeter(options);
    meterLog(meter, logger);
    this.meter = meter;
    this.inFlight = new InFlight(() => clock.wallMs());
    this.audit = new AuditMeters(meter);
    this.requests = new RequestMeters({ meter, inFlight: this.inFlight, maxMounts });
    this.forwards = new ForwardMeter(meter);
    const revoke = meter.timer("expire.revoke");
    meter.counter("coffer.expired", { kind: "token" });
    this.onEnded = (kind, count, tookMs) => {
      revoke.observe(tookMs);
      meter.counter("coffer.expired", { kind }).add(count);
    };
  }

  /** The same ground, measuring. */
  measuring<G extends Ground>(ground: G): G {
    const { meter } = this;
    return {
      ...ground,
      store: new MeteredStore(ground.store, meter),
      consensus: new MeteredConsensus(ground.consensus, meter),
      passwords: new MeteredPasswords(ground.passwords, meter),
    };
  }

  tokens(tokens: TokenDesk): TokenDesk {
    return new MeteredTokens(tokens, this.meter);
  }

  /** @param listener its address: a label */
  http(listener: string): HttpMeters {
    return new HttpMeters(this.meter, listener);
  }
}
