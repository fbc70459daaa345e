// What verifies an item: a signature by the key's public half, an authentication code by making it again.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { equalSecrets } from "#crypto/equal.ts";
import { hmacOf } from "#crypto/hash-function.ts";
import { existingVersion } from "../keys/pick-version.ts";
import type { KeyInHand } from "../use-key.ts";
import { decoders, demandReadable, parseVersioned } from "../versioned-text.ts";
import { contextOf } from "./data-fields.ts";
import { demandSigner } from "./sign-path.ts";
import { hmacHashOf, schemeOf } from "./signature-scheme.ts";

interface Values {
  readonly input?: Uint8Array;
  readonly context?: Uint8Array;
  readonly signature?: string;
  readonly hmac?: string;
}

/** @throws VaultError invalid_request for what can not be read at all */
export type Verifier = (values: Values) => MaybePromise<boolean>;

/** @throws VaultError invalid_request */
export function signatureVerifier(hand: KeyInHand, fields: Parameters<typeof schemeOf>[0]): Verifier {
  const { key, settings, work } = hand;
  const signer = demandSigner(key, "verification");
  const scheme = schemeOf(fields);
  return (values) => {
    const given = parseVersioned(values.signature, decoders[scheme.marshaling]);
    const { version: number, bytes } = demandReadable(key, given, "invalid signature");
    const version = existingVersion(settings, key, number);
    const use = { settings: key.settings, version, context: contextOf(values), work };
    return signer.verify(use, values.input ?? EMPTY_BYTES, bytes, scheme);
  };
}

/** @throws VaultError invalid_request */
export function hmacVerifier(
  { key, settings }: KeyInHand,
  fields: Parameters<typeof hmacHashOf>[0],
): Verifier {
  const hash = hmacHashOf(fields);
  return (values) => {
    const given = parseVersioned(values.hmac, decoders.asn1);
    const { version: number, bytes } = demandReadable(key, given, "invalid HMAC");
    const { hmacKey } = existingVersion(settings, key, number);
    if (hmacKey.length === 0) throw new VaultError("invalid_request", "this version has no key for HMAC");
    return equalSecrets(bytes, hmacOf(hash, hmacKey, values.input ?? EMPTY_BYTES));
  };
}
