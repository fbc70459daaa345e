// A challenge to a node that wants to join. All that its issuer has to remember is in it, encrypted under the barrier,
// so any unsealed node can judge the answer, and nobody fills a leader's memory with challenges.

import type { Barrier } from "#barrier/barrier.ts";
import { decodeBase64Url, encodeBase64Url, utf8, utf8Text } from "#base/bytes.ts";
import { secureRandom } from "#crypto/secure-random.ts";

/** Associated data: nothing else that the barrier encrypts can stand in for a challenge. */
const PURPOSE = "join-challenge";
const VALID_MS = 300_000;
const MAX_TEXT = 2048;

interface Content {
  readonly serverId: string;
  readonly nonce: string;
  readonly expiresAtMs: number;
}

/** @param nowMs log time. @throws VaultError sealed */
export function makeChallenge(barrier: Barrier, serverId: string, nowMs: number): string {
  const nonce = secureRandom.bytes(16).toHex();
  const content: Content = { serverId, nonce, expiresAtMs: nowMs + VALID_MS };
  return encodeBase64Url(barrier.encrypt(PURPOSE, utf8(JSON.stringify(content))));
}

/** Whether this cluster made it, for this node, not long ago. @throws VaultError sealed */
export function isValidChallenge(
  barrier: Barrier,
  challenge: string,
  { serverId, nowMs }: { readonly serverId: string; readonly nowMs: number },
): boolean {
  if (challenge.length > MAX_TEXT) return false;
  const record = decodeBase64Url(challenge);
  const bytes = record && barrier.tryDecrypt(PURPOSE, record);
  if (bytes === undefined) return false;
  const content = JSON.parse(utf8Text(bytes)) as Content;
  return content.serverId === serverId && nowMs <= content.expiresAtMs;
}
