// How a node proves that it holds the cluster's seal, and the cluster that it is the one: both know the root key, which
// only the seal gives out. What is proved binds who joins, where it is and which certificate it shows. Pure.
import { utf8 } from "#base/bytes.ts";
import { equalSecrets } from "#crypto/equal.ts";
import { hkdfExpand, hkdfExtract } from "#crypto/hkdf-sha256.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";
import type { MemberContact } from "#raft/grpc/peer-facts.ts";

/** Who asks to be a member. */
export interface JoinWish extends MemberContact {
  readonly nodeId: string;
  readonly isNonVoter: boolean;
}

/** What a node is told when it is taken in. */
export interface Acceptance {
  readonly clusterId: string;
  readonly lineageId: string;
  /** As of this entry. */
  readonly index: number;
  readonly members: readonly MemberContact[];
}

const INFO = utf8("coffer join v1");
const KEY_BYTES = 32;

/** The caller wipes it. */
export function joinKey(rootKey: Uint8Array): Uint8Array {
  return hkdfExpand(hkdfExtract(rootKey), INFO, KEY_BYTES);
}

/** The joining node's answer to `challenge`, an opaque text. */
export function proveJoin(key: Uint8Array, challenge: string, wish: JoinWish): Uint8Array {
  return hmacSha256(key, wishText(challenge, wish));
}

export function isJoinProof(key: Uint8Array, proof: Uint8Array, challenge: string, wish: JoinWish): boolean {
  return equalSecrets(proof, proveJoin(key, challenge, wish));
}

/** The cluster's side: bound to the wish, so that it answers no other. */
export function proveAcceptance(
  key: Uint8Array,
  asked: { readonly challenge: string; readonly wish: JoinWish },
  acceptance: Acceptance,
): Uint8Array {
  const text = JSON.stringify([
    "accepted",
    wishText(asked.challenge, asked.wish),
    acceptanceText(acceptance),
  ]);
  return hmacSha256(key, text);
}

function wishText(challenge: string, wish: JoinWish): string {
  return JSON.stringify(["join", challenge, wish.nodeId, contactFields(wish), wish.isNonVoter]);
}

function acceptanceText({ clusterId, lineageId, index, members }: Acceptance): string {
  return JSON.stringify([clusterId, lineageId, index, members.map(contactFields)]);
}

/** One form for both sides, whatever else the values carry. */
function contactFields({ incarnation, clusterAddr, forwardingAddr, pins }: MemberContact): unknown[] {
  return [incarnation, clusterAddr, forwardingAddr, [...pins]];
}
