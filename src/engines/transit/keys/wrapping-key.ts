// The RSA key of the mount to which keys are encrypted that come from outside (BYOK). Made when it is first asked for.

import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { concatBytes, EMPTY_BYTES } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import type { KeyWork } from "#contract/key-work.ts";
import { bytesCodec } from "#contract/record.ts";
import type { ReadView, View } from "#contract/view.ts";
import { unwrapKey, wrapKey } from "#crypto/aes-key-wrap.ts";
import { AsymmetricKey, generateKeyBytes } from "#crypto/asymmetric-key.ts";
import { decryptOaep, encryptOaep, type OaepHash } from "#crypto/rsa/oaep.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { KeyMaterial } from "./key-version.ts";

const BITS = 4096;
/** Where it is stored below the mount. */
export const wrappingKeyPlace = "config/wrapping-key";
const EPHEMERAL_BYTES = 32;

export const wrappingKeyRecord = bytesCodec<KeyMaterial>("transit-wrapping-key", 1, {
  encode({ secret, publicKey }) {
    return new ByteWriter(4096).u16(secret.length).raw(secret).u16(publicKey.length).raw(publicKey).finish();
  },
  decode(content) {
    const input = new ByteReader(content);
    return { secret: input.raw(input.u16()), publicKey: input.raw(input.u16()) };
  },
});

/** PEM of its public half. */
export async function showWrappingKey(settings: View, work: KeyWork): Promise<string> {
  let material = settings.read(wrappingKeyRecord, wrappingKeyPlace);
  if (!material) {
    material = await work.make(() => generateKeyBytes({ type: "rsa", bits: BITS }));
    settings.write(wrappingKeyRecord, wrappingKeyPlace, material);
  }
  return AsymmetricKey.ofPublic(material.publicKey).publicPem();
}

export interface WrappedKey {
  /** An ephemeral AES key by RSA-OAEP, then the key by that one (RFC 5649). */
  bytes: Uint8Array;
  hash: OaepHash;
}

/** The key inside. @throws VaultError invalid_request, in the same words whatever is wrong with it */
export async function unwrapImported(
  settings: ReadView,
  work: KeyWork,
  { bytes, hash }: WrappedKey,
): Promise<Uint8Array> {
  const material = settings.read(wrappingKeyRecord, wrappingKeyPlace);
  const ephemeral =
    material && (await unwrapEphemeral(material, work, { bytes: bytes.subarray(0, BITS / 8), hash }));
  const key = unwrapKey(ephemeral ?? EMPTY_BYTES, bytes.subarray(BITS / 8));
  ephemeral?.fill(0);
  if (key) return key;
  throw new VaultError(
    "invalid_request",
    "the ciphertext is not a key wrapped for this mount's wrapping key",
  );
}

function unwrapEphemeral(
  { secret }: KeyMaterial,
  work: KeyWork,
  { bytes, hash }: WrappedKey,
): Promise<Uint8Array | undefined> {
  return work.use(() => decryptOaep(AsymmetricKey.ofSecret(secret), bytes, hash));
}

/** The same the other way round, to whoever holds the private half of `wrapping`. */
export function wrapForExport(wrapping: AsymmetricKey, key: Uint8Array, hash: OaepHash): Uint8Array {
  const ephemeral = randomBytes(EPHEMERAL_BYTES);
  const wrapped = concatBytes(encryptOaep(wrapping, ephemeral, hash), wrapKey(ephemeral, key));
  ephemeral.fill(0);
  return wrapped;
}
