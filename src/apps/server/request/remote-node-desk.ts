// The node's own state as a request thread sees it: what is shared memory or storage is read here, the rest is asked of
// the main thread.
import type { Barrier } from "#barrier/barrier.ts";
import type { Clock } from "#base/clock.ts";
import { VaultError } from "#base/vault-error.ts";
import type { JoiningDesk, JoinTarget } from "#core/cluster/raft-desk.ts";
import type { InitRequest } from "#core/sealing/init-request.ts";
import type { Initialization } from "#core/sealing/initialize.ts";
import type { LeaderView, NodeDesk, NodeFacts } from "#core/sealing/node-desk.ts";
import type { UnsealProgress } from "#core/sealing/seal-keeper.ts";
import { alreadyInitialized } from "#core/sealing/seal-paths.ts";
import {
  CLUSTER_KEY,
  type ClusterIdentity,
  clusterRecord,
  SEAL_CONFIG_KEY,
  type SealConfig,
  sealConfigRecord,
} from "#core/sealing/seal-records.ts";
import type { SealedProposal } from "#core/sealing/seal-watch.ts";
import type { StateCache } from "#core/state-cache.ts";
import type { Consensus, Outcome } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { ProposalId } from "#storage/proposal-id.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import type { MemberView } from "../links/cluster-messages.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";
import type { ClusterRoom } from "./peers/cluster-room.ts";
import type { MemberGuard } from "./peers/member-guard.ts";

export interface RemoteNodeDeskOptions {
  facts: NodeFacts;
  main: Rpc<MainMethods>;
  store: KvReader;
  cache: StateCache;
  barrier: Barrier;
  status: NodeStatus;
  consensus: Consensus;
  clock: Clock;
  cluster: Pick<ClusterRoom, "member">;
  guard: Pick<MemberGuard, "isGenuine">;
  nextId(): ProposalId;
}

export class RemoteNodeDesk implements NodeDesk, JoiningDesk {
  readonly #options: RemoteNodeDeskOptions;

  constructor(options: RemoteNodeDeskOptions) {
    this.#options = options;
  }

  get facts(): NodeFacts {
    return this.#options.facts;
  }

  isSealed(): boolean {
    return this.#options.barrier.isSealed;
  }

  sealConfig(): SealConfig | undefined {
    const stored = this.#options.store.get(SEAL_CONFIG_KEY);
    return stored && sealConfigRecord.decode(stored.value);
  }

  cluster(): ClusterIdentity | undefined {
    return this.isSealed() ? undefined : this.#options.cache.read(clusterRecord, CLUSTER_KEY).value;
  }

  leader(): LeaderView {
    const { status, facts, cluster } = this.#options;
    const isSelf = status.isOpenLeader && !this.isSealed();
    const leads = isSelf ? undefined : this.#trusted(cluster.member(status.get("leader")));
    return {
      isSelf,
      apiAddress: isSelf ? facts.apiAddress : (leads?.apiAddr ?? ""),
      clusterAddress: isSelf ? facts.clusterAddress : leads ? `https://${leads.clusterAddr}` : "",
      activeSinceMs: isSelf ? status.get("leaderSinceMs") : 0,
      committedIndex: status.get("commitIndex"),
      appliedIndex: status.get("appliedIndex"),
    };
  }

  /** A sealed node can not judge what its disk says; it sends nobody anywhere either. */
  #trusted(member: MemberView | undefined): MemberView | undefined {
    if (member === undefined || this.isSealed()) return member;
    return this.#options.guard.isGenuine(member.incarnation) ? member : undefined;
  }

  wallMs(): number {
    return this.#options.clock.wallMs();
  }

  progress(): Promise<UnsealProgress> {
    return this.#options.main.call("progress");
  }

  submitKey(key: string, isForMigration: boolean): Promise<void> {
    return this.#options.main.call("submitKey", { key, isForMigration });
  }

  resetUnseal(): Promise<void> {
    return this.#options.main.call("resetUnseal");
  }

  seal(): Promise<void> {
    return this.#options.main.call("seal");
  }

  join(target: JoinTarget): Promise<void> {
    return this.#options.main.call("join", target);
  }

  prepareInit(request: InitRequest): Promise<Initialization> {
    return this.#options.main.call("prepareInit", { request });
  }

  async commitInit({ checks, writes }: Initialization): Promise<void> {
    const { consensus, barrier, main } = this.#options;
    const outcome = await consensus.propose({
      epoch: barrier.epoch,
      checks,
      writes,
      id: this.#options.nextId(),
    });
    if (outcome.kind === "conflict") throw alreadyInitialized();
    if (outcome.kind === "unknown")
      throw new VaultError("outcome_unknown", `write outcome unknown: ${outcome.reason}`);
    if (outcome.kind !== "committed") {
      throw new VaultError("not_executed", "not executed: this node can not write now; try again");
    }
    await main.call("initialized");
  }

  async commitSealed(proposal: SealedProposal): Promise<Outcome["kind"]> {
    const { consensus, nextId } = this.#options;
    const outcome = await consensus.propose({
      epoch: proposal.epoch,
      checks: [...proposal.checks],
      writes: [...proposal.writes],
      id: nextId(),
    });
    return outcome.kind;
  }

  removedFromCluster(): boolean {
    return this.#options.status.get("removed") === 1;
  }
}
