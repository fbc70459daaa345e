// The one state machine that all nodes must agree with: committed entries applied one by one, in the simplest way.
import { applyChange } from "#raft/core/confchange/changer.ts";
import { decodeConfChange } from "#raft/core/confchange/conf-change-codec.ts";
import { allMembers, EMPTY_MEMBERSHIP, type Membership } from "#raft/core/confchange/membership.ts";
import type { Entry } from "#raft/core/entry.ts";
import { decodePayload } from "#storage/entry-payload.ts";
import { proposalName } from "#storage/proposal-id.ts";
import { SetHash } from "#storage/state/set-hash.ts";
import { elementOf } from "#storage/state/stored-value.ts";
import { Violation } from "../world/violation.ts";
import { quorumsOverlap } from "./quorums.ts";

interface ReferenceRecord {
  readonly version: number;
  readonly value: Uint8Array;
  readonly element: Uint8Array;
}

export class ReferenceState {
  readonly records = new Map<string, ReferenceRecord>();
  /** By proposal: the one entry that executed it. */
  readonly executed = new Map<string, number>();
  /** After the entry at that index. */
  readonly #hashes: string[] = [];
  readonly #stamps: number[] = [];
  readonly #memberships: Membership[] = [];
  readonly #hash = new SetHash();
  #membership: Membership = EMPTY_MEMBERSHIP;
  #logTimeMs = 0;
  #index = 0;

  get index(): number {
    return this.#index;
  }

  /** Latest log time of any entry. */
  get logTimeMs(): number {
    return this.#logTimeMs;
  }

  /** Who takes part after the last entry. */
  get membership(): Membership {
    return this.#membership;
  }

  membershipAt(index: number): Membership | undefined {
    return this.#memberships[index];
  }

  /** @param index what a beginning cluster's log goes on after */
  begin(index: number, voters: readonly number[]): void {
    this.#index = index;
    this.#membership = { ...EMPTY_MEMBERSHIP, voters };
    this.#note();
  }

  apply(entry: Entry): void {
    this.#index = entry.index;
    const data = entry.kind === "data" ? entry.data : this.#change(entry);
    if (data !== undefined && data.length > 0) this.#execute(entry.index, data);
    this.#note();
  }

  hashAt(index: number): string | undefined {
    return this.#hashes[index];
  }

  stampAt(index: number): number | undefined {
    return this.#stamps[index];
  }

  /** Each membership's quorums must meet the next one's. Returns what the change tells the state machine. */
  #change(entry: Entry): Uint8Array | undefined {
    const change = decodeConfChange(entry.data);
    if (change === undefined) throw new Violation("membership", `change ${entry.index} cannot be read`);
    const outcome = applyChange(this.#membership, change);
    if (!outcome.ok) throw new Violation("membership", `change ${entry.index} cannot be: ${outcome.refusal}`);
    if (!quorumsOverlap(this.#membership, outcome.membership)) {
      throw new Violation(
        "consecutive quorums overlap",
        `not at ${entry.index}: ${allMembers(outcome.membership)}`,
      );
    }
    this.#membership = outcome.membership;
    return change.context;
  }

  #execute(index: number, data: Uint8Array): void {
    const { id, logTimeMs, writes } = decodePayload(data);
    const name = proposalName(id);
    const before = this.executed.get(name);
    if (before !== undefined) {
      throw new Violation("applied exactly once", `proposal ${name} at ${before} and again at ${index}`);
    }
    this.executed.set(name, index);
    if (logTimeMs < this.#logTimeMs) {
      throw new Violation("log time never falls", `${this.#logTimeMs}, then ${logTimeMs} at ${index}`);
    }
    this.#logTimeMs = logTimeMs;
    for (const { key, value } of writes) {
      const old = this.records.get(key);
      if (old !== undefined) this.#hash.remove(old.element);
      this.records.delete(key);
      if (value === undefined) continue;
      const element = elementOf(key, index, value).slice();
      this.#hash.add(element);
      this.records.set(key, { version: index, value, element });
    }
  }

  #note(): void {
    this.#hashes[this.#index] = this.#hash.encode().toHex();
    this.#stamps[this.#index] = this.#logTimeMs;
    this.#memberships[this.#index] = this.#membership;
  }
}
