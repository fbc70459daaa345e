// What must hold of each log, and of the promises that nodes make about theirs (Raft paper figures 2 and 3).
import type { HardState } from "#raft/core/hard-state.ts";
import type { Message } from "#raft/core/message.ts";
import type { LogWork } from "#raft/node/ports/log-port.ts";
import type { LogState } from "#storage/log/log-state.ts";
import { Violation } from "../world/violation.ts";
import type { ClusterHistory } from "./cluster-history.ts";
import { LogShadow } from "./log-shadow.ts";

interface FollowedLog {
  readonly issued: LogShadow;
  readonly durable: LogShadow;
  /** Asked for and not known to be durable. */
  underWay: LogWork[];
}

/** Logs of machines that lost their disk stay known: what they had acknowledged they did have, and no id comes back. */
export class LogChecks {
  readonly #history: ClusterHistory;
  readonly #logs = new Map<number, FollowedLog>();
  /** By voter and term. */
  readonly #votes = new Map<string, number>();

  constructor(history: ClusterHistory) {
    this.#history = history;
  }

  issued(id: number): LogShadow {
    return this.#of(id).issued;
  }

  durable(id: number): LogShadow {
    return this.#of(id).durable;
  }

  voteOf(id: number, term: number): number | undefined {
    return this.#votes.get(`${id}/${term}`);
  }

  /** A node asks its log for `work`. */
  write(id: number, work: LogWork, leads: boolean): void {
    const log = this.#of(id);
    const first = work.entries?.[0];
    // A leader never overwrites or deletes entries of its own log.
    if (first !== undefined && leads && first.index <= log.issued.lastIndex) {
      throw new Violation("leader append-only", `node ${id} rewrites entry ${first.index}`);
    }
    if (leads) this.#checkChanges(id, log.issued, work);
    let previous = first === undefined ? undefined : log.issued.term(first.index - 1);
    if (work.install !== undefined) previous = work.install.term;
    for (const entry of work.entries ?? []) {
      this.#history.written(entry, previous);
      previous = entry.term;
    }
    if (work.hardState !== undefined) this.#checkHardState(id, log.issued.hardState, work.hardState);
    log.issued.apply(work);
    log.underWay.push(work);
  }

  /** The oldest work that was asked for is durable, and the node knows it. */
  written(id: number, work: LogWork): void {
    const log = this.#of(id);
    if (log.underWay.shift() !== work) throw new Violation("the log keeps its order", `not on node ${id}`);
    log.durable.apply(work);
  }

  /** A node opens its log again: all that was durable is there, or what was being written in its place. */
  opened(id: number, state: LogState): void {
    const log = this.#of(id);
    const { durable } = log;
    for (let index = Math.max(durable.base + 1, state.firstIndex); index <= durable.lastIndex; index++) {
      if (state.term(index) === durable.term(index) || replacedBy(log.underWay, index)) continue;
      throw new Violation("durable entries stay", `node ${id} lost entry ${index} of ${durable.lastIndex}`);
    }
    const { term, vote } = state.hardState;
    const before = durable.hardState;
    if (term < before.term || (term === before.term && before.vote !== 0 && vote !== before.vote)) {
      throw new Violation(
        "term and vote are kept",
        `node ${id} had ${before.term}/${before.vote}, has ${term}/${vote}`,
      );
    }
    const terms: number[] = [];
    for (let index = state.firstIndex; index <= state.lastIndex; index++) terms.push(state.term(index) ?? 0);
    durable.begin(state.compacted.index, state.compacted.term, terms);
    durable.hardState = state.hardState;
    log.issued.copyFrom(durable);
    log.underWay = [];
  }

  /** A message leaves `id`: is what it promises durable? */
  sent(id: number, message: Message): void {
    const { durable } = this.#of(id);
    const { hardState } = durable;
    switch (message.kind) {
      case "append-response":
        if (message.rejected || message.index === 0) return;
        this.#demand(
          Math.max(durable.lastIndex, durable.longestIn(message.term)) >= message.index,
          "no acknowledgement before it is durable",
          id,
          message,
        );
        this.#demand(
          hardState.term >= message.term,
          "no acknowledgement before its term is durable",
          id,
          message,
        );
        return;
      case "vote-response": {
        if (message.rejected) return;
        this.#vote(id, message.term, message.to);
        const isStored =
          hardState.term > message.term || (hardState.term === message.term && hardState.vote === message.to);
        this.#demand(isStored, "no vote before it is durable", id, message);
        return;
      }
      case "vote": {
        this.#vote(id, message.term, id);
        const isStored = hardState.term > message.term || hardState.vote === id;
        this.#demand(
          isStored && hardState.term >= message.term,
          "no campaign before it is durable",
          id,
          message,
        );
        return;
      }
      case "heartbeat-response":
        // It would confirm reads of a leader that this node has helped to replace (hashicorp/raft #695).
        this.#demand(hardState.term <= message.term, "no answer to a leader of the past", id, message);
        return;
      case "append":
      case "heartbeat": {
        const leader = this.#history.leaderOf(message.term);
        this.#demand(leader === undefined || leader === id, "only leaders lead", id, message);
        return;
      }
      default:
        return;
    }
  }

  /** One vote per term, restarts included. */
  #vote(id: number, term: number, candidate: number): void {
    const known = this.#votes.get(`${id}/${term}`);
    if (known !== undefined && known !== candidate) {
      throw new Violation(
        "one vote per term",
        `node ${id} votes for ${known} and ${candidate} in term ${term}`,
      );
    }
    this.#votes.set(`${id}/${term}`, candidate);
  }

  /** A leader starts no membership change while it may be that another one is undecided (thesis §4.1). */
  #checkChanges(id: number, { lastChange }: LogShadow, { entries = [] }: LogWork): void {
    for (const { kind, index } of entries) {
      if (kind !== "conf-change" || lastChange <= this.#history.committed) continue;
      throw new Violation(
        "one change at a time",
        `node ${id} starts one at ${index}, after one at ${lastChange}`,
      );
    }
  }

  #checkHardState(id: number, before: HardState, after: HardState): void {
    if (after.term < before.term)
      throw new Violation("terms only grow", `node ${id}: ${before.term}, ${after.term}`);
    const votesTwice = after.term === before.term && before.vote !== 0 && after.vote !== before.vote;
    if (votesTwice)
      throw new Violation("one vote per term", `node ${id} changes its vote of term ${after.term}`);
  }

  #demand(isTrue: boolean, invariant: string, id: number, message: Message): void {
    if (!isTrue) throw new Violation(invariant, `node ${id} sends ${JSON.stringify(message)}`);
  }

  #of(id: number): FollowedLog {
    const known = this.#logs.get(id);
    if (known !== undefined) return known;
    const log = { issued: new LogShadow(), durable: new LogShadow(), underWay: [] };
    this.#logs.set(id, log);
    return log;
  }
}

/** Whether something that was being written may have taken the entry's place, or its log's. */
function replacedBy(underWay: readonly LogWork[], index: number): boolean {
  return underWay.some(({ install, entries }) => {
    const first = entries?.[0]?.index;
    return install !== undefined || (first !== undefined && first <= index);
  });
}
