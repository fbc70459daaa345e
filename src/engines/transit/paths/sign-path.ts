// <mount>/sign/:name.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { RawJson } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { secretBase64 } from "#kit/json/base64-field.ts";
import type { JsonBytes } from "#kit/json/json-bytes.ts";
import { type BatchItem, BatchReader, batchField, batchOf } from "../batch/batch-fields.ts";
import { type BatchWork, runBatch } from "../batch/run-batch.ts";
import type { KeyUse, SignatureScheme, Signer } from "../key-types/key-type.ts";
import { versionToUse } from "../keys/pick-version.ts";
import type { TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import type { KeyInHand } from "../use-key.ts";
import { versionPrefix } from "../versioned-text.ts";
import { contextField, contextOf, keyVersionField } from "./data-fields.ts";
import { demandKeyToUse, nameField } from "./key-path.ts";
import { schemeFields, schemeOf } from "./signature-scheme.ts";

const itemFields = { input: secretBase64("What to sign; base64."), context: contextField };
type Values = BatchItem<typeof itemFields>["values"];

const signFields = {
  name: nameField,
  ...itemFields,
  ...schemeFields,
  key_version: keyVersionField,
  batch_input: batchField,
};
type SignCall = ReadCall<typeof signFields>;

export const signPaths = ["sign/:name", "sign/:name/:urlalgorithm"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: signFields,
    summary: "Sign data.",
    operations: { update: reads(signData, { summary: "Sign an input, or a batch of them." }) },
  }),
);

const reader = new BatchReader(itemFields);

interface Signature {
  text: string;
  version: number;
  /** Of a derived key. */
  publicKey: string | undefined;
}

interface SignHand extends KeyInHand {
  signer: Signer;
  scheme: SignatureScheme;
  keyVersion: number;
}

function signData({ work }: TransitMount, call: SignCall): MaybePromise<Reply> {
  const { fields, settings } = call;
  const key = demandKeyToUse(call, "signing key not found");
  const signer = demandSigner(key, "signing");
  const hand = { key, settings, work, signer, scheme: schemeOf(fields), keyVersion: fields.key_version ?? 0 };
  const batch = batchOf(fields.batch_input);
  return batch ? signBatch(hand, batch) : signOne(hand, fields);
}

/** @throws VaultError invalid_request for a type of key that is for other things */
export function demandSigner({ type }: TransitKey, purpose: "signing" | "verification"): Signer {
  if (type.signer) return type.signer;
  throw new VaultError("invalid_request", `key type ${type.name} does not support ${purpose}`);
}

function signOne(hand: SignHand, values: Values): MaybePromise<Reply> {
  return andThen(signItem(hand, values), ({ text, version, publicKey }) => ({
    data: {
      signature: text,
      key_version: version,
      ...(publicKey !== undefined && { public_key: publicKey }),
    },
  }));
}

async function signBatch(hand: SignHand, batch: RawJson): Promise<Reply> {
  const work: BatchWork<typeof itemFields, Signature> = {
    run: (values) => signItem(hand, values),
    write: writeSignature,
    besideError: '"key_version":0,',
  };
  const { results } = await runBatch(reader.read(batch), work);
  return { data: { batch_results: results } };
}

function writeSignature(out: JsonBytes, { text, version, publicKey }: Signature): void {
  out.literal(`"signature":"${text}","key_version":${version}`);
  if (publicKey !== undefined) out.literal(`,"publickey":"${publicKey}"`);
}

function signItem(hand: SignHand, values: Values): MaybePromise<Signature> {
  const { key, settings, work, signer, scheme } = hand;
  const version = versionToUse(settings, key, hand.keyVersion, "signing");
  const use: KeyUse = { settings: key.settings, version, context: contextOf(values), work };
  return andThen(signer.sign(use, values.input ?? EMPTY_BYTES, scheme), (bytes) => ({
    text: versionPrefix(version.number) + encode(bytes, scheme),
    version: version.number,
    publicKey: key.settings.derived ? signer.derivedPublicKey?.(use) : undefined,
  }));
}

function encode(signature: Uint8Array, { marshaling }: SignatureScheme): string {
  return marshaling === "jws"
    ? signature.toBase64({ alphabet: "base64url", omitPadding: true })
    : signature.toBase64();
}
