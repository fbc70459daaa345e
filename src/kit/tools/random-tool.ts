// Random bytes for clients without a source of their own: sys/tools/random, and the same below a mount of transit.
import { VaultError } from "#base/vault-error.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { integer, text } from "#contract/fields/scalars.ts";
import type { Reply } from "#contract/reply.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { encodeAs } from "./tool-encoding.ts";

const DEFAULT_BYTES = 32;
const MAX_BYTES = 128 * 1024;
const SOURCES = ["platform", "seal", "all"];

const fields = {
  source: text(
    'Where from: "platform" (default), "seal" or "all". In the path, a number of bytes may stand here.',
  ),
  bytes: integer(`How many bytes, at most ${MAX_BYTES}; default ${DEFAULT_BYTES}.`),
  format: text('"base64" (default) or "hex".'),
  urlbytes: text("How many bytes; in the path it wins over the parameter."),
};

export const randomTool = {
  /** The second segment is a source or a number. */
  suffixes: ["random", "random/:source", "random/:source/:urlbytes"],
  fields,
  summary: "Random bytes.",
  run,
} as const;

interface RandomCall {
  fields: FieldValues<typeof fields>;
  warn(warning: string): void;
}

/** @throws VaultError invalid_request */
function run(call: RandomCall): Reply {
  const { source = "", urlbytes, bytes = DEFAULT_BYTES, format = "base64" } = call.fields;
  const isCount = urlbytes === undefined && /^\d/.test(source);
  if (!isCount) demandSource(source, call);
  const counted = isCount ? source : urlbytes;
  const count = counted === undefined ? bytes : countOf(counted);
  if (count < 1) refuse("'bytes' cannot be less than 1");
  if (count > MAX_BYTES) refuse(`'bytes' should be less than ${MAX_BYTES}`);
  return { data: { random_bytes: encodeAs(format, randomBytes(count)) } };
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

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
