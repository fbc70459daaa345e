// <mount>/keys/:name/csr and /set-certificate: certificates for keys that never leave.
import { VaultError } from "#base/vault-error.ts";
import { integer, text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type ChainFault, normalChain } from "#crypto/certificate-chain.ts";
import { makeCertificateRequest } from "#crypto/certificate-request.ts";
import { keyOf } from "../key-types/asymmetric-material.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { findVersion, withChanged, writeKey } from "../keys/stored-keys.ts";
import { demandUsable, newestOf, type TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { demandKey, nameField, nameOf } from "./key-path.ts";

const versionField = integer("Version of the key; default the newest.");
/** Room for a chain of the longest keys; the key's record holds those of many versions. */
const MAX_CHAIN_LENGTH = 16 * 1024;

const csrFields = {
  name: nameField,
  version: versionField,
  csr: text("PEM of a request whose subject and attributes are taken over."),
};

const csrPath = definePath<TransitMount>()({
  pattern: "keys/:name/csr",
  fields: csrFields,
  summary: "A certificate request for a key.",
  operations: { update: reads(makeCsr, { summary: "Make a request, signed by the key." }) },
});

const certificateFields = {
  name: nameField,
  version: versionField,
  certificate_chain: text("PEM: the key's certificate, then those that vouch for it."),
};

const certificatePath = definePath<TransitMount>()({
  pattern: "keys/:name/set-certificate",
  fields: certificateFields,
  summary: "The certificate of a key.",
  operations: { update: writes(setCertificate, { summary: "Keep a chain with a version of the key." }) },
});

export const certificatePaths = [csrPath, certificatePath];

type NamedCall = Pick<ReadCall, "settings"> & {
  fields: { readonly name?: string; readonly version?: number };
};

function signingKey(call: NamedCall): TransitKey {
  const key = demandUsable(demandKey(call, `key with provided name '${nameOf(call)}' not found`));
  if (!key.type.signer) refuse(`key type '${key.type.name}' does not support signing`);
  if (key.settings.derived) refuse("operation not supported for keys with derivation enabled");
  return key;
}

function askedVersion({ settings, fields }: NamedCall, key: TransitKey, failure: string): KeyVersion {
  if (fields.version === undefined) return newestOf(key);
  const isUsable = fields.version >= key.settings.minDecryption;
  const version = isUsable ? findVersion(settings, key, fields.version) : undefined;
  return version ?? refuse(`${failure}: no such key version`);
}

async function makeCsr({ work }: TransitMount, call: ReadCall<typeof csrFields>): Promise<Reply> {
  const key = signingKey(call);
  const failure = "could not create the csr";
  const version = askedVersion(call, key, failure);
  if (version.secret.length === 0) refuse(`${failure}: private key not imported for key version selected`);
  const template = call.fields.csr || undefined;
  try {
    const csr = await work.use(() => makeCertificateRequest(keyOf(version), template));
    return { data: { csr, name: key.name, type: key.type.name } };
  } catch (error) {
    if (error instanceof RangeError) return refuse("could not decode PEM CSR");
    throw error;
  }
}

const FAULTS: Readonly<Record<ChainFault, string>> = {
  unreadable: "provided certificate chain did not contain valid PEM encoded certificates alone",
  "too many": "failed to persist certificate chain: too many certificates",
  "leaf is a CA":
    "failed to persist certificate chain: certificate in the first element is not a valid leaf certificate",
  "last is no CA":
    "failed to persist certificate chain: certificate in the last element is not a valid CA certificate",
  "other key":
    "failed to persist certificate chain: could not validate key match between leaf certificate key and key entry in transit",
};

function setCertificate(_mount: TransitMount, call: WriteCall<typeof certificateFields>): Reply {
  const key = signingKey(call);
  const version = askedVersion(call, key, "failed to persist certificate chain");
  const given = call.fields.certificate_chain ?? "";
  if (given.length > MAX_CHAIN_LENGTH)
    refuse(`certificate_chain is longer than ${MAX_CHAIN_LENGTH} characters`);
  const chain = normalChain(given, keyOf(version));
  if (typeof chain === "string") return refuse(FAULTS[chain]);
  writeKey(call.settings, withChanged(call.settings, key, { ...version, certificateChain: chain.pem }));
  return { data: { name: key.name, type: key.type.name, certificate_chain: `${chain.pem}\n` } };
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
