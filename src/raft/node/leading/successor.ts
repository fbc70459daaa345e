import type { Status } from "#raft/core/status.ts";

/** The voter to hand over to: eligible, heard lately, with the longest log; `undefined` when there is none. */
export function successor(
  { id, membership, members }: Status,
  isEligible: (peer: number) => boolean,
): number | undefined {
  let best: { id: number; match: number } | undefined;
  for (const member of members) {
    if (member.id === id || !membership.voters.includes(member.id) || !isEligible(member.id)) continue;
    if (!member.recentlyActive || member.state !== "replicate") continue;
    if (best === undefined || member.match > best.match) best = member;
  }
  return best?.id;
}
