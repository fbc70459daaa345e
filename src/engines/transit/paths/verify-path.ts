// <mount>/verify/:name: of signatures and of authentication codes. Whatever is wrong with one that can be read, the
// answer is the same `valid: false`.
import type { RawJson } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { secretBase64 } from "#kit/json/base64-field.ts";
import { type BatchItem, BatchReader, batchField, batchOf } from "../batch/batch-fields.ts";
import { type BatchWork, runBatch } from "../batch/run-batch.ts";
import type { TransitMount } from "../transit-mount.ts";
import { contextField } from "./data-fields.ts";
import { demandKeyToUse, nameField } from "./key-path.ts";
import { schemeFields } from "./signature-scheme.ts";
import { hmacVerifier, signatureVerifier, type Verifier } from "./verifiers.ts";

const itemFields = {
  input: secretBase64("What was signed; base64."),
  context: contextField,
  signature: text("The signature to verify."),
  hmac: text("The authentication code to verify."),
};
export type VerifyValues = BatchItem<typeof itemFields>["values"];

const verifyFields = { name: nameField, ...itemFields, ...schemeFields, batch_input: batchField };
export type VerifyCall = ReadCall<typeof verifyFields>;

export const verifyPaths = ["verify/:name", "verify/:name/:urlalgorithm"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: verifyFields,
    summary: "Verify a signature or an authentication code.",
    operations: { update: reads(verifyData, { summary: "Verify one, or a batch of them." }) },
  }),
);

const reader = new BatchReader(itemFields);

function verifyData(mount: TransitMount, call: VerifyCall): MaybePromise<Reply> {
  const batch = batchOf(call.fields.batch_input);
  return batch ? verifyBatch(mount, call, batch) : verifyOne(mount, call);
}

function verifyOne(mount: TransitMount, call: VerifyCall): MaybePromise<Reply> {
  const { fields } = call;
  if (fields.signature === undefined && fields.hmac === undefined) {
    throw new VaultError("invalid_request", "neither a 'signature' nor an 'hmac' were given to verify");
  }
  const verifier = verifierOf(mount, call, fields.signature === undefined);
  return andThen(verifier(fields), (valid) => ({ data: { valid } }));
}

async function verifyBatch(mount: TransitMount, call: VerifyCall, batch: RawJson): Promise<Reply> {
  const items = reader.read(batch);
  const hmacs = items.filter(({ values }) => values.hmac !== undefined).length;
  const signatures = items.filter(({ values }) => values.signature !== undefined).length;
  if (hmacs + signatures === 0) {
    throw new VaultError("invalid_request", "no batch_input elements have 'signature' or 'hmac'");
  }
  if (hmacs > 0 && signatures > 0) {
    const reason = "elements of batch_input must all provide 'signature' or all provide 'hmac'";
    throw new VaultError("invalid_request", reason);
  }
  const work: BatchWork<typeof itemFields, boolean> = {
    run: verifierOf(mount, call, hmacs > 0),
    write: (out, valid) => out.literal(`"valid":${valid}`),
    besideError: '"valid":false,',
  };
  const { results } = await runBatch(items, work);
  return { data: { batch_results: results } };
}

function verifierOf({ work }: TransitMount, call: VerifyCall, isHmac: boolean): Verifier {
  const { settings, fields } = call;
  const missing = isHmac ? "encryption key not found" : "signature verification key not found";
  const hand = { key: demandKeyToUse(call, missing), settings, work };
  return isHmac ? hmacVerifier(hand, fields) : signatureVerifier(hand, fields);
}
