// <mount>/hash and <mount>/random: no key is used, so that clients need no library.
import type { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { integer, text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { digestOf, HASH_NAMES, isHashName } from "#crypto/hash-function.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { secretBase64 } from "#kit/json/base64-field.ts";
import { JsonBytes } from "#kit/json/json-bytes.ts";
import type { TransitMount } from "../transit-mount.ts";

const DEFAULT_HASH = "sha2-256";
/** Not for new uses (Vault leaves it out here, too). */
const NOT_OFFERED = "sha1";

const hashFields = {
  urlalgorithm: text("Hash function; in the path it wins over the parameter."),
  algorithm: text(`Hash function; default ${DEFAULT_HASH}.`),
  input: secretBase64("What to hash; base64."),
  format: text('"hex" (default) or "base64".'),
};

export const hashPaths = ["hash", "hash/:urlalgorithm"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: hashFields,
    summary: "A cryptographic hash of data.",
    operations: { update: reads(hashData, { summary: "Hash an input." }) },
  }),
);

function hashData(_mount: TransitMount, { fields }: ReadCall<typeof hashFields>): Reply {
  const { input, urlalgorithm, algorithm, format } = fields;
  if (!input) return refuse("input missing");
  const name = urlalgorithm || algorithm || DEFAULT_HASH;
  if (!isHashName(name) || name === NOT_OFFERED) {
    const offered = HASH_NAMES.filter((known) => known !== NOT_OFFERED);
    return refuse(`unsupported algorithm: expected one of ${offered.join(", ")}`);
  }
  return { data: { sum: encode(digestOf(name, input), format || "hex") } };
}

const DEFAULT_BYTES = 32;
const MAX_BYTES = 128 * 1024;
const SOURCES = ["platform", "seal", "all"];

const randomFields = {
  source: text('Where from: "platform" (default), "seal" or "all".'),
  urlbytes: text("How many bytes; in the path it wins over the parameter."),
  bytes: integer(`How many bytes, at most ${MAX_BYTES}; default ${DEFAULT_BYTES}.`),
  format: text('"base64" (default) or "hex".'),
};
type RandomCall = ReadCall<typeof randomFields>;

/** The second segment is a source or a number. */
export const randomPaths = ["random", "random/:source", "random/:source/:urlbytes"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: randomFields,
    summary: "Random bytes.",
    operations: { update: reads(randomData, { summary: "Make random bytes." }) },
  }),
);

function randomData(_mount: TransitMount, call: RandomCall): Reply {
  const { fields } = call;
  const { source = "", urlbytes = "" } = fields;
  const isCount = urlbytes === "" && /^\d/.test(source);
  demandSource(isCount ? "" : source, call);
  const count = isCount || urlbytes !== "" ? countOf(urlbytes || source) : (fields.bytes ?? DEFAULT_BYTES);
  if (count < 1) refuse("'bytes' cannot be less than 1");
  if (count > MAX_BYTES) refuse(`'bytes' should be less than ${MAX_BYTES}`);
  return { data: { random_bytes: encode(randomBytes(count), fields.format || "base64") } };
}

function countOf(text: string): number {
  return /^\d{1,10}$/.test(text)
    ? Number(text)
    : refuse("error parsing url-set byte count: expected a number");
}

function demandSource(source: string, { warn }: RandomCall): void {
  if (source === "") return;
  if (!SOURCES.includes(source)) {
    refuse('unsupported entropy source; must be "platform" or "seal", or "all"');
  }
  if (source === "seal") warn("no seal/entropy augmentation available, using platform entropy source");
}

function encode(bytes: Uint8Array, format: string): string | RawJson {
  if (format === "hex") return bytes.toHex();
  if (format === "base64") return new JsonBytes(bytes.length * 2 + 16).base64(bytes).finish();
  return refuse('unsupported encoding format; must be "hex" or "base64"');
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
