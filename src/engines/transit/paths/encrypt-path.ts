// <mount>/encrypt/:name. A key that is not there yet is made, for callers who may create.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { RawJson } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { boolean, text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type BatchItem, BatchReader, batchField, batchOf } from "../batch/batch-fields.ts";
import { batchReply, partialFailureField } from "../batch/partial-failure.ts";
import { type BatchWork, runBatch } from "../batch/run-batch.ts";
import { writeCiphertext } from "../batch/write-ciphertext.ts";
import { DEFAULT_KEY_TYPE } from "../key-types/key-types.ts";
import { demandUsable } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { encrypt, type KeyInHand } from "../use-key.ts";
import { type VersionedBytes, versionPrefix } from "../versioned-text.ts";
import {
  associatedDataField,
  contextField,
  contextOf,
  demandSameContexts,
  keyVersionField,
  nonceField,
  plaintextField,
  refuseNonce,
} from "./data-fields.ts";
import { findKey, nameField } from "./key-path.ts";
import { upsertKey } from "./upsert-key.ts";

const itemFields = {
  plaintext: plaintextField,
  context: contextField,
  associated_data: associatedDataField,
  key_version: keyVersionField,
  nonce: nonceField,
};
type Item = BatchItem<typeof itemFields>;

const encryptFields = {
  name: nameField,
  ...itemFields,
  batch_input: batchField,
  partial_failure_response_code: partialFailureField,
  type: text(`Type of a key that is made here; default ${DEFAULT_KEY_TYPE}.`),
  convergent_encryption: boolean("Whether a key that is made here encrypts convergently."),
};
type EncryptCall = WriteCall<typeof encryptFields>;

export const encryptPath = definePath<TransitMount>()({
  pattern: "encrypt/:name",
  fields: encryptFields,
  summary: "Encrypt data under a key.",
  exists: (_mount, call: ReadCall) => findKey(call) !== undefined,
  operations: { update: writes(encryptData, { summary: "Encrypt a plaintext, or a batch of them." }) },
});

const reader = new BatchReader(itemFields);

function encryptData(mount: TransitMount, call: EncryptCall): MaybePromise<Reply> {
  const batch = batchOf(call.fields.batch_input);
  return batch ? encryptBatch(mount, call, batch) : encryptOne(mount, call);
}

function encryptOne(mount: TransitMount, call: EncryptCall): MaybePromise<Reply> {
  const { fields } = call;
  demandPlaintext(fields);
  return andThen(keyInHand(mount, call, fields), ({ hand, commit }) => {
    const { version, bytes } = encryptItem(hand, fields);
    commit();
    return { data: { ciphertext: versionPrefix(version) + bytes.toBase64(), key_version: version } };
  });
}

async function encryptBatch(mount: TransitMount, call: EncryptCall, batch: RawJson): Promise<Reply> {
  const items = reader.read(batch);
  for (const { values, problem } of items) if (problem === undefined) demandPlaintext(values);
  demandSameContexts(items);
  const { hand, commit } = await keyInHand(mount, call, items[0]?.values ?? {});
  const work: BatchWork<typeof itemFields, VersionedBytes> = {
    run: (values) => encryptItem(hand, values),
    write: writeCiphertext,
  };
  const results = await runBatch(items, work);
  if (results.failed < items.length) commit();
  return batchReply(call, results, items.length);
}

/** @throws VaultError invalid_request */
function demandPlaintext({ plaintext }: Item["values"]): void {
  if (!plaintext) throw new VaultError("invalid_request", "missing plaintext to encrypt");
}

function encryptItem(hand: KeyInHand, values: Item["values"]): VersionedBytes {
  refuseNonce(values);
  return encrypt(hand, values.plaintext ?? EMPTY_BYTES, {
    context: contextOf(values),
    associatedData: values.associated_data ?? EMPTY_BYTES,
    keyVersion: values.key_version ?? 0,
  });
}

interface MaybeNewKey {
  hand: KeyInHand;
  /** Writes a key that was made for this request: only when it has served. */
  commit(): void;
}

function keyInHand(mount: TransitMount, call: EncryptCall, first: Item["values"]): MaybePromise<MaybeNewKey> {
  const { settings } = call;
  const key = findKey(call);
  if (key) {
    return { hand: { key: demandUsable(key), settings, work: mount.work }, commit: () => {} };
  }
  const made = upsertKey(mount, call, { isDerived: contextOf(first).length > 0 });
  return andThen(made, (upserted) => ({
    hand: { key: upserted.key, settings, work: mount.work },
    commit: upserted.commit,
  }));
}
