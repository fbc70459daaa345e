// Keeps this pod's labels as the node is, so that Services find the active node. Looks often, says only what changed,
// and goes on trying: what could not be said is made up for by the next attempt, which says how things are then.
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import { labelPatch, type PatchOperation, type PodLabels, type PodState, podLabels } from "./pod-labels.ts";

/** As much of the API as this needs. */
export interface PodEntry {
  labels(): Promise<PodLabels | undefined>;
  patch(operations: readonly PatchOperation[]): Promise<void>;
}

export interface KubernetesRegistrationOptions {
  readonly pod: PodEntry;
  readonly state: () => PodState;
  /** As clients see it. */
  readonly version: string;
  readonly pause: Pause;
  readonly logger: Logger;
}

/** A new leader should be found at once. */
const LOOK_MS = 100;
/** Somebody else may have changed the labels: now and then they are looked at anew. */
const LOOKS_TRUSTED = 600;
const RETRY_FIRST_MS = 500;
const RETRY_LAST_MS = 5000;
/** A node that stops waits no longer for the API. */
const CLOSE_MS = 3000;
const STOPPED: PodState = { isActive: false, isSealed: true, isInitialized: false };

export class KubernetesRegistration {
  readonly #options: KubernetesRegistrationOptions;
  readonly #ended = new AbortController();
  /** Of the pod, as last seen or set; undefined: not known. */
  #known: { readonly labels: PodLabels | undefined } | undefined;
  #running: Promise<void> | undefined;

  constructor(options: KubernetesRegistrationOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The node stops: no Service is to send it anything. Never rejects. */
  async close(): Promise<void> {
    this.#ended.abort();
    await Promise.race([this.#setStopped(), this.#options.pause(CLOSE_MS)]);
  }

  async #setStopped(): Promise<void> {
    await this.#running;
    try {
      await this.#set(STOPPED);
    } catch (error) {
      this.#options.logger.warn("the pod's labels could not be set at the end", { error: String(error) });
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    const { state, pause, logger } = this.#options;
    let retryMs = RETRY_FIRST_MS;
    for (let looks = 1; !signal.aborted; looks++) {
      if (looks % LOOKS_TRUSTED === 0) this.#known = undefined;
      try {
        await this.#set(state());
        retryMs = RETRY_FIRST_MS;
        await pause(LOOK_MS, signal);
      } catch (error) {
        this.#known = undefined;
        logger.warn("the pod's labels could not be set, will try again", { error: String(error), retryMs });
        await pause(retryMs, signal);
        retryMs = Math.min(2 * retryMs, RETRY_LAST_MS);
      }
    }
  }

  async #set(state: PodState): Promise<void> {
    const { pod, logger, version } = this.#options;
    const wanted = podLabels(state, version);
    this.#known ??= { labels: await pod.labels() };
    const { labels } = this.#known;
    const operations = labelPatch(wanted, labels);
    if (operations.length === 0) return;
    await pod.patch(operations);
    this.#known = { labels: { ...labels, ...wanted } };
    logger.debug("the pod's labels are set", { ...wanted });
  }
}
