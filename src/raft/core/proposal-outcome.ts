// What became of a proposal at the moment it was made. `appended` is no promise: only its index in
// `Ready.committedEntries`, with the same term, says that it was committed.

/**
 * `no-leader`: none is known. `not-leader`: another node leads. `not-a-member`: this leader was removed.
 * `transferring`: leadership is being handed over. `uncommitted-limit`: too much data waits to be committed.
 * `change-refused`: the configuration change does not fit the present membership.
 */
export type DropReason =
  | "no-leader"
  | "not-leader"
  | "not-a-member"
  | "transferring"
  | "entry-too-large"
  | "uncommitted-limit"
  | "change-refused";

export type ProposalOutcome =
  | {
      readonly kind: "appended";
      readonly term: number;
      readonly firstIndex: number;
      readonly lastIndex: number;
      /** Why a configuration change among the entries was replaced by an empty entry. */
      readonly refusedChange: string | undefined;
    }
  /** On its way to the leader; nothing will tell whether it arrives. */
  | { readonly kind: "forwarded"; readonly leader: number }
  | { readonly kind: "dropped"; readonly reason: DropReason; readonly detail?: string };
