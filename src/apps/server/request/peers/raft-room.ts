// What operators ask of the cluster: who takes part, and to change that. On an unsealed leader.
import type { JsonObject } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import { VaultError } from "#base/vault-error.ts";
import { memberKey, memberRecord } from "#cluster/members/member.ts";
import type { AutopilotChanges, JoinAnswer, RaftDesk } from "#core/cluster/raft-desk.ts";
import type { Transaction } from "#core/transaction.ts";
import type { ClusterStatus, MemberView } from "../../links/cluster-messages.ts";
import { writeMember } from "../../members/write-member.ts";
import type { Foundation } from "../foundation.ts";
import { Admission, markRemoved } from "./admission.ts";
import { autopilotBody, changeAutopilot, readAutopilot } from "./autopilot-settings.ts";
import { autopilotState } from "./autopilot-state.ts";
import type { MemberGuard } from "./member-guard.ts";
import { MembershipChanges, type MembershipSteps } from "./membership-changes.ts";
import type { PeerDesk } from "./peer-desk.ts";

export interface RaftRoomOptions {
  readonly foundation: Foundation;
  readonly peers: PeerDesk;
  readonly rootKey: () => Uint8Array;
  readonly guard: MemberGuard;
}

export class RaftRoom implements RaftDesk {
  readonly changes: MembershipChanges;
  readonly #options: RaftRoomOptions;
  readonly #admission: Admission;

  constructor(options: RaftRoomOptions) {
    const { foundation, peers, rootKey } = options;
    this.#options = options;
    this.changes = new MembershipChanges(foundation, peers.consensus);
    this.#admission = new Admission({ foundation, peers, rootKey, changes: this.changes });
  }

  challenge(serverId: string): JsonObject {
    return this.#admission.challenge(serverId);
  }

  answer(answer: JoinAnswer): Promise<JsonObject> {
    return this.#admission.answer(answer);
  }

  async configuration(): Promise<JsonObject> {
    const { status, members } = await this.#look();
    const servers = members.map((member) => ({
      node_id: member.nodeId,
      address: member.clusterAddr,
      leader: member.incarnation === status.leader,
      voter: member.isVoter,
      protocol_version: "3",
    }));
    return { config: { index: 0, servers } };
  }

  async haStatus(): Promise<JsonObject> {
    const { status, members } = await this.#look();
    const wallMs = this.#options.foundation.clock.wallMs();
    const nodes = members.map((member) => {
      const isActive = member.incarnation === status.leader;
      const progress = status.progress.find(({ incarnation }) => incarnation === member.incarnation);
      const heardMsAgo = progress?.heardMsAgo;
      return {
        hostname: member.hostname,
        api_address: member.apiAddr,
        cluster_address: `https://${member.clusterAddr}`,
        active_node: isActive,
        last_echo: isActive || heardMsAgo === undefined ? null : formatRfc3339(wallMs - heardMsAgo),
        echo_duration_ms: Math.round(progress?.roundTripMs ?? 0),
        clock_skew_ms: 0,
        version: member.version,
        upgrade_version: member.version,
        redundancy_zone: "",
        replication_primary_canary_age_ms: 0,
      };
    });
    return { nodes };
  }

  removePeer(serverId: string): Promise<void> {
    return this.#change(serverId, (member, transaction, status) => {
      // To remove what is not there is done, as Vault has it.
      if (!member) return undefined;
      const others = status.membership.voters.filter((id) => id !== member.incarnation);
      if (member.isVoter && others.length === 0) {
        throw new VaultError("invalid_request", "the last voter can not be removed");
      }
      markRemoved(transaction, member);
      return [{ action: "remove", nodeId: member.incarnation }];
    });
  }

  promote(serverId: string): Promise<void> {
    return this.#change(serverId, (found, transaction) => {
      const member = existing(found, serverId);
      if (member.isVoter) throw new VaultError("invalid_request", "server is not a non-voter");
      this.#wantsVote(transaction, member, true);
      return [{ action: "add-voter", nodeId: member.incarnation }];
    });
  }

  demote(serverId: string): Promise<void> {
    return this.#change(serverId, (found, transaction, status) => {
      const member = existing(found, serverId);
      if (!member.isVoter) return undefined;
      if (member.incarnation === status.leader) {
        throw new VaultError("invalid_request", "the leader can not be demoted: let it step down first");
      }
      if (status.membership.voters.length === 1) {
        throw new VaultError("invalid_request", "the last voter can not be demoted");
      }
      this.#wantsVote(transaction, member, false);
      return [{ action: "add-learner", nodeId: member.incarnation }];
    });
  }

  async stepDown(): Promise<void> {
    await this.#options.peers.consensus.call("handOver", { to: undefined });
  }

  async autopilotState(transaction: Transaction): Promise<JsonObject> {
    const { status, members } = await this.#look();
    const wallMs = this.#options.foundation.clock.wallMs();
    return autopilotState({ status, members, config: readAutopilot(transaction), wallMs });
  }

  autopilotSettings(transaction: Transaction): JsonObject {
    return autopilotBody(readAutopilot(transaction));
  }

  changeAutopilot(transaction: Transaction, changes: AutopilotChanges): void {
    changeAutopilot(transaction, changes);
  }

  #wantsVote(transaction: Transaction, { incarnation }: MemberView, wantsVote: boolean): void {
    const { foundation, guard } = this.#options;
    const stored = foundation.store.get(memberKey(incarnation));
    // What was altered on this disk must not be written anew, with a proof of its own.
    if (!guard.isGenuine(incarnation)) {
      throw new VaultError("internal", "the member's record is not what the cluster wrote");
    }
    if (stored) writeMember(transaction, { ...memberRecord.decode(stored.value), wantsVote });
  }

  #change(
    serverId: string,
    steps: (
      member: MemberView | undefined,
      transaction: Transaction,
      status: ClusterStatus,
    ) => MembershipSteps | undefined,
  ): Promise<void> {
    return this.changes.run(async (transaction) => {
      const { status, members } = await this.#look();
      const member = members.find(({ nodeId }) => nodeId === serverId);
      return steps(member, transaction, status);
    });
  }

  async #look(): Promise<{ status: ClusterStatus; members: readonly MemberView[] }> {
    const { consensus } = this.#options.peers;
    const [status, { members }] = await Promise.all([
      consensus.call("clusterStatus"),
      consensus.call("clusterView"),
    ]);
    return { status, members };
  }
}

function existing(member: MemberView | undefined, serverId: string): MemberView {
  if (member) return member;
  throw new VaultError("invalid_request", `there is no member with the id "${serverId}"`);
}
