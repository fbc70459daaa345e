// Putting a committed configuration change into effect. Memberships change when entries are applied, not when they
// are appended, so every node must apply them in order.
import { assert } from "#base/assert.ts";
import { applyChange } from "../confchange/changer.ts";
import { decodeConfChange } from "../confchange/conf-change-codec.ts";
import type { Membership } from "../confchange/membership.ts";
import type { Entry } from "../entry.ts";
import { commitAsLeader } from "../leading/leader-log.ts";
import { releasePostponedReads } from "../leading/read-index.ts";
import { broadcastAppend, broadcastEntries } from "../leading/replication.ts";
import { becomeFollower } from "../roles/transitions.ts";
import type { RaftState } from "../state/raft-state.ts";

export function applyConfChange(state: RaftState, entry: Entry): Membership {
  assert(entry.kind === "conf-change", "an entry that is no configuration change is applied as one");
  assert(entry.index > state.log.applied, "a configuration change is applied twice");
  const change = decodeConfChange(entry.data);
  assert(change !== undefined, "a committed configuration change cannot be decoded");
  const outcome = applyChange(state.appliedMembership, change);
  // Every node decides alike here, so a refused change would stop them all: it must not enter the log.
  if (!outcome.ok) assert(false, `a committed configuration change cannot be applied: ${outcome.refusal}`);
  state.appliedMembership = outcome.membership;
  // A snapshot received meanwhile has put a later membership into force.
  if (state.log.unstable.snapshot === undefined) {
    state.tracker.adopt(outcome, state.log.lastIndex);
    if (state.role === "leader") leadNewMembership(state);
  }
  return outcome.membership;
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
