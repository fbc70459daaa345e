// <mount>/hmac/:name: authentication codes, under a key that does nothing else.
import type { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type HashName, hmacOf } from "#crypto/hash-function.ts";
import { secretBase64 } from "#kit/json/base64-field.ts";
import { type BatchItem, BatchReader, batchField, batchOf } from "../batch/batch-fields.ts";
import { type BatchWork, runBatch } from "../batch/run-batch.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { findVersion } from "../keys/stored-keys.ts";
import type { TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { versionPrefix } from "../versioned-text.ts";
import { keyVersionField } from "./data-fields.ts";
import { demandKeyToUse, nameField } from "./key-path.ts";
import { hmacHashOf } from "./signature-scheme.ts";

const itemFields = { input: secretBase64("What to authenticate; base64.") };
type Values = BatchItem<typeof itemFields>["values"];

const hmacFields = {
  name: nameField,
  urlalgorithm: text("Hash function; in the path it wins over the parameter."),
  algorithm: text("Hash function; default sha2-256."),
  ...itemFields,
  key_version: keyVersionField,
  batch_input: batchField,
};
type HmacCall = ReadCall<typeof hmacFields>;

export const hmacPaths = ["hmac/:name", "hmac/:name/:urlalgorithm"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: hmacFields,
    summary: "Authenticate data.",
    operations: { update: reads(hmacData, { summary: "Make an authentication code, or a batch of them." }) },
  }),
);

const reader = new BatchReader(itemFields);

function hmacData(_mount: TransitMount, call: HmacCall): Reply | Promise<Reply> {
  const { fields, settings } = call;
  const key = demandKeyToUse(call);
  const version = versionOf(settings, key, fields.key_version ?? 0);
  const hash = hmacHashOf(fields);
  const batch = batchOf(fields.batch_input);
  if (batch) return hmacBatch(version, hash, batch);
  return { data: { hmac: versionPrefix(version.number) + hmacItem(version, hash, fields).toBase64() } };
}

/** @throws VaultError invalid_request */
function versionOf(settings: HmacCall["settings"], key: TransitKey, asked: number): KeyVersion {
  const { minEncryption, minDecryption } = key.settings;
  const number = asked === 0 ? key.latest : asked;
  if (number > key.latest) refuse(`key version does not exist; latest key version is ${key.latest}`);
  if (number < Math.max(1, minEncryption, minDecryption)) {
    refuse("cannot generate HMAC: version is too old (disallowed by policy)");
  }
  const version = findVersion(settings, key, number);
  return version && version.hmacKey.length > 0 ? version : refuse("this version has no key for HMAC");
}

async function hmacBatch(version: KeyVersion, hash: HashName, batch: RawJson): Promise<Reply> {
  const work: BatchWork<typeof itemFields, Uint8Array> = {
    run: (values) => hmacItem(version, hash, values),
    write: (out, code) => out.literal('"hmac":').base64(code, versionPrefix(version.number)),
  };
  const { results } = await runBatch(reader.read(batch), work);
  return { data: { batch_results: results } };
}

function hmacItem({ hmacKey }: KeyVersion, hash: HashName, { input }: Values): Uint8Array {
  return input ? hmacOf(hash, hmacKey, input) : refuse("missing input for HMAC");
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
