// Lines of proposals that wait for a key, first in first out. The head of a line is woken when the write that it
// waited for settles, and the key stays reserved for its retry; the others stay parked.

/** How long a key is kept for the one who was woken. */
export const RESERVATION_MS = 100;
/** Nobody waits longer: a waiter is sent to retry, whatever its place in the line. */
export const MAX_PARKED_MS = 1000;
/** A longer line gains nothing: later ones conflict at once. */
const MAX_LINE = 1024;
const MAX_PARKED = 16_384;

interface Waiter<C> {
  candidate: C;
  sinceMs: number;
}

interface Line<C> {
  waiters: Waiter<C>[];
  reservedFor: string | undefined;
  reservedUntilMs: number;
}

interface Named {
  name: string;
}

export class HotKeys<C extends Named> {
  readonly #lines = new Map<string, Line<C>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  isReservedForOther(key: string, name: string, nowMs: number): boolean {
    const line = this.#lines.get(key);
    if (!line || line.reservedFor === undefined) return false;
    return line.reservedFor !== name && nowMs < line.reservedUntilMs;
  }

  /** @returns false when the line or the whole is full */
  park(key: string, candidate: C, nowMs: number): boolean {
    const line = this.#lines.get(key) ?? { waiters: [], reservedFor: undefined, reservedUntilMs: 0 };
    if (line.waiters.length >= MAX_LINE || this.#size >= MAX_PARKED) return false;
    line.waiters.push({ candidate, sinceMs: nowMs });
    this.#lines.set(key, line);
    this.#size++;
    return true;
  }

  /** Takes the head of the line and keeps the key for it. */
  wakeNext(key: string, nowMs: number): C | undefined {
    const line = this.#lines.get(key);
    const head = line?.waiters.shift();
    if (!line) return undefined;
    if (!head) {
      this.#lines.delete(key);
      return undefined;
    }
    this.#size--;
    line.reservedFor = head.candidate.name;
    line.reservedUntilMs = nowMs + RESERVATION_MS;
    return head.candidate;
  }

  /** `name` has made its retry. */
  release(key: string, name: string): void {
    const line = this.#lines.get(key);
    if (line?.reservedFor !== name) return;
    line.reservedFor = undefined;
    if (line.waiters.length === 0) this.#lines.delete(key);
  }

  expire(nowMs: number, isPending: (key: string) => boolean): { candidate: C; key: string }[] {
    const woken: { candidate: C; key: string }[] = [];
    for (const [key, line] of this.#lines) {
      while (line.waiters[0] && nowMs - line.waiters[0].sinceMs >= MAX_PARKED_MS) {
        const overdue = line.waiters.shift();
        this.#size--;
        if (overdue) woken.push({ candidate: overdue.candidate, key });
      }
      const reserved = line.reservedFor !== undefined && nowMs < line.reservedUntilMs;
      if (reserved || isPending(key)) continue;
      const next = this.wakeNext(key, nowMs);
      if (next) woken.push({ candidate: next, key });
    }
    return woken;
  }

  clear(): { candidate: C; key: string }[] {
    const all = [...this.#lines].flatMap(([key, line]) =>
      line.waiters.map((waiter) => ({ candidate: waiter.candidate, key })),
    );
    this.#lines.clear();
    this.#size = 0;
    return all;
  }
}
