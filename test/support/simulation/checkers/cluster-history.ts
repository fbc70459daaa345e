// What the whole cluster has agreed on so far: which entry is committed where, and what that makes of the state.
import type { Entry } from "#raft/core/entry.ts";
import { Violation } from "../world/violation.ts";
import { ReferenceState } from "./reference-state.ts";

interface KnownEntry {
  readonly entry: Entry;
  readonly previousTerm: number | undefined;
}

export class ClusterHistory {
  readonly reference = new ReferenceState();
  readonly #committed: number[] = [];
  readonly #entries = new Map<number, KnownEntry>();
  /** By term. */
  readonly #leaders = new Map<number, number>();
  #last = 0;

  begin(index: number, term: number, voters: readonly number[]): void {
    this.#committed[index] = term;
    this.#last = index;
    this.reference.begin(index, voters);
  }

  get committed(): number {
    return this.#last;
  }

  get elections(): number {
    return this.#leaders.size;
  }

  committedTerm(index: number): number | undefined {
    return this.#committed[index];
  }

  leaderOf(term: number): number | undefined {
    return this.#leaders.get(term);
  }

  /** Election safety: at most one leader a term. Says whether it is news. */
  leads(id: number, term: number): boolean {
    const known = this.#leaders.get(term);
    if (known !== undefined && known !== id) {
      throw new Violation("election safety", `nodes ${known} and ${id} both lead term ${term}`);
    }
    this.#leaders.set(term, id);
    return known === undefined;
  }

  /** Log matching: index and term name one entry, with one entry before it. */
  written(entry: Entry, previousTerm: number | undefined): void {
    const key = entry.index * 65_536 + entry.term;
    const known = this.#entries.get(key);
    if (known === undefined) {
      this.#entries.set(key, { entry, previousTerm });
      return;
    }
    const isSame = known.entry.kind === entry.kind && sameData(known.entry.data, entry.data);
    const isBehindSame =
      known.previousTerm === undefined || previousTerm === undefined || known.previousTerm === previousTerm;
    if (!isSame || !isBehindSame) {
      throw new Violation("log matching", `entry ${entry.index} of term ${entry.term} is two entries`);
    }
  }

  /** A node takes entry `index` of `term` for committed. Says whether it is the first to. */
  commits(id: number, index: number, term: number): boolean {
    const known = this.#committed[index];
    if (known !== undefined) {
      if (known === term) return false;
      throw new Violation(
        "a committed entry never changes",
        `${index} has term ${known}, node ${id} commits it with term ${term}`,
      );
    }
    if (index !== this.#last + 1) {
      throw new Violation("commits have no gap", `node ${id} commits ${index} after ${this.#last}`);
    }
    const entry = this.#entries.get(index * 65_536 + term)?.entry;
    if (entry === undefined)
      throw new Violation("committed entries exist", `nobody wrote ${index}, term ${term}`);
    this.#committed[index] = term;
    this.#last = index;
    this.reference.apply(entry);
    return true;
  }
}

function sameData(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
