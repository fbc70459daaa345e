// Batch tokens are not stored: the token is its own entry, encrypted by the barrier (vault-api.md §4.5). It holds until
// its time is over, its parent is gone, or the barrier's old keys are.
import type { Barrier } from "#barrier/barrier.ts";
import { decodeBase64Url, encodeBase64Url } from "#base/bytes.ts";
import { jsonRecord } from "#contract/record.ts";
import type { TokenEntry } from "../token-entry.ts";
import { BATCH_PREFIX } from "./token-ids.ts";

const batchRecord = jsonRecord<TokenEntry>("batch-token", 1);
/** Stands for a storage path as associated data, so that no stored record passes for a token. */
const PURPOSE = "token/batch";

export function encodeBatchToken(barrier: Pick<Barrier, "encrypt">, entry: TokenEntry): string {
  return BATCH_PREFIX + encodeBase64Url(barrier.encrypt(PURPOSE, batchRecord.encode(entry)));
}

/** `undefined`: not a batch token of this cluster. @throws VaultError sealed */
export function decodeBatchToken(barrier: Barrier, id: string): TokenEntry | undefined {
  const bytes = decodeBase64Url(id.slice(BATCH_PREFIX.length));
  const content = bytes && barrier.tryDecrypt(PURPOSE, bytes);
  return content && batchRecord.decode(content);
}
