// Shares as an init or rekey answer shows them: the only place where they become text.
import { encodeBase64, encodeHex } from "#base/bytes.ts";
import type { Secret } from "#base/secret.ts";

/** The same shares in the same order, both ways. */
export interface ShareTexts {
  readonly hex: readonly string[];
  readonly base64: readonly string[];
}

export function encodeShares(shares: readonly Secret[]): ShareTexts {
  return {
    hex: shares.map((share) => encodeHex(share.reveal())),
    base64: shares.map((share) => encodeBase64(share.reveal())),
  };
}
