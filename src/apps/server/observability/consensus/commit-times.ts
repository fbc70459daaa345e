// How long the leader's entries take from its log to their commit, a turn's worth at a time.

interface Appended {
  readonly lastIndex: number;
  readonly count: number;
  readonly atMs: number;
}

export class CommitTimes {
  readonly #observe: (tookMs: number, count: number) => void;
  /** In order of index; those before `#settled` are committed. Bounded by what the core lets be uncommitted. */
  #appended: Appended[] = [];
  #settled = 0;

  constructor(observe: (tookMs: number, count: number) => void) {
    this.#observe = observe;
  }

  get waiting(): number {
    return this.#appended.length - this.#settled;
  }

  appended(lastIndex: number, count: number, nowMs: number): void {
    this.#appended.push({ lastIndex, count, atMs: nowMs });
  }

  committed(index: number, nowMs: number): void {
    for (;;) {
      const first = this.#appended[this.#settled];
      if (first === undefined || first.lastIndex > index) break;
      this.#settled++;
      this.#observe(nowMs - first.atMs, first.count);
    }
    if (this.#settled * 2 < this.#appended.length) return;
    this.#appended = this.#appended.slice(this.#settled);
    this.#settled = 0;
  }

  /** Another leads, or in another term: what became of them is not this node's to say. */
  clear(): void {
    this.#appended = [];
    this.#settled = 0;
  }
}
