// What is measured of each request at the pipeline's door: by kind, by mount, and while it is under way. On the path of
// every request: handles are resolved once for each mount, and what is answered within the turn makes no garbage.
import type { MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Operation } from "#contract/operation.ts";
import type { Answer } from "#core/answer.ts";
import { accessOf } from "#core/decide.ts";
import type { MeteredRequest, RequestMeter } from "#core/request-meter.ts";
import type { OpenMount } from "#core/route.ts";
import { statusOf } from "#http/status-of.ts";
import type { Meter } from "#metrics/meter.ts";
import type { InFlight } from "./in-flight.ts";
import { MountMeters, type StatusClass } from "./mount-meters.ts";
import { PathTimers } from "./path-timers.ts";
import { TokenMeters } from "./token-meters.ts";

export interface RequestMetersOptions {
  meter: Meter;
  inFlight: InFlight;
  /** More mounts than this are measured together. */
  maxMounts: number;
}

/** Of a mount that is one too many, and of what no mount holds. */
const OTHERS = "(others)";
const NOWHERE = "(none)";

export class RequestMeters implements RequestMeter {
  readonly #options: RequestMetersOptions;
  readonly #byPath = new Map<string, MountMeters>();
  readonly #byMount = new WeakMap<OpenMount, MountMeters>();
  readonly #requests;
  readonly #logins;
  readonly #dropped;
  readonly #paths: PathTimers;
  readonly #tokens: TokenMeters;

  constructor(options: RequestMetersOptions) {
    const { meter, inFlight } = options;
    this.#options = options;
    this.#requests = meter.timer("core.handle_request");
    this.#logins = meter.timer("core.handle_login_request");
    this.#dropped = meter.counter("coffer.metrics_dropped_series");
    this.#paths = new PathTimers(meter);
    this.#tokens = new TokenMeters(meter);
    meter.gauges(() => [{ name: "core.in_flight_requests", labels: {}, value: inFlight.count }]);
  }

  measure(metered: MeteredRequest, run: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const startedMs = performance.now();
    let answer: MaybePromise<Answer>;
    try {
      answer = run();
    } catch (error) {
      this.#refused(metered, error, startedMs);
      throw error;
    }
    if (answer instanceof Promise) return this.#later(metered, answer, startedMs);
    this.#answered(metered, answer, startedMs);
    return answer;
  }

  async #later(metered: MeteredRequest, answer: Promise<Answer>, startedMs: number): Promise<Answer> {
    const ended = this.#options.inFlight.begin(metered.request);
    try {
      const settled = await answer;
      this.#answered(metered, settled, startedMs);
      return settled;
    } catch (error) {
      this.#refused(metered, error, startedMs);
      throw error;
    } finally {
      ended();
    }
  }

  #answered(metered: MeteredRequest, answer: Answer, startedMs: number): void {
    const tookMs = performance.now() - startedMs;
    // An answer's operation is the declared one, or as decided: a create where the request said update.
    this.#ended(metered, answer.operation as Operation, { statusClass: classOf(answer), tookMs });
    if (answer.auth && metered.route) this.#tokens.answered(answer, metered.route, tookMs);
  }

  #refused(metered: MeteredRequest, error: unknown, startedMs: number): void {
    const status = error instanceof VaultError ? statusOf(error.code) : 500;
    const statusClass = Math.floor(status / 100) as StatusClass;
    this.#ended(metered, metered.request.operation, { statusClass, tookMs: performance.now() - startedMs });
  }

  #ended({ request, route }: MeteredRequest, operation: Operation, end: End): void {
    const { statusClass, tookMs } = end;
    if (!route) {
      this.#ofPath(NOWHERE).answered(operation, statusClass, tookMs);
      return;
    }
    const { entry } = route.mount;
    const access = entry.type === "system" || entry.kind === "auth" ? accessOf(route, request) : "token";
    if (access !== "none") this.#requests.observe(tookMs);
    else if (entry.kind === "auth") this.#logins.observe(tookMs);
    this.#ofMount(route.mount).answered(operation, statusClass, tookMs);
    this.#paths.observe(route, operation, tookMs);
  }

  #ofMount(mount: OpenMount): MountMeters {
    const known = this.#byMount.get(mount);
    if (known) return known;
    const meters = this.#ofPath(mount.entry.path);
    this.#byMount.set(mount, meters);
    return meters;
  }

  #ofPath(path: string): MountMeters {
    const known = this.#byPath.get(path);
    if (known) return known;
    if (this.#byPath.size >= this.#options.maxMounts && path !== OTHERS) {
      this.#dropped.add();
      return this.#ofPath(OTHERS);
    }
    const meters = new MountMeters(this.#options.meter, path);
    this.#byPath.set(path, meters);
    return meters;
  }
}

interface End {
  statusClass: StatusClass;
  tookMs: number;
}

/** As `http` will write it: an answer of nothing to a question is a 404. */
function classOf({ reply, operation, auth }: Answer): StatusClass {
  if (reply?.status !== undefined) return Math.floor(reply.status / 100) as StatusClass;
  const isQuestion = operation === "read" || operation === "list" || operation === "help";
  return isQuestion && !reply && !auth ? 4 : 2;
}
