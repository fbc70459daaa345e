// Recording work that is longer than one entry, and waiting for it. Any room on any thread may; one thread of the
// leader does the work (job-runner.ts).
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Pause } from "#base/pause.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { jobKey, jobRecord } from "../job-entry.ts";
import type { JobDesk, NewJob } from "../needs.ts";
import type { Transaction } from "../transaction.ts";

const FIRST_LOOK_MS = 2;
const LONGEST_LOOK_MS = 50;

export interface JobsOptions {
  store: KvReader;
  monotonicMs(): number;
  pause: Pause;
}

export class Jobs implements JobDesk {
  readonly #options: JobsOptions;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  begin<S extends JsonObject>(transaction: Transaction, { id, kind, state }: NewJob<S>): boolean {
    const key = jobKey(id);
    if (transaction.read(jobRecord, key)) return false;
    transaction.write(jobRecord, key, { kind, state, startedAtMs: transaction.nowMs, steps: 0 });
    return true;
  }

  async finished(id: string, timeoutMs: number): Promise<boolean> {
    const { store, monotonicMs, pause } = this.#options;
    const deadlineMs = monotonicMs() + timeoutMs;
    for (let lookMs = FIRST_LOOK_MS; store.get(jobKey(id)); lookMs = Math.min(lookMs * 2, LONGEST_LOOK_MS)) {
      if (monotonicMs() >= deadlineMs) return false;
      await pause(lookMs);
    }
    return true;
  }
}
