// Both ends of a forwarding stream prove that they hold the barrier's keys before a client's token passes: a member that
// was planted on one node's disk has a certificate, but no keys (design §4). The caller's certificate is part of what is
// proved, so that a proof cannot be carried from one connection to another.
import { encodeHex } from "#base/bytes.ts";

export interface OpeningEnds {
  /** Incarnations. */
  readonly caller: number;
  readonly receiver: number;
  /** Of the caller's certificate. */
  readonly callerPin: string;
}

export interface OpeningNonces {
  readonly caller: Uint8Array;
  readonly receiver: Uint8Array;
}

export const NONCE_BYTES = 32;

/** What is authenticated by the side that proves. */
export function openingMessage(
  side: "caller" | "receiver",
  { caller, receiver, callerPin }: OpeningEnds,
  nonces: OpeningNonces,
): Uint8Array {
  const parts = [side, caller, receiver, callerPin, encodeHex(nonces.caller), encodeHex(nonces.receiver)];
  return new TextEncoder().encode(`coffer forwarding\n${parts.join("\n")}`);
}
