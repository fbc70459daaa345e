// New shares on their way to their keepers: as they are, or each encrypted to its keeper's PGP key. What is encrypted is
// the share's hexadecimal text, as in Vault: what decrypting shows can be typed in.
import { encodeBase64, encodeHex, utf8 } from "#base/bytes.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { PgpKey, PgpKeyError } from "#crypto/pgp-key.ts";
import { encodeShares, type ShareTexts } from "#seals/share-text.ts";

/** @throws VaultError invalid_request that says which key is none */
export function readPgpKeys(texts: readonly string[]): Promise<PgpKey[]> {
  return Promise.all(texts.map((text) => readPgpKey(text)));
}

/** @throws VaultError invalid_request */
export async function readPgpKey(text: string): Promise<PgpKey> {
  try {
    return await PgpKey.parse(text);
  } catch (error) {
    if (!(error instanceof PgpKeyError)) throw error;
    throw new VaultError("invalid_request", `error parsing PGP key: ${error.message}`);
  }
}

/** @param keys none, or one for each share */
export async function deliverShares(shares: readonly Secret[], keys: readonly PgpKey[]): Promise<ShareTexts> {
  if (keys.length === 0) return encodeShares(shares);
  const messages = await Promise.all(
    shares.map(async (share, at) => {
      const text = utf8(encodeHex(share.reveal()));
      const message = await keys[at]?.encrypt(text);
      text.fill(0);
      if (!message) throw new TypeError("there is a PGP key for each share");
      return message;
    }),
  );
  return { hex: messages.map(encodeHex), base64: messages.map(encodeBase64) };
}
