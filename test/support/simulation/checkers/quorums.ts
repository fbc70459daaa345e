// Quorums counted anew, apart from the code under test.
import type { Membership } from "#raft/core/confchange/membership.ts";

/** Whether those who satisfy `has` are a majority of each half that votes. */
export function isQuorum({ voters, votersOutgoing }: Membership, has: (id: number) => boolean): boolean {
  return isMajority(voters, has) && (votersOutgoing.length === 0 || isMajority(votersOutgoing, has));
}

/** Whether every quorum of one meets every quorum of the other: tried for all sets of nodes. */
export function quorumsOverlap(a: Membership, b: Membership): boolean {
  const ids = [...new Set([...a.voters, ...a.votersOutgoing, ...b.voters, ...b.votersOutgoing])];
  for (let set = 0; set < 2 ** ids.length; set++) {
    const inside = (id: number): boolean => ((set >> ids.indexOf(id)) & 1) === 1;
    if (isQuorum(a, inside) && isQuorum(b, (id) => !inside(id))) return false;
  }
  return true;
}

function isMajority(voters: readonly number[], has: (id: number) => boolean): boolean {
  let count = 0;
  for (const id of voters) if (has(id)) count++;
  return count > voters.length / 2;
}
