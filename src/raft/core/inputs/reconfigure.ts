// Putting a committed configuration change into effect. Memberships change when entries are applied, not when they
// are appended, so every node must apply them in order.
import { assert } from "#base/assert.ts";
import { applyChange } from "../confchange/changer.ts";
import type { ConfChange } from "../confchange/conf-change.ts";
import type { Membership } from "../confchange/membership.ts";
import { commitAsLeader } from "../leading/leader-log.ts";
import { releasePostponedReads } from "../leading/read-index.ts";
import { broadcastAppend, broadcastEntries } from "../leading/replication.ts";
import { becomeFollower } from "../roles/transitions.ts";
import type { RaftState } from "../state/raft-state.ts";

export function applyConfChange(state: RaftState, change: ConfChange): Membership {
  const { tracker } = state;
  const outcome = applyChange(tracker.membership, change);
  // Every node decides alike here, so a refused change would stop them all: it must not enter the log.
  if (!outcome.ok) assert(false, `a committed configuration change cannot be applied: ${outcome.refusal}`);
  tracker.adopt(outcome, state.log.lastIndex);
  if (state.role === "leader") leadNewMembership(state);
  return tracker.membership;
}

function leadNewMembership(state: RaftState): void {
  const { tracker } = state;
  state.lease.suspend();
  const self = tracker.progressOf(state.id);
  if (self === undefined || self.learner) {
    // Without the option it leads on until somebody else does, not counting itself (Raft paper §6).
    if (state.options.stepDownOnRemoval) becomeFollower(state, state.term, 0);
    return;
  }
  if (tracker.membership.voters.length === 0) return;
  // A smaller quorum may have committed more; otherwise newcomers need not wait for the next heartbeat.
  if (commitAsLeader(state)) {
    releasePostponedReads(state);
    broadcastAppend(state);
  } else {
    broadcastEntries(state);
  }
  if (state.transferee !== 0 && !tracker.voters.includes(state.transferee)) state.transferee = 0;
}
