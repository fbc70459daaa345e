// What must hold of a node after each of its turns, by itself and against all the others.
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import { Violation } from "../world/violation.ts";
import type { ClusterHistory } from "./cluster-history.ts";
import type { LogChecks } from "./log-checks.ts";
import { isQuorum } from "./quorums.ts";

/** How far one process had come when it was last looked at. */
export interface NodeProgress {
  term: number;
  role: string;
  committed: number;
  applied: number;
  stateIndex: number;
  /** In force when it was looked at. */
  membership: Membership;
}

export class NodeChecks {
  readonly #history: ClusterHistory;
  readonly #logs: LogChecks;

  constructor(history: ClusterHistory, logs: LogChecks) {
    this.#history = history;
    this.#logs = logs;
  }

  progressOf(node: ReplicatedNode): NodeProgress {
    const { role, term } = node.raft.role;
    const { committed, applied, membership } = node.raft;
    return { term, role, committed, applied, stateIndex: -1, membership };
  }

  /** Follows what changed since the last look. Says whether the node has just become leader. */
  afterTurn(id: number, node: ReplicatedNode, progress: NodeProgress): boolean {
    const { raft } = node;
    const { role, term } = raft.role;
    demand(term >= progress.term, "terms only grow", () => `node ${id}: ${progress.term}, ${term}`);
    const isNewLeader = role === "leader" && (progress.role !== "leader" || progress.term !== term);
    if (isNewLeader && this.#history.leads(id, term)) this.#checkElection(id, node, term);
    progress.term = term;
    progress.role = role;
    if (raft.committed !== progress.committed) this.#followCommits(id, node, progress);
    if (raft.applied !== progress.applied) this.#followApplied(id, node, progress);
    this.#followState(id, node, progress);
    return isNewLeader;
  }

  #checkElection(id: number, { raft }: ReplicatedNode, term: number): void {
    const log = this.#logs.issued(id);
    const { committed } = this.#history;
    const hasAll =
      log.lastIndex >= committed && log.holds(committed, this.#history.committedTerm(committed) ?? 0);
    demand(hasAll, "leader completeness", () => `node ${id} leads term ${term} without entry ${committed}`);
    const own = this.#logs.durable(id).hardState;
    const votedFor = (voter: number): boolean =>
      voter === id ? own.term === term && own.vote === id : this.#logs.voteOf(voter, term) === id;
    const { membership } = raft.status();
    demand(isQuorum(membership, votedFor), "leaders have a quorum's votes", () => `node ${id}, term ${term}`);
  }

  #followCommits(id: number, { raft }: ReplicatedNode, progress: NodeProgress): void {
    const { committed } = raft;
    demand(committed > progress.committed, "commits only grow", () => `node ${id}: ${committed}`);
    const log = this.#logs.issued(id);
    let isFirst = false;
    // While a snapshot is installed the log on disk is still the old one.
    const { firstIndex, stableIndex, membership } = raft.status();
    const isStable = stableIndex === 0 || this.#logs.durable(id).term(stableIndex) === log.term(stableIndex);
    demand(isStable, "what counts as durable is", () => `node ${id}, entry ${stableIndex}`);
    for (let index = Math.max(progress.committed + 1, log.base, firstIndex); index <= committed; index++) {
      const term = log.term(index);
      // Behind a snapshot that is being installed entries wait in memory: they are judged when they reach the log.
      if (term === undefined && firstIndex > log.base + 1) return;
      if (term === undefined)
        throw new Violation("committed entries exist", `node ${id} lacks entry ${index}`);
      isFirst = this.#history.commits(id, index, term) || isFirst;
    }
    progress.committed = committed;
    if (!isFirst) {
      progress.membership = membership;
      return;
    }
    const term = this.#history.committedTerm(committed) ?? 0;
    // By counting, a leader commits entries of its own term alone (Raft paper §5.4.2); others hear of it later.
    demand(this.#history.leaderOf(term) === id, "leaders commit by entries of their own term", () => {
      return `node ${id} is the first to commit ${committed}, of term ${term}`;
    });
    const has = (voter: number): boolean => this.#logs.durable(voter).holds(committed, term);
    // A change may have come into force after the commit, in the same turn.
    const isDurable = isQuorum(membership, has) || isQuorum(progress.membership, has);
    progress.membership = membership;
    demand(isDurable, "committed entries are durable on a quorum", () => {
      const ends = membership.voters.map((voter) => `${voter}: ${this.#logs.durable(voter).lastIndex}`);
      return `not ${committed} by node ${id} with ${JSON.stringify(membership)}, logs end at ${ends.join(", ")}`;
    });
  }

  #followApplied(id: number, { raft }: ReplicatedNode, progress: NodeProgress): void {
    const { applied, membership } = raft;
    demand(
      applied > progress.applied,
      "applied only grows",
      () => `node ${id}: ${progress.applied}, ${applied}`,
    );
    demand(applied <= raft.committed, "committed before applied", () => `node ${id} at ${applied}`);
    progress.applied = applied;
    const known = this.#history.reference.membershipAt(applied);
    const isSame = JSON.stringify(known) === JSON.stringify(membership);
    demand(isSame, "equal membership at equal index", () => `node ${id} at ${applied}`);
  }

  /** State-machine safety, and equal hashes at equal indexes. */
  #followState(id: number, { machine, isWhole }: ReplicatedNode, progress: NodeProgress): void {
    const { index, setHash } = machine.applied;
    // A state that is not verified yet may be damaged; nobody is served from it.
    if (index === 0 || index === progress.stateIndex || !isWhole) return;
    progress.stateIndex = index;
    const known = this.#history.reference.hashAt(index);
    demand(known !== undefined, "committed before applied", () => `node ${id} has applied ${index}`);
    demand(known === setHash.toHex(), "equal state at equal index", () => `node ${id} at ${index}`);
  }
}

function demand(isTrue: boolean, invariant: string, detail: () => string): void {
  if (!isTrue) throw new Violation(invariant, detail());
}
