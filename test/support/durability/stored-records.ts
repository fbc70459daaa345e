// What a stopped node's state store holds, opened with nothing but its unseal key: no code of the server's own paths in
// between, so that a record which no request would read counts too.
import { join } from "node:path";
import { KEYRING_KEY, Keyring } from "#barrier/keyring.ts";
import { openRecord, recordTerm } from "#barrier/sealed-record.ts";
import { ROOT_KEY_KEY, SEAL_CONFIG_KEY } from "#core/sealing/seal-records.ts";
import { decodeKeyText } from "#seals/key-text.ts";
import { openShamirSeal } from "#seals/shamir/shamir-seal.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { decodeStored } from "#storage/state/stored-value.ts";

/** Plain or wrapped by the seal (docs/storage-layout.md): read while sealed. */
const NOT_UNDER_THE_BARRIER = [ROOT_KEY_KEY, SEAL_CONFIG_KEY, "member/"];

export interface StoredRecords {
  /** Plaintexts by key. */
  opened: Map<string, Uint8Array>;
  /** Keys of what no term of the keyring opens. */
  unopened: string[];
  /** Terms that records were made under. */
  terms: Set<number>;
}

/** @param unsealKey the only share, base64 or hexadecimal */
export async function readStoredRecords(dataDirectory: string, unsealKey: string): Promise<StoredRecords> {
  await using store = await LevelStore.open({
    directory: join(dataDirectory, "state"),
    cacheBytes: 1 << 20,
    mustExist: true,
  });
  const keys = await openKeyring(store, unsealKey);
  const found: StoredRecords = { opened: new Map(), unopened: [], terms: new Set() };
  for await (const [key, bytes] of store.scanRaw("")) {
    if (key.startsWith("!") || NOT_UNDER_THE_BARRIER.some((start) => key.startsWith(start))) continue;
    const { value } = decodeStored(bytes);
    const term = recordTerm(value);
    const secret = term === undefined ? undefined : keys.get(term);
    const plaintext = secret && openRecord(secret, key, value);
    if (plaintext) found.opened.set(key, plaintext);
    else found.unopened.push(key);
    if (term !== undefined) found.terms.add(term);
  }
  return found;
}

/** The root key is term 0. */
async function openKeyring(store: LevelStore, unsealKey: string): Promise<Map<number, Uint8Array>> {
  const opening = openShamirSeal([decodeKeyText(unsealKey)]);
  if (opening.kind !== "opened") throw new Error(`the unseal key is refused: ${opening.reason}`);
  const wrapped = store.get(ROOT_KEY_KEY);
  const outcome = wrapped && (await opening.seal.unwrap(wrapped.value, "root-key"));
  if (outcome?.kind !== "unwrapped") throw new Error("the root key does not open");
  const rootKey = outcome.secret.reveal();
  const stored = store.get(KEYRING_KEY);
  const keyring = stored && openRecord(rootKey, KEYRING_KEY, stored.value);
  if (!keyring) throw new Error("the keyring does not open");
  const terms = Keyring.decode(keyring).terms.map(({ term, key }): [number, Uint8Array] => [term, key]);
  return new Map([[0, rootKey], ...terms]);
}
