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
  /** First in line then: a retry that has to wait again takes its old place. */
  arrivedMs: number;
  parkedMs: number;
}

interface Line<C> {
  /** Earlier arrivals first. */
  waiters: Waiter<C>[];
  /** Those who were woken and have not come back, by name: when they arrived. */
  woken: Map<string, number>;
  /** Those who were woken and did not come back in time: when they arrived. They may still come. */
  late: Map<string, number>;
  /** Until then the key is kept for those who were woken. */
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
    if (!line || line.woken.has(name)) return false;
    return line.waiters.length > 0 || isReserved(line, nowMs);
  }

  /** @returns false when the line or the whole is full */
  park(key: string, candidate: C, nowMs: number): boolean {
    const line = this.#lines.get(key) ?? newLine<C>();
    if (line.waiters.length >= MAX_LINE || this.#size >= MAX_PARKED) return false;
    const { name } = candidate;
    const arrivedMs = line.woken.get(name) ?? line.late.get(name) ?? nowMs;
    line.woken.delete(name);
    line.late.delete(name);
    const place = line.waiters.findLastIndex((waiter) => waiter.arrivedMs <= arrivedMs) + 1;
    line.waiters.splice(place, 0, { candidate, arrivedMs, parkedMs: nowMs });
    this.#lines.set(key, line);
    this.#size++;
    return true;
  }

  /** A write of `key` has settled: its turn goes to the head of the line, unless it is somebody's already. */
  wakeNext(key: string, nowMs: number): WokenFor<C>[] {
    const line = this.#lines.get(key);
    return line && !isReserved(line, nowMs) ? this.#wake(key, line, nowMs) : [];
  }

  /** `name` has made its retry; others who were woken with it keep their places. */
  release(key: string, name: string): void {
    const line = this.#lines.get(key);
    line?.late.delete(name);
    if (!line?.woken.delete(name)) return;
    line.reservedUntilMs = 0;
    line.batch = 1;
  }

  /** `name` was given `key` and now waits for a later one: the key stays its own for that long. */
  hold(key: string, name: string, untilMs: number): void {
    const line = this.#lines.get(key);
    if (line?.woken.has(name)) line.reservedUntilMs = untilMs;
  }

  /** `name` was given `key` and now waits for an earlier one: it must not keep others waiting meanwhile. */
  giveUp(key: string, name: string): void {
    this.#lines.get(key)?.woken.delete(name);
  }

  /** Wakes those whose turn has come though nothing settled, and those who waited too long. */
  expire(nowMs: number, isPending: (key: string) => boolean): WokenFor<C>[] {
    const woken: WokenFor<C>[] = [];
    for (const [key, line] of this.#lines) {
      woken.push(...this.#takeOverdue(key, line, nowMs));
      if (isReserved(line, nowMs) || isPending(key)) continue;
      if (line.woken.size > 0) line.batch = Math.min(line.batch * 2, MAX_WOKEN_AT_ONCE);
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
    const heads = line.waiters.splice(0, line.batch);
    if (heads.length === 0) this.#lines.delete(key);
    this.#size -= heads.length;
    for (const [name, arrivedMs] of line.woken) remember(line.late, name, arrivedMs);
    line.woken = new Map(heads.map(({ candidate, arrivedMs }) => [candidate.name, arrivedMs]));
    line.reservedUntilMs = nowMs + RESERVATION_MS;
    return heads.map(({ candidate }) => ({ candidate, key }));
  }

  #takeOverdue(key: string, line: Line<C>, nowMs: number): WokenFor<C>[] {
    const overdue = line.waiters.filter((waiter) => nowMs - waiter.parkedMs >= MAX_PARKED_MS);
    if (overdue.length === 0) return [];
    line.waiters = line.waiters.filter((waiter) => !overdue.includes(waiter));
    this.#size -= overdue.length;
    return overdue.map(({ candidate }) => ({ candidate, key }));
  }
}

function newLine<C>(): Line<C> {
  return { waiters: [], woken: new Map(), late: new Map(), reservedUntilMs: 0, batch: 1 };
}

/** On a busy machine a retry takes longer than the key is kept: without its old place it would be overtaken by all. */
function remember(late: Map<string, number>, name: string, arrivedMs: number): void {
  if (late.size >= MAX_LINE) for (const oldest of late.keys().take(1)) late.delete(oldest);
  late.set(name, arrivedMs);
}

function isReserved<C>({ woken, reservedUntilMs }: Line<C>, nowMs: number): boolean {
  return woken.size > 0 && nowMs < reservedUntilMs;
}
