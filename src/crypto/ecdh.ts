import { diffieHellman } from "node:crypto";
import type { AsymmetricKey } from "./asymmetric-key.ts";

/** The x coordinate of the shared point (SP 800-56A §5.7.1.2); `undefined` when the keys are not of one curve. */
export function sharedSecret(own: AsymmetricKey, peer: AsymmetricKey): Uint8Array | undefined {
  const { kind } = own;
  if (kind.type !== "ec" || peer.kind.type !== "ec" || kind.curve !== peer.kind.curve) return undefined;
  return diffieHellman({ privateKey: own.privateHalf, publicKey: peer.publicHalf });
}
