// How long to wait for a leader: at least ten times what the slowest of network, disk and this process's own loop
// take, never below the floor (raft-ha §5.3). The leader decides for all, so that nodes use similar values; a timeout
// decides over liveness only, never over safety.
import { RecentQuantile } from "./recent-quantile.ts";

export interface ElectionTimingOptions {
  readonly floorMs: number;
  /** A disk that needs more than a tenth of this should not lead; waiting longer would not help. */
  readonly ceilingMs: number;
}

const WINDOW_MS = 30_000;
const MARGIN = 10;
/** Falls to what is wished by half in this time; rises at once. */
const HALF_LIFE_MS = 10_000;
/** Smaller changes are not worth restarting timeouts for. */
const WORTHWHILE = 0.1;

export class ElectionTiming {
  readonly #options: ElectionTimingOptions;
  readonly #roundTrips = new RecentQuantile(0.99, WINDOW_MS);
  readonly #syncs = new RecentQuantile(0.99, WINDOW_MS);
  /** Of a hundred readings a second a few stalls in half a minute are passed over. */
  readonly #lateness = new RecentQuantile(0.999, WINDOW_MS);
  readonly #wishes = new Map<number, number>();
  #smoothMs: number;
  #smoothedAtMs = 0;
  #agreedMs: number;

  constructor(options: ElectionTimingOptions) {
    this.#options = options;
    this.#smoothMs = options.floorMs;
    this.#agreedMs = options.floorMs;
  }

  /** In force now. */
  get agreedMs(): number {
    return this.#agreedMs;
  }

  measuredRoundTrip(ms: number, nowMs: number): void {
    this.#roundTrips.add(ms, nowMs);
  }

  measuredSync(ms: number, nowMs: number): void {
    this.#syncs.add(ms, nowMs);
  }

  measuredLateness(ms: number, nowMs: number): void {
    this.#lateness.add(ms, nowMs);
  }

  heardWish(peer: number, wishMs: number): void {
    this.#wishes.set(peer, wishMs);
  }

  /** What this node's own measurements ask for. */
  wishMs(nowMs: number): number {
    const slowest = Math.max(
      this.#roundTrips.value(nowMs),
      this.#syncs.value(nowMs),
      this.#lateness.value(nowMs),
    );
    return this.#within(MARGIN * slowest);
  }

  /**
   * Leader: decides. Its own stalls would depose it, so its wish counts whole; of the others the median does, or one
   * slow member would slow everyone's failover. Says whether the timeout in force changed.
   */
  decide(peers: readonly number[], nowMs: number): boolean {
    const wishes = peers.map((peer) => this.#wishes.get(peer) ?? 0).sort((a, b) => a - b);
    const median = wishes[Math.floor((wishes.length - 1) / 2)] ?? 0;
    const wished = this.#within(Math.max(this.wishMs(nowMs), median));
    const halves = Math.max(0, nowMs - this.#smoothedAtMs) / HALF_LIFE_MS;
    this.#smoothedAtMs = nowMs;
    const fallen = wished + (this.#smoothMs - wished) * 0.5 ** halves;
    this.#smoothMs = Math.max(wished, fallen);
    return this.#adopt(this.#smoothMs);
  }

  /** Follower: takes over what its leader decided. Says whether the timeout in force changed. */
  follow(electionMs: number): boolean {
    this.#smoothMs = this.#within(electionMs);
    return this.#adopt(this.#smoothMs);
  }

  forgetPeersBut(peers: ReadonlySet<number>): void {
    for (const peer of this.#wishes.keys()) if (!peers.has(peer)) this.#wishes.delete(peer);
  }

  #adopt(ms: number): boolean {
    const rounded = Math.round(ms);
    const change = Math.abs(rounded - this.#agreedMs);
    const settles = rounded === this.#options.floorMs && change > 0;
    if (change < this.#agreedMs * WORTHWHILE && !settles) return false;
    this.#agreedMs = rounded;
    return true;
  }

  #within(ms: number): number {
    const { floorMs, ceilingMs } = this.#options;
    return Number.isFinite(ms) ? Math.min(Math.max(ms, floorMs), ceilingMs) : ceilingMs;
  }
}
