// Whether a message can be what it claims to be. Peers are members, but a member may be damaged or taken over: what
// no correct node would send is refused here, before it can break an invariant.
import { brokenInvariant } from "../confchange/changer.ts";
import { allMembers, type Membership } from "../confchange/membership.ts";
import type { Entry } from "../entry.ts";
import type { Message, MessageOf } from "../message.ts";

/** What is wrong with `message`, or `undefined`. */
export function malformation(message: Message): string | undefined {
  if (!isId(message.from) || !isId(message.to)) return "a node id is no positive safe integer";
  if ("term" in message && !isId(message.term)) return "the term is no positive safe integer";
  switch (message.kind) {
    case "append":
      return checkAppend(message);
    case "append-response":
      return checkNumbers(message.index, message.hintIndex, message.hintTerm);
    case "vote":
    case "pre-vote":
      return checkNumbers(message.lastIndex, message.lastTerm);
    case "heartbeat":
      return checkNumbers(message.commit, message.round);
    case "heartbeat-response":
      return checkNumbers(message.round);
    case "snapshot":
      return checkSnapshot(message);
    case "read-index":
      return checkNumbers(message.context);
    case "read-index-response":
      return checkNumbers(message.context, message.index);
    case "transfer-leader":
      return isId(message.transferee) ? undefined : "the transferee is no node id";
    case "propose":
      return message.entries.length > 0 ? undefined : "the proposal is empty";
    default:
      return undefined;
  }
}

function checkAppend(message: MessageOf<"append">): string | undefined {
  const { term, previousIndex, previousTerm, commit, entries } = message;
  if (previousTerm > term) return "the previous entry is from a later term";
  return checkNumbers(previousIndex, previousTerm, commit) ?? checkEntries(entries, message);
}

/** Indexes of a log have no gaps and its terms never fall (Raft paper figure 3). */
function checkEntries(
  entries: readonly Entry[],
  { previousIndex, previousTerm, term }: MessageOf<"append">,
): string | undefined {
  let index = previousIndex;
  let lastTerm = previousTerm;
  for (const entry of entries) {
    if (entry.index !== ++index) return "the entries are not contiguous";
    if (!Number.isSafeInteger(entry.term) || entry.term < Math.max(1, lastTerm) || entry.term > term) {
      return "the entries' terms fall or exceed the message's";
    }
    lastTerm = entry.term;
  }
  return checkNumbers(index);
}

function checkSnapshot({ snapshot, term }: MessageOf<"snapshot">): string | undefined {
  if (!isId(snapshot.index) || !isId(snapshot.term)) return "the snapshot names no entry";
  if (snapshot.term > term) return "the snapshot is from a later term";
  return checkMembership(snapshot.membership);
}

function checkMembership(membership: Membership): string | undefined {
  if (membership.voters.length === 0) return "the snapshot's membership has no voter";
  if (!allMembers(membership).every(isId)) return "the snapshot's membership names no node";
  return brokenInvariant(membership);
}

function checkNumbers(...numbers: number[]): string | undefined {
  for (const number of numbers) {
    if (!Number.isSafeInteger(number) || number < 0) return "a number is no safe non-negative integer";
  }
  return undefined;
}

function isId(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
