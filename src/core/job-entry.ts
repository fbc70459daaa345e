// Work longer than one entry of the log, as it is recorded: what kind, and how far it has come. Whoever leads goes on
// with it (design §3).
import type { JsonObject } from "#base/json/raw-json.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

export interface JobEntry<S extends JsonObject = JsonObject> {
  /** Says who continues it: the name of a JobKind. */
  kind: string;
  /** Where the next step begins. */
  state: S;
  startedAtMs: number;
  /** Steps that were committed. */
  steps: number;
}

export const jobRecord = jsonRecord<JobEntry>("job", 1);

export const JOB_PREFIX = storageKey("job", ROOT_NAMESPACE, "");

/** @param id names the work, so that the same work is not recorded twice */
export function jobKey(id: string): string {
  return JOB_PREFIX + id;
}
