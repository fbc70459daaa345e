/** Names a proposal for as long as its outcome may matter. */
export interface ProposalId {
  /** 53 random bits: the request thread (and its process) that made it. */
  origin: number;
  /** Counts that thread's requests. */
  sequence: number;
  /** Log time of its first sending; older than the table of recent ids reaches back → outcome unknown. */
  sentAtMs: number;
}

export const PROPOSAL_ID_BYTES = 22;

export function sameProposal(a: ProposalId, b: ProposalId): boolean {
  return a.origin === b.origin && a.sequence === b.sequence;
}

/** A map key for the id. */
export function proposalName({ origin, sequence }: Omit<ProposalId, "sentAtMs">): string {
  return `${origin}/${sequence}`;
}
