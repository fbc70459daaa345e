// How well a member is, from what the leader knows of it. Pure.
import type { AutopilotConfig } from "./autopilot-config.ts";

/** A member as the leader sees it. */
export interface ObservedMember {
  readonly incarnation: number;
  readonly isLeader: boolean;
  readonly isVoter: boolean;
  readonly wantsVote: boolean;
  /** Of the leader's log, as far as it acknowledged it. */
  readonly match: number;
  /** Of the leader itself 0. */
  readonly heardMsAgo: number;
  /** For how long it has been connected without a break. */
  readonly connectedForMs: number;
}

export interface MemberHealth extends ObservedMember {
  readonly isHealthy: boolean;
  /** Not heard of for longer than anybody waits. */
  readonly isDead: boolean;
}

export function healthOf(member: ObservedMember, config: AutopilotConfig, lastIndex: number): MemberHealth {
  const { isLeader, heardMsAgo, match } = member;
  const isNear = lastIndex - match <= config.maxTrailingLogs;
  const isHealthy = isLeader || (heardMsAgo < config.lastContactMs && isNear);
  return { ...member, isHealthy, isDead: !isLeader && heardMsAgo >= config.deadMs };
}

/** How many voters may fail before nothing can be committed. */
export function failureTolerance(members: readonly MemberHealth[]): number {
  const voters = members.filter(({ isVoter }) => isVoter);
  const healthy = voters.filter(({ isHealthy }) => isHealthy).length;
  const quorum = Math.floor(voters.length / 2) + 1;
  return Math.max(0, healthy - quorum);
}
