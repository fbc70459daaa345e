// Steps that the cases of the seal contract share.
import assert from "node:assert/strict";
import { concatBytes } from "#base/bytes.ts";
import { crc32c } from "#base/crc32c.ts";
import { Secret } from "#base/secret.ts";
import type { Seal, SealPurpose, UnwrapOutcome } from "#seals/seal.ts";

export const ROOT_KEY = "canary-of-the-root-key-012345678";
export const newRootKey = (): Secret => Secret.ofText(ROOT_KEY);

export async function wrapped(
  seal: Seal,
  secret: Secret,
  purpose: SealPurpose = "root-key",
): Promise<Uint8Array> {
  const outcome = await seal.wrap(secret, purpose);
  if (outcome.kind !== "wrapped") assert.fail(`not wrapped: ${outcome.reason}`);
  return outcome.blob;
}

export function bytesOf(outcome: UnwrapOutcome): Uint8Array {
  if (outcome.kind !== "unwrapped") assert.fail(`not unwrapped: ${JSON.stringify(outcome)}`);
  return new Uint8Array(outcome.secret.reveal());
}

export function withChecksum(content: Uint8Array): Uint8Array {
  const checksum = new Uint8Array(4);
  new DataView(checksum.buffer).setUint32(0, crc32c(content));
  return concatBytes(content, checksum);
}

/** Runs `work` with the seal open, and closes it whatever happens. */
export async function using<T>(opening: Promise<Seal>, work: (seal: Seal) => Promise<T>): Promise<T> {
  const seal = await opening;
  try {
    return await work(seal);
  } finally {
    await seal.close();
  }
}
