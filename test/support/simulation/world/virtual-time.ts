// The one clock and the one queue of a simulated world: events run in order of their time, equal times in the order
// in which they were asked for.

export interface ScheduledEvent {
  readonly atMs: number;
  readonly order: number;
  /** May return a promise of code that waits for nothing outside; the next event waits for it. */
  run: () => void | Promise<void>;
  isCancelled: boolean;
}

export class VirtualTime {
  /** A binary heap. */
  readonly #heap: ScheduledEvent[] = [];
  #nowMs = 0;
  #order = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  get pending(): number {
    return this.#heap.length;
  }

  after(delayMs: number, run: () => void | Promise<void>): ScheduledEvent {
    const event = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, run, isCancelled: false };
    this.#push(event);
    return event;
  }

  /** The next event, its time having come; `undefined` when none is due before `untilMs`. */
  next(untilMs: number): ScheduledEvent | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.atMs > untilMs) {
        this.#nowMs = Math.max(this.#nowMs, untilMs);
        return undefined;
      }
      this.#pop();
      if (first.isCancelled) continue;
      this.#nowMs = first.atMs;
      return first;
    }
  }

  #push(event: ScheduledEvent): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as ScheduledEvent;
      if (!isBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && isBefore(heap[right] as ScheduledEvent, heap[child] as ScheduledEvent))
        child = right;
      if (!isBefore(heap[child] as ScheduledEvent, last)) break;
      heap[at] = heap[child] as ScheduledEvent;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
