import type { MaybePromise } from "#base/maybe-promise.ts";
import type { View } from "./view.ts";

/** What a mount may touch in one step of its duty. */
export interface DutyViews {
  storage: View;
  settings: View;
  /** Log time. */
  nowMs: number;
}

/** What an engine does by itself, once a minute, for each of its mounts: on the leader, on one thread. */
export interface EngineDuty<E> {
  /**
   * One bounded piece, its writes one proposal; may run again when what it read has changed.
   * @param after where the step before ended; `undefined`: begin
   * @returns where the next step begins; `undefined`: all is done until the next time
   */
  step(engine: E, views: DutyViews, after: string | undefined): MaybePromise<string | undefined>;
}
