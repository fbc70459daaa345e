// Fetches a whole state from another member into a folder of its own, for the consensus thread to put in use.
import { rm } from "node:fs/promises";
import { parseHostPort } from "#cluster/members/host-port.ts";
import { pullState } from "#cluster/state-transfer/state-pull.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import type { PulledState, PullWish } from "../../links/cluster-messages.ts";
import { newStatePlace } from "../../node/state-place.ts";
import { systemClock } from "../../system-clock.ts";

const DIAL_MS = 3000;
const CACHE_BYTES = 1 << 20;

export interface StatePullsOptions {
  readonly dataDirectory: string;
  readonly credentials: () => NodeCredentials;
}

export class StatePulls {
  readonly #options: StatePullsOptions;
  #underWay: AbortController | undefined;

  constructor(options: StatePullsOptions) {
    this.#options = options;
  }

  cancel(): void {
    this.#underWay?.abort();
  }

  /** Durable when it settles. @throws DialError, StatePartError; nothing is left then */
  async pull({ from, atLeast, ids }: PullWish): Promise<PulledState | undefined> {
    const address = parseHostPort(from.forwardingAddr);
    if (address === undefined) return undefined;
    const place = newStatePlace(this.#options.dataDirectory);
    const aborts = new AbortController();
    this.#underWay = aborts;
    const store = await LevelStore.open({ directory: place, cacheBytes: CACHE_BYTES, mustExist: false });
    try {
      const snapshot = await pullState({
        target: { ...address, pins: from.pins },
        question: { atLeast, ...ids },
        dial: { credentials: this.#options.credentials(), timeoutMs: DIAL_MS, wallMs: systemClock.wallMs() },
        sink: store,
        signal: aborts.signal,
      });
      await store.flush();
      await store.close();
      return { place, snapshot };
    } catch (error) {
      await store.close();
      await rm(place, { recursive: true, force: true });
      throw error;
    }
  }
}
