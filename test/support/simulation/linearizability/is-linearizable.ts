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
  /** Of known outcome and not yet placed. */
  left: number;
}

export function isLinearizable(operations: readonly Operation[], initial = 0): Verdict {
  const sorted = [...operations].sort((a, b) => a.begunAt - b.begunAt);
  const search: Search = {
    operations: sorted,
    done: new Uint32Array(Math.ceil(sorted.length / 32)),
    visited: new Set(),
    left: sorted.filter(({ endedAt }) => endedAt !== Number.POSITIVE_INFINITY).length,
  };
  return place(search, initial);
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
    if (search.visited.size > MOST_CONFIGURATIONS) return "too hard";
    stack.push({ state: after, placed: candidate, candidates: candidatesOf(search), next: 0 });
  }
}

/** What may come next: whatever began before anything unplaced has ended. */
function candidatesOf({ operations, done }: Search): number[] {
  let firstEnd = Number.POSITIVE_INFINITY;
  for (const [at, { begunAt, endedAt }] of operations.entries()) {
    if (begunAt > firstEnd) break;
    if (!isDone(done, at)) firstEnd = Math.min(firstEnd, endedAt);
  }
  const candidates: number[] = [];
  for (const [at, { begunAt }] of operations.entries()) {
    if (begunAt > firstEnd) break;
    if (!isDone(done, at)) candidates.push(at);
  }
  return candidates;
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
