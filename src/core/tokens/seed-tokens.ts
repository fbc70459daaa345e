// The token store of a new cluster: its salt, and the root token that init answers once.
import { encodeBase64Url } from "#base/bytes.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { Transaction } from "../transaction.ts";
import { issueServiceToken } from "./issue-service-token.ts";
import { rootToken } from "./root-token.ts";
import { TOKEN_SALT_KEY, tokenSaltRecord } from "./token-namer.ts";

/** @param wantedId of a development server; otherwise random. @returns the root token */
export function seedTokens(transaction: Transaction, wantedId: string | undefined): string {
  const salt = randomBytes(32);
  // Nobody can have cached a salt that is not stored yet.
  const namer = { nameOf: (id: Uint8Array) => encodeBase64Url(hmacSha256(salt, id)) };
  transaction.write(tokenSaltRecord, TOKEN_SALT_KEY, salt);
  return issueServiceToken(transaction, rootToken(ROOT_NAMESPACE, wantedId), namer).clientToken;
}
