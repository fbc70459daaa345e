// Memberships and members' progress as the traces write them.
import { isJoint, type Membership } from "#raft/core/confchange/membership.ts";
import type { MemberStatus } from "#raft/core/status.ts";

const STATES = { probe: "StateProbe", replicate: "StateReplicate", snapshot: "StateSnapshot" } as const;

export function describeMembership(membership: Membership): string {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = membership;
  const parts = [`voters=${group(voters)}${isJoint(membership) ? `&&${group(votersOutgoing)}` : ""}`];
  if (learners.length > 0) parts.push(`learners=${group(learners)}`);
  if (learnersNext.length > 0) parts.push(`learners_next=${group(learnersNext)}`);
  if (autoLeave) parts.push("autoleave");
  return parts.join(" ");
}

/** The form in which snapshots show their membership. */
export function describeConfState(membership: Membership): string {
  const list = (ids: readonly number[]) => `[${ids.join(" ")}]`;
  return [
    `Voters:${list(membership.voters)}`,
    `VotersOutgoing:${list(membership.votersOutgoing)}`,
    `Learners:${list(membership.learners)}`,
    `LearnersNext:${list(membership.learnersNext)}`,
    `AutoLeave:${membership.autoLeave}`,
  ].join(" ");
}

export function describeMember(member: Omit<MemberStatus, "inflightBytes">): string {
  const words = [`${member.id}: ${STATES[member.state]} match=${member.match} next=${member.next}`];
  if (member.learner) words.push("learner");
  if (member.paused) words.push("paused");
  if (member.pendingSnapshot > 0) words.push(`pendingSnap=${member.pendingSnapshot}`);
  if (!member.recentlyActive) words.push("inactive");
  const full = member.inflightFull ? "[full]" : "";
  if (member.inflightMessages > 0) words.push(`inflight=${member.inflightMessages}${full}`);
  return words.join(" ");
}

function group(ids: readonly number[]): string {
  return `(${ids.map((id) => id.toString(16)).join(" ")})`;
}
