// The arithmetic of one majority: which index a majority holds, and how a vote among its members stands.
// Everything above it (commit, check-quorum, elections, read rounds) asks these two functions.

/** How a vote stands: `pending` means that votes still missing can decide it either way. */
export type VoteResult = "pending" | "lost" | "won";

/** The highest position a voter has acknowledged; `undefined` while nothing is known of it. */
export type Acknowledged = (voter: number) => number | undefined;

/** How many of `voters` members make a majority. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/**
 * The highest position that a majority of `voters` has acknowledged. An empty set agrees to everything
 * (`Infinity`): that makes the missing half of a joint configuration neutral.
 */
export function majorityCommitted(voters: readonly number[], acknowledged: Acknowledged): number {
  if (voters.length === 0) return Number.POSITIVE_INFINITY;
  const needed = majorityOf(voters.length);
  let committed = 0;
  // Quadratic, but clusters have at most nine voters and this allocates nothing.
  for (const candidate of voters) {
    const position = acknowledged(candidate) ?? 0;
    if (position <= committed) continue;
    let supporters = 0;
    for (const voter of voters) if ((acknowledged(voter) ?? 0) >= position) supporters++;
    if (supporters >= needed) committed = position;
  }
  return committed;
}

/** How the vote stands among `voters`; an empty set has always voted yes. */
export function majorityVote(voters: readonly number[], votes: ReadonlyMap<number, boolean>): VoteResult {
  if (voters.length === 0) return "won";
  let granted = 0;
  let missing = 0;
  for (const voter of voters) {
    const vote = votes.get(voter);
    if (vote === undefined) missing++;
    else if (vote) granted++;
  }
  const needed = majorityOf(voters.length);
  if (granted >= needed) return "won";
  return granted + missing >= needed ? "pending" : "lost";
}
