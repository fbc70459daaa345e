import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { JobEntry } from "./job-entry.ts";
import type { Transaction } from "./transaction.ts";

/** A room's way of going on with one kind of recorded work. */
export interface JobKind<S extends JsonObject = JsonObject> {
  readonly name: string;
  /**
   * One bounded piece of work. Its writes and the next state are one proposal, so a step happens once or not at all;
   * it may run again before that. An effect outside the store is recorded as intended in a step of its own first.
   * @returns where the next step begins; `undefined`: done
   */
  step(job: JobEntry<S>, transaction: Transaction): MaybePromise<S | undefined>;
}
