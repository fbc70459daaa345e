// Membership arithmetic: what a configuration change makes of a membership (Raft paper §6, thesis §4). Pure:
// an impossible change comes back as a refusal, and what is accepted keeps the invariants of `brokenInvariant`.

import type { ConfChange, ConfChangeStep } from "./conf-change.ts";
import { transitionOf } from "./conf-change.ts";
import { isJoint, type Membership } from "./membership.ts";
import { MembershipDraft } from "./membership-draft.ts";

export type ChangeOutcome =
  | {
      readonly ok: true;
      readonly membership: Membership;
      /** Members that were here all along; whoever else the new membership names starts afresh. */
      readonly kept: ReadonlySet<number>;
    }
  | { readonly ok: false; readonly refusal: string };

/** Applies `change` in whichever of the ways it asks for. */
export function applyChange(current: Membership, change: ConfChange): ChangeOutcome {
  const kind = transitionOf(change);
  switch (kind) {
    case "leave-joint":
      return leaveJoint(current);
    case "simple":
      return simpleChange(current, change.steps);
    case "enter-joint":
    case "enter-joint-auto-leave":
      return enterJoint(current, kind === "enter-joint-auto-leave", change.steps);
  }
}

/** Changes at most one voter, directly: old and new majorities then always overlap. */
export function simpleChange(current: Membership, steps: readonly ConfChangeStep[]): ChangeOutcome {
  if (isJoint(current)) return refuse("can't apply simple config change in joint config");
  const draft = new MembershipDraft(current);
  if (!draft.apply(steps)) return refuse("removed all voters");
  const outcome = finish(draft);
  if (outcome.ok && differences(current.voters, outcome.membership.voters) > 1) {
    return refuse("more than one voter changed without entering joint config");
  }
  return outcome;
}

/** Keeps the present voters as the outgoing half and applies `steps` to the incoming one. */
export function enterJoint(
  current: Membership,
  autoLeave: boolean,
  steps: readonly ConfChangeStep[],
): ChangeOutcome {
  if (isJoint(current)) return refuse("config is already joint");
  if (current.voters.length === 0) return refuse("can't make a zero-voter config joint");
  const draft = new MembershipDraft({ ...current, votersOutgoing: current.voters });
  if (!draft.apply(steps)) return refuse("removed all voters");
  draft.autoLeave = autoLeave;
  return finish(draft);
}

/** Drops the outgoing half; its members stay only if the incoming half names them. */
export function leaveJoint(current: Membership): ChangeOutcome {
  if (!isJoint(current)) return refuse("can't leave a non-joint config");
  const draft = new MembershipDraft(current);
  draft.leave();
  return finish(draft);
}

/** Why `membership` cannot stand, or `undefined` when it can. */
export function brokenInvariant(membership: Membership): string | undefined {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = membership;
  for (const id of learnersNext) {
    if (!votersOutgoing.includes(id)) return `${id} is to become a learner but is no outgoing voter`;
    if (learners.includes(id)) return `${id} is to become a learner but already is one`;
  }
  for (const id of learners) {
    if (votersOutgoing.includes(id)) return `${id} is both learner and outgoing voter`;
    if (voters.includes(id)) return `${id} is both learner and voter`;
  }
  if (isJoint(membership)) return undefined;
  if (learnersNext.length > 0) return "learners are to come outside a joint configuration";
  if (autoLeave) return "nothing to leave outside a joint configuration";
  return undefined;
}

function finish(draft: MembershipDraft): ChangeOutcome {
  const membership = draft.membership();
  const broken = brokenInvariant(membership);
  return broken === undefined ? { ok: true, membership, kept: draft.kept } : refuse(broken);
}

function refuse(refusal: string): ChangeOutcome {
  return { ok: false, refusal };
}

/** How many ids are in one list but not the other. */
function differences(left: readonly number[], right: readonly number[]): number {
  const missing = left.filter((id) => !right.includes(id));
  const added = right.filter((id) => !left.includes(id));
  return missing.length + added.length;
}
