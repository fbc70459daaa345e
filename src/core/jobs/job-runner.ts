// Goes on with recorded jobs, one step after the other, on one thread of the leader. Each step is a proposal that holds
// only while the job's record is as it was read, so two runners can not both advance it, and a runner of a deposed
// leader advances nothing. A job that fails waits its turn; the others go on.
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { JOB_PREFIX, jobRecord } from "../job-entry.ts";
import type { JobKind } from "../job-kind.ts";
import type { StateCache } from "../state-cache.ts";
import type { Transaction } from "../transaction.ts";
import type { Transactor } from "../transactor.ts";
import { LeaderDuty } from "./leader-duty.ts";

/** New jobs are seen at once when this thread hears of them, else at the next look. */
const LOOK_MS = 20;
/** Even when nothing was heard: a job whose announcement was missed starts too. */
const LOOK_ANYWAY_MS = 5000;
const MAX_RUNNING = 8;
const MAX_LISTED = 1000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;
const PROGRESS_EVERY_MS = 10_000;

export interface JobRunnerOptions {
  store: KvReader;
  cache: StateCache;
  transactor: Transactor;
  kinds: readonly JobKind[];
  logger: Logger;
  monotonicMs(): number;
  pause: Pause;
}

interface Setback {
  failures: number;
  /** Not tried again before. */
  untilMs: number;
}

export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #kinds: ReadonlyMap<string, JobKind>;
  /** Keys of jobs in work. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #setbacks = new Map<string, Setback>();
  readonly #duty = new LeaderDuty((signal) => this.#watch(signal));
  #hasNews = true;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    options.cache.onChange("job", () => {
      this.#hasNews = true;
    });
  }

  /** This node leads: takes up every recorded job. */
  start(): void {
    this.#duty.start();
  }

  /** Resolves when no step is in work any more. */
  stop(): Promise<void> {
    return this.#duty.stop();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { monotonicMs, pause, cache, logger } = this.#options;
    let lookedAtMs = Number.NEGATIVE_INFINITY;
    this.#setbacks.clear();
    while (!signal.aborted) {
      cache.refresh();
      const isTime = monotonicMs() - lookedAtMs >= LOOK_ANYWAY_MS;
      if (this.#hasNews || this.#setbacks.size > 0 || isTime) {
        this.#hasNews = false;
        lookedAtMs = monotonicMs();
        await this.#takeUp(signal).catch((error: unknown) => {
          logger.warn("jobs could not be listed", { error: String(error) });
        });
      }
      await pause(LOOK_MS, signal);
    }
    await Promise.all(this.#running.values());
  }

  async #takeUp(signal: AbortSignal): Promise<void> {
    const { store, monotonicMs } = this.#options;
    const keys = await store.keys({ prefix: JOB_PREFIX, limit: MAX_LISTED });
    const listed = new Set(keys);
    for (const key of this.#setbacks.keys()) if (!listed.has(key)) this.#setbacks.delete(key);
    for (const key of keys) {
      if (signal.aborted) return;
      if (this.#running.has(key)) continue;
      if (monotonicMs() < (this.#setbacks.get(key)?.untilMs ?? 0)) continue;
      if (this.#running.size >= MAX_RUNNING) {
        this.#hasNews = true;
        return;
      }
      this.#running.set(
        key,
        this.#work(key, signal).finally(() => this.#running.delete(key)),
      );
    }
  }

  /** Step after step until the job is done, fails, or this node stops leading. */
  async #work(key: string, signal: AbortSignal): Promise<void> {
    const { monotonicMs, logger } = this.#options;
    const name = key.slice(JOB_PREFIX.length);
    const startedMs = monotonicMs();
    let toldMs = startedMs;
    try {
      for (let steps = 0; !signal.aborted; steps++) {
        const isDone = await this.#step(key);
        this.#setbacks.delete(key);
        if (isDone) {
          logger.info("job done", { job: name, steps: steps + 1, ms: Math.round(monotonicMs() - startedMs) });
          return;
        }
        if (monotonicMs() - toldMs < PROGRESS_EVERY_MS) continue;
        toldMs = monotonicMs();
        logger.info("job goes on", { job: name, steps: steps + 1 });
      }
    } catch (error) {
      this.#setBack(key, error, signal);
    }
  }

  /** @returns whether the job is done */
  async #step(key: string): Promise<boolean> {
    const { result } = await this.#options.transactor.run((transaction) => this.#advance(key, transaction));
    return result;
  }

  async #advance(key: string, transaction: Transaction): Promise<boolean> {
    const job = transaction.read(jobRecord, key);
    if (!job) return true;
    const kind = this.#kinds.get(job.kind);
    if (!kind) throw new Error(`no room of this version goes on with jobs of kind "${job.kind}"`);
    const state = await kind.step(job, transaction);
    if (state === undefined) transaction.delete(key);
    else transaction.write(jobRecord, key, { ...job, state, steps: job.steps + 1 });
    return state === undefined;
  }

  #setBack(key: string, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const failures = (this.#setbacks.get(key)?.failures ?? 0) + 1;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
    this.#setbacks.set(key, { failures, untilMs: this.#options.monotonicMs() + delayMs });
    const job = key.slice(JOB_PREFIX.length);
    this.#options.logger.warn("job failed, will try again", { job, failures, delayMs, error: String(error) });
  }
}
