// <mount>/rewrap/:name: from an old version of a key to a newer one, without the plaintext ever leaving.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { RawJson } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type BatchItem, BatchReader, batchField, batchOf } from "../batch/batch-fields.ts";
import { type BatchWork, runBatch } from "../batch/run-batch.ts";
import { writeCiphertext } from "../batch/write-ciphertext.ts";
import type { TransitMount } from "../transit-mount.ts";
import { decrypt, encrypt, type KeyInHand } from "../use-key.ts";
import { type VersionedBytes, versionPrefix } from "../versioned-text.ts";
import {
  associatedDataField,
  ciphertextField,
  contextField,
  contextOf,
  demandCiphertext,
  demandSameContexts,
  keyVersionField,
  nonceField,
  refuseNonce,
} from "./data-fields.ts";
import { demandKeyToUse, nameField } from "./key-path.ts";

const itemFields = {
  ciphertext: ciphertextField,
  context: contextField,
  associated_data: associatedDataField,
  key_version: keyVersionField,
  nonce: nonceField,
};
type Values = BatchItem<typeof itemFields>["values"];

const rewrapFields = { name: nameField, ...itemFields, batch_input: batchField };
type RewrapCall = ReadCall<typeof rewrapFields>;

export const rewrapPath = definePath<TransitMount>()({
  pattern: "rewrap/:name",
  fields: rewrapFields,
  summary: "Encrypt a ciphertext anew.",
  operations: { update: reads(rewrapData, { summary: "Rewrap a ciphertext, or a batch of them." }) },
});

const reader = new BatchReader(itemFields);

function rewrapData(mount: TransitMount, call: RewrapCall): MaybePromise<Reply> {
  const batch = batchOf(call.fields.batch_input);
  return batch ? rewrapBatch(mount, call, batch) : rewrapOne(mount, call);
}

function rewrapOne({ work }: TransitMount, call: RewrapCall): MaybePromise<Reply> {
  const { fields, settings } = call;
  demandCiphertext(fields.ciphertext);
  const key = demandKeyToUse(call);
  return andThen(rewrapItem({ key, settings, work }, fields), ({ version, bytes }) => ({
    data: { ciphertext: versionPrefix(version) + bytes.toBase64(), key_version: version },
  }));
}

async function rewrapBatch({ work }: TransitMount, call: RewrapCall, batch: RawJson): Promise<Reply> {
  const items = reader.read(batch);
  demandSameContexts(items);
  const hand = { key: demandKeyToUse(call), settings: call.settings, work };
  const batchWork: BatchWork<typeof itemFields, VersionedBytes> = {
    run: (values) => rewrapItem(hand, values),
    write: writeCiphertext,
  };
  const { results } = await runBatch(items, batchWork);
  return { data: { batch_results: results } };
}

function rewrapItem(hand: KeyInHand, values: Values): MaybePromise<VersionedBytes> {
  refuseNonce(values);
  const options = {
    context: contextOf(values),
    associatedData: values.associated_data ?? EMPTY_BYTES,
    keyVersion: values.key_version ?? 0,
  };
  const decrypted = decrypt(hand, demandCiphertext(values.ciphertext), options);
  return andThen(decrypted, (plaintext) => {
    const rewrapped = encrypt(hand, plaintext, options);
    plaintext.fill(0);
    return rewrapped;
  });
}
