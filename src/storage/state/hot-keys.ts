// Lines of proposals that wait for a key, first in first out. The head of a line is woken when the write that it
// waited for settles, and the key stays reserved for its retry; the others stay parked. Whoever is woken and does not
// come back (a check-and-set that has lost, a request that is no longer permitted) costs the line its reservation: then
// twice as many are woken at once, so a line of losers is told in a few turns instead of one by one.

/** How long a key is kept for those who were woken. */
export const RESERVATION_MS = 100;
/** Nobody waits longer: a waiter is sent to retry, whatever its place in the line. */
export const MAX_PARKED_MS = 5000;
/** A longer line gains nothing: later ones conflict at once. */
const MAX_LINE = 1024;
const MAX_PARKED = 16_384;
const MAX_WOKEN_AT_ONCE = 64;

interface Waiter<C> {
  candidate: C;
  sinceMs: number;
}

interface Line<C> {
  waiters: Waiter<C>[];
  /** Names of those who were woken and have not come back. */
  reservedFor: Set<string>;
  reservedUntilMs: number;
  /** How many are woken next. */
  batch: number;
}

interface Named {
  name: string;
}

export interface WokenFor<C> {
  candidate: C;
  key: string;
}

export class HotKeys<C extends Named> {
  readonly #lines = new Map<string, Line<C>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether `name` has to wait behind others: they were woken, or are in line before it. */
  isTaken(key: string, name: string, nowMs: number): boolean {
    const line = this.#lines.get(key);
    if (!line || line.reservedFor.has(name)) return false;
    return line.waiters.length > 0 || isReserved(line, nowMs);
  }

  /** @returns false when the line or the whole is full */
  park(key: string, candidate: C, nowMs: number): boolean {
    const line = this.#lines.get(key) ?? newLine<C>();
    if (line.waiters.length >= MAX_LINE || this.#size >= MAX_PARKED) return false;
    line.reservedFor.delete(candidate.name);
    line.waiters.push({ candidate, sinceMs: nowMs });
    this.#lines.set(key, line);
    this.#size++;
    return true;
  }

  /** A write of `key` has settled: its turn goes to the head of the line, unless it is somebody's already. */
  wakeNext(key: string, nowMs: number): WokenFor<C>[] {
    const line = this.#lines.get(key);
    return line && !isReserved(line, nowMs) ? this.#wake(key, line, nowMs) : [];
  }

  /** `name` has made its retry. */
  release(key: string, name: string): void {
    const line = this.#lines.get(key);
    if (!line?.reservedFor.has(name)) return;
    line.reservedFor.clear();
    line.batch = 1;
    if (line.waiters.length === 0) this.#lines.delete(key);
  }

  /** `name` waits elsewhere: it must not keep others waiting here, who may be what it waits for. */
  giveUp(key: string, name: string): void {
    this.#lines.get(key)?.reservedFor.delete(name);
  }

  /** Wakes those whose turn has come though nothing settled, and those who waited too long. */
  expire(nowMs: number, isPending: (key: string) => boolean): WokenFor<C>[] {
    const woken: WokenFor<C>[] = [];
    for (const [key, line] of this.#lines) {
      while (line.waiters[0] && nowMs - line.waiters[0].sinceMs >= MAX_PARKED_MS) {
        woken.push(...this.#takeHead(key, line));
      }
      if (isReserved(line, nowMs) || isPending(key)) continue;
      if (line.reservedFor.size > 0) line.batch = Math.min(line.batch * 2, MAX_WOKEN_AT_ONCE);
      woken.push(...this.#wake(key, line, nowMs));
    }
    return woken;
  }

  clear(): WokenFor<C>[] {
    const all = [...this.#lines].flatMap(([key, line]) =>
      line.waiters.map((waiter) => ({ candidate: waiter.candidate, key })),
    );
    this.#lines.clear();
    this.#size = 0;
    return all;
  }

  #wake(key: string, line: Line<C>, nowMs: number): WokenFor<C>[] {
    const woken: WokenFor<C>[] = [];
    while (woken.length < line.batch && line.waiters.length > 0) woken.push(...this.#takeHead(key, line));
    line.reservedFor = new Set(woken.map(({ candidate }) => candidate.name));
    line.reservedUntilMs = nowMs + RESERVATION_MS;
    if (woken.length === 0) this.#lines.delete(key);
    return woken;
  }

  #takeHead(key: string, line: Line<C>): WokenFor<C>[] {
    const head = line.waiters.shift();
    if (!head) return [];
    this.#size--;
    return [{ candidate: head.candidate, key }];
  }
}

function newLine<C>(): Line<C> {
  return { waiters: [], reservedFor: new Set(), reservedUntilMs: 0, batch: 1 };
}

function isReserved<C>({ reservedFor, reservedUntilMs }: Line<C>, nowMs: number): boolean {
  return reservedFor.size > 0 && nowMs < reservedUntilMs;
}
