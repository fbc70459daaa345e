import type { KvReader } from "#storage/kv-store.ts";
import { JOB_PREFIX } from "../job-entry.ts";

/** Far more than ever run at once; more are not counted. */
const MAX_JOBS = 10_000;

/** How many durable jobs are under way. */
export class JobFigures {
  readonly #store: KvReader;
  #jobs = 0;

  constructor(store: KvReader) {
    this.#store = store;
  }

  /** As of the last `refresh`. */
  get latest(): number {
    return this.#jobs;
  }

  async refresh(): Promise<void> {
    this.#jobs = (await this.#store.keys({ prefix: JOB_PREFIX, limit: MAX_JOBS })).length;
  }
}
