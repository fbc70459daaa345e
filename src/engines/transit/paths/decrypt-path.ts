// <mount>/decrypt/:name.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { RawJson } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { JsonBytes } from "#kit/json/json-bytes.ts";
import { type BatchItem, BatchReader, batchField, batchOf } from "../batch/batch-fields.ts";
import { batchReply, partialFailureField } from "../batch/partial-failure.ts";
import { type BatchWork, runBatch } from "../batch/run-batch.ts";
import type { TransitMount } from "../transit-mount.ts";
import { decrypt, type KeyInHand } from "../use-key.ts";
import {
  associatedDataField,
  ciphertextField,
  contextField,
  contextOf,
  demandCiphertext,
  demandSameContexts,
  nonceField,
} from "./data-fields.ts";
import { demandKeyToUse, nameField } from "./key-path.ts";

const itemFields = {
  ciphertext: ciphertextField,
  context: contextField,
  associated_data: associatedDataField,
  // Old clients send one along; a ciphertext carries its own.
  nonce: nonceField,
};
type Values = BatchItem<typeof itemFields>["values"];

const decryptFields = {
  name: nameField,
  ...itemFields,
  batch_input: batchField,
  partial_failure_response_code: partialFailureField,
};
type DecryptCall = ReadCall<typeof decryptFields>;

export const decryptPath = definePath<TransitMount>()({
  pattern: "decrypt/:name",
  fields: decryptFields,
  summary: "Decrypt what a key has encrypted.",
  operations: { update: reads(decryptData, { summary: "Decrypt a ciphertext, or a batch of them." }) },
});

const reader = new BatchReader(itemFields);

function decryptData(mount: TransitMount, call: DecryptCall): MaybePromise<Reply> {
  const batch = batchOf(call.fields.batch_input);
  return batch ? decryptBatch(mount, call, batch) : decryptOne(mount, call);
}

function decryptOne({ work }: TransitMount, call: DecryptCall): MaybePromise<Reply> {
  const { fields, settings } = call;
  demandCiphertext(fields.ciphertext);
  const key = demandKeyToUse(call);
  return andThen(decryptItem({ key, settings, work }, fields), (plaintext) => ({
    data: { plaintext: new JsonBytes(plaintext.length * 2 + 16).base64(plaintext).finish() },
  }));
}

async function decryptBatch({ work }: TransitMount, call: DecryptCall, batch: RawJson): Promise<Reply> {
  const items = reader.read(batch);
  for (const { values } of items) if (values.ciphertext === undefined) demandCiphertext(undefined);
  demandSameContexts(items);
  const hand = { key: demandKeyToUse(call), settings: call.settings, work };
  const batchWork: BatchWork<typeof itemFields, Uint8Array> = {
    run: (values) => decryptItem(hand, values),
    write: (out, plaintext) => out.literal('"plaintext":').base64(plaintext),
    besideError: '"plaintext":"",',
  };
  return batchReply(call, await runBatch(items, batchWork), items.length);
}

function decryptItem(hand: KeyInHand, values: Values): MaybePromise<Uint8Array> {
  return decrypt(hand, demandCiphertext(values.ciphertext), {
    context: contextOf(values),
    associatedData: values.associated_data ?? EMPTY_BYTES,
  });
}
