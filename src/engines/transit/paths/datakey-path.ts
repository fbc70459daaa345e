// <mount>/datakey/:plaintext/:name: a new key for whoever encrypts by themselves, encrypted under one of ours.
import { EMPTY_BYTES } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { integer, text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { JsonBytes } from "#kit/json/json-bytes.ts";
import type { TransitMount } from "../transit-mount.ts";
import { encrypt } from "../use-key.ts";
import { versionPrefix } from "../versioned-text.ts";
import {
  associatedDataField,
  contextField,
  contextOf,
  keyVersionField,
  nonceField,
  refuseNonce,
} from "./data-fields.ts";
import { demandKeyToUse, nameField } from "./key-path.ts";

const KINDS = ["plaintext", "wrapped"];
const SIZES = [128, 256, 512];
const DEFAULT_BITS = 256;

const datakeyFields = {
  plaintext: text('"plaintext": answer the new key as well; "wrapped": its ciphertext alone.'),
  name: nameField,
  bits: integer(`Size of the new key: ${SIZES.join(", ")}; default ${DEFAULT_BITS}.`),
  context: contextField,
  associated_data: associatedDataField,
  key_version: keyVersionField,
  nonce: nonceField,
};

export const datakeyPath = definePath<TransitMount>()({
  pattern: "datakey/:plaintext/:name",
  fields: datakeyFields,
  summary: "A new key, encrypted under this one.",
  operations: { update: reads(makeDatakey, { summary: "Make a key of high entropy." }) },
});

function makeDatakey({ random, work }: TransitMount, call: ReadCall<typeof datakeyFields>): Reply {
  const { fields, settings } = call;
  if (!KINDS.includes(fields.plaintext ?? "")) refuse("Invalid path, must be 'plaintext' or 'wrapped'");
  const bits = fields.bits ?? DEFAULT_BITS;
  if (!SIZES.includes(bits)) refuse("invalid bit length");
  refuseNonce(fields);
  const key = demandKeyToUse(call);
  const datakey = random.bytes(bits / 8);
  const { version, bytes } = encrypt({ key, settings, work }, datakey, {
    context: contextOf(fields),
    associatedData: fields.associated_data ?? EMPTY_BYTES,
    keyVersion: fields.key_version ?? 0,
  });
  const ciphertext = versionPrefix(version) + bytes.toBase64();
  const plaintext = fields.plaintext === "plaintext" && {
    plaintext: new JsonBytes().base64(datakey).finish(),
  };
  return { data: { ciphertext, key_version: version, ...plaintext } };
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
