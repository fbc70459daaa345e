// What the pipeline tells the meter: one request, from the first look at it to its answer.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "./answer.ts";
import type { Route } from "./route.ts";

export interface MeteredRequest {
  readonly request: Request;
  /** Undefined: no mount holds the path. */
  readonly route: Route | undefined;
}

export interface RequestMeter {
  /** Runs and measures it. What `run` answers or throws goes on as it is. */
  measure(metered: MeteredRequest, run: () => MaybePromise<Answer>): MaybePromise<Answer>;
}
