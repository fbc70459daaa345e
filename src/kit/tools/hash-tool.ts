// Hashing for clients that have no library for it: sys/tools/hash, and the same below a mount of transit.
import { VaultError } from "#base/vault-error.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { text } from "#contract/fields/scalars.ts";
import type { Reply } from "#contract/reply.ts";
import { digestOf, HASH_NAMES, type HashName, isHashName } from "#crypto/hash-function.ts";
import { secretBase64 } from "../json/base64-field.ts";
import { encodeAs } from "./tool-encoding.ts";

const DEFAULT_HASH = "sha2-256";
/** Not for new uses (Vault leaves it out here, too). */
const OFFERED: readonly HashName[] = HASH_NAMES.filter((name) => name !== "sha1");

const fields = {
  algorithm: text(`Hash function; default ${DEFAULT_HASH}.`),
  input: secretBase64("What to hash; base64."),
  format: text('"hex" (default) or "base64".'),
  urlalgorithm: text("Hash function; in the path it wins over the parameter."),
};

export const hashTool = {
  suffixes: ["hash", "hash/:urlalgorithm"],
  fields,
  summary: "A cryptographic hash of data.",
  run,
} as const;

/** @throws VaultError invalid_request */
function run({ fields: values }: { fields: FieldValues<typeof fields> }): Reply {
  const { input, urlalgorithm, algorithm, format = "hex" } = values;
  if (!input) throw new VaultError("invalid_request", "input missing");
  const digest = digestOf(demandHash(urlalgorithm ?? algorithm ?? DEFAULT_HASH), input);
  return { data: { sum: encodeAs(format, digest) } };
}

function demandHash(name: string): HashName {
  if (isHashName(name) && OFFERED.includes(name)) return name;
  throw new VaultError("invalid_request", `unsupported algorithm: expected one of ${OFFERED.join(", ")}`);
}
