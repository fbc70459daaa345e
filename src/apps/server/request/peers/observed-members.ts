// The members as autopilot looks at them, from what the consensus thread of the leader knows.
import type { ObservedMember } from "#cluster/autopilot/member-health.ts";
import type { ClusterStatus, MemberView } from "../../links/cluster-messages.ts";

export function observedMembers(status: ClusterStatus, members: readonly MemberView[]): ObservedMember[] {
  const voters = new Set(status.membership.voters);
  return members.map(({ incarnation, wantsVote }) => {
    const isLeader = incarnation === status.leader;
    const progress = status.progress.find((one) => one.incarnation === incarnation);
    return {
      incarnation,
      isLeader,
      isVoter: voters.has(incarnation),
      wantsVote,
      match: isLeader ? status.lastIndex : Math.max(0, progress?.match ?? 0),
      heardMsAgo: isLeader ? 0 : Math.min(progress?.heardMsAgo ?? status.leadingMs, status.leadingMs),
      connectedForMs: isLeader ? status.leadingMs : Math.min(progress?.connectedMs ?? 0, status.leadingMs),
    };
  });
}
