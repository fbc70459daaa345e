// Decides whether operations on one register can be put into one order that respects real time and makes every
// answer right (Wing and Gong 1993; with Lowe's memory of visited configurations, 2017). An operation whose outcome
// is unknown may stand anywhere after its beginning, or nowhere.
import type { Operation } from "../clients/operation.ts";

export type Verdict = "linearizable" | "not linearizable" | "too hard";

/** Configurations to try before giving up: a check that gives up counts as failed. */
const MOST_CONFIGURATIONS = 2_000_000;

interface Search {
  readonly operations: readonly Operation[];
  /** One bit each. */
  readonly done: Uint32Array;
  readonly visited: Set<string>;
  readonly mostConfigurations: number;
  /** Of known outcome and not yet placed. */
  left: number;
}

export function isLinearizable(
  operations: readonly Operation[],
  initial = 0,
  mostConfigurations = MOST_CONFIGURATIONS,
): Verdict {
  const sorted = withoutUnseen(operations).sort((a, b) => a.begunAt - b.begunAt);
  const search: Search = {
    operations: sorted,
    done: new Uint32Array(Math.ceil(sorted.length / 32)),
    visited: new Set(),
    mostConfigurations,
    left: sorted.filter(({ endedAt }) => endedAt !== Number.POSITIVE_INFINITY).length,
  };
  return place(search, initial);
}

/**
 * Without writes of unknown outcome whose value nobody saw or built upon: no two writes share a value, so if there is
 * an order with such a write in it, there is one without it. Each one that stays may double the search.
 */
function withoutUnseen(operations: readonly Operation[]): Operation[] {
  const seen = new Set<number>([0]);
  for (const { kind, value, expected } of operations) {
    if (kind === "read") seen.add(value);
    if (kind === "cas") seen.add(expected);
  }
  return operations.filter(({ endedAt, value }) => endedAt !== Number.POSITIVE_INFINITY || seen.has(value));
}

interface Frame {
  readonly state: number;
  /** Which operation led here; -1 for the start. */
  readonly placed: number;
  readonly candidates: readonly number[];
  next: number;
}

/** Depth first without recursion: histories may be long. */
function place(search: Search, initial: number): Verdict {
  const stack: Frame[] = [{ state: initial, placed: -1, candidates: candidatesOf(search), next: 0 }];
  for (;;) {
    if (search.left === 0) return "linearizable";
    const frame = stack.at(-1);
    if (frame === undefined) return "not linearizable";
    const candidate = frame.candidates[frame.next++];
    if (candidate === undefined) {
      stack.pop();
      if (frame.placed >= 0) mark(search, frame.placed, false);
      continue;
    }
    const after = effect(search.operations[candidate] as Operation, frame.state);
    if (after === undefined) continue;
    mark(search, candidate, true);
    const configuration = `${after}|${search.done.join(",")}`;
    if (search.visited.has(configuration)) {
      mark(search, candidate, false);
      continue;
    }
    search.visited.add(configuration);
    if (search.visited.size > search.mostConfigurations) return "too hard";
    stack.push({ state: after, placed: candidate, candidates: candidatesOf(search), next: 0 });
  }
}

/** What may come next: whatever began before anything unplaced has ended. */
function candidatesOf({ operations, done }: Search): number[] {
  const from = firstUnplaced(done);
  let firstEnd = Number.POSITIVE_INFINITY;
  const candidates: number[] = [];
  for (let at = from; at < operations.length; at++) {
    const { begunAt, endedAt } = operations[at] as Operation;
    if (begunAt > firstEnd) break;
    if (isDone(done, at)) continue;
    candidates.push(at);
    firstEnd = Math.min(firstEnd, endedAt);
  }
  return candidates;
}

/** All before it are placed; a whole word at a time. */
function firstUnplaced(done: Uint32Array): number {
  const word = done.findIndex((bits) => bits !== 0xffff_ffff);
  return word < 0 ? done.length * 32 : word * 32;
}

/** The register afterwards; `undefined` when the operation cannot have happened on `state`. */
function effect({ kind, value, expected }: Operation, state: number): number | undefined {
  if (kind === "write") return value;
  if (kind === "read") return value === state ? state : undefined;
  return expected === state ? value : undefined;
}

function isDone(done: Uint32Array, at: number): boolean {
  return (((done[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}

function mark(search: Search, at: number, isPlaced: boolean): void {
  const word = at >>> 5;
  const bit = 1 << (at & 31);
  const before = search.done[word] ?? 0;
  search.done[word] = isPlaced ? before | bit : before & ~bit;
  const isKnown = search.operations[at]?.endedAt !== Number.POSITIVE_INFINITY;
  if (isKnown) search.left += isPlaced ? -1 : 1;
}
