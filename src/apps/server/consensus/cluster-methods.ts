// What other threads may ask the consensus thread about the cluster, and have it do.
import type { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import type { ClusterStatus, ConsensusMethods } from "../links/cluster-messages.ts";
import type { ClusterDesk } from "./cluster-desk.ts";
import type { MembershipHistory } from "./membership-history.ts";

export interface ClusterMethodsOptions {
  readonly node: () => ReplicatedNode;
  readonly desk: ClusterDesk;
  readonly history: MembershipHistory;
  readonly begin: ConsensusMethods["begin"];
  readonly introduce: ConsensusMethods["introduce"];
  readonly credentialsChanged: ConsensusMethods["credentialsChanged"];
  /** A turn of the loop is due. */
  readonly wake: () => void;
}

export function clusterMethods(options: ClusterMethodsOptions): ConsensusMethods {
  const { node, desk, history, wake } = options;
  return {
    clusterView: () => desk.view,
    clusterStatus: () => clusterStatus(node(), desk),
    changeMembership: (wish) => {
      wake();
      return new Promise((resolve) => node().membershipDesk.propose(wish, resolve));
    },
    handOver: ({ to }) => {
      wake();
      return node().raft.handOver(to);
    },
    membershipAt: ({ index }) => {
      const { raft, isWhole } = node();
      return isWhole && raft.applied >= index ? history.at(index) : undefined;
    },
    snapshotActivity: ({ peer }) => node().raft.snapshotActivity(peer),
    begin: options.begin,
    introduce: options.introduce,
    credentialsChanged: options.credentialsChanged,
  };
}

function clusterStatus({ raft, desk: proposals }: ReplicatedNode, desk: ClusterDesk): ClusterStatus {
  const status = raft.status();
  const { term, leader, lastIndex, committed, membership } = status;
  const matches = new Map(status.members.map(({ id, match }) => [id, match]));
  return {
    isOpenLeader: proposals.isOpen,
    leadingMs: proposals.openForMs,
    term,
    leader,
    lastIndex,
    lastTerm: term,
    committed,
    membership,
    progress: [...desk.network.table.members.keys()].map((id) => desk.progressOf(id, matches.get(id) ?? -1)),
    membersIndex: desk.membersIndex,
  };
}
