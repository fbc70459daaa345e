// A seal whose keys are in this process: AES-256-GCM under the newest, with the blob's header as associated data.
// Blobs under the older ones open too and ask to be wrapped again.
import { assert } from "#base/assert.ts";
import { Secret } from "#base/secret.ts";
import { openKeys, seal } from "#crypto/aes-gcm.ts";
import type {
  Seal,
  SealHealth,
  SealKind,
  SealPurpose,
  Unreachable,
  UnwrapOutcome,
  WrapOutcome,
} from "./seal.ts";
import { associatedData, decodeBlob, encodeBlob, type SealedBlob } from "./sealed-blob.ts";

export const SEAL_KEY_BYTES = 32;

export interface SealKey {
  /** The key's name, kept in every blob; empty for a kind of seal that names none. */
  readonly id: string;
  readonly key: Secret;
}

const CLOSED: Unreachable = { kind: "unreachable", reason: "the seal is closed" };

export class LocalSeal implements Seal {
  readonly type: string;
  readonly unsealsBy: SealKind["unsealsBy"];
  readonly #keys: readonly SealKey[];
  #isOpen = true;

  /** @param keys 32 bytes each, newest first, with different ids; they are the seal's from now on */
  constructor({ type, unsealsBy }: SealKind, keys: readonly [SealKey, ...SealKey[]]) {
    assert(new Set(keys.map(({ id }) => id)).size === keys.length, "keys of a seal have different ids");
    for (const { key } of keys) assertUsable(key);
    this.type = type;
    this.unsealsBy = unsealsBy;
    this.#keys = keys;
  }

  async wrap(secret: Secret, purpose: SealPurpose): Promise<WrapOutcome> {
    if (!this.#isOpen) return CLOSED;
    assert(!isZeroed(secret), "a wiped secret is not wrapped");
    const { id, key } = this.#newest;
    const header = { type: this.type, purpose, keyId: id };
    const body = seal(key.reveal(), secret.reveal(), associatedData(header));
    return { kind: "wrapped", blob: encodeBlob(header, body) };
  }

  async unwrap(blob: Uint8Array, purpose: SealPurpose): Promise<UnwrapOutcome> {
    if (!this.#isOpen) return CLOSED;
    const parts = decodeBlob(blob, this.type);
    if (parts.kind !== "blob") return parts;
    if (parts.header.purpose === purpose) return this.#open(parts);
    return { kind: "damaged", reason: `a ${parts.header.purpose} stands in the place of the ${purpose}` };
  }

  needsRewrap(blob: Uint8Array): boolean {
    const parts = decodeBlob(blob, this.type);
    return parts.kind === "blob" && parts.header.keyId !== this.#newest.id;
  }

  async checkHealth(): Promise<SealHealth> {
    return this.#isOpen ? { healthy: true } : { healthy: false, reason: CLOSED.reason };
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    for (const { key } of this.#keys) key.wipe();
  }

  #open({ header, body }: SealedBlob): UnwrapOutcome {
    const { keyId } = header;
    const known = this.#keys.find(({ id }) => id === keyId);
    if (!known) return { kind: "wrong-key", reason: this.#unknownKey(keyId) };
    const plaintext = openKeys(known.key.reveal(), body, associatedData(header));
    if (!plaintext) return { kind: "wrong-key", reason: `it was not made with ${named(keyId)}` };
    return { kind: "unwrapped", secret: new Secret(plaintext), needsRewrap: known !== this.#newest };
  }

  #unknownKey(keyId: string): string {
    return `it was made with ${named(keyId)}; known are ${this.#keys.map(({ id }) => named(id)).join(" and ")}`;
  }

  get #newest(): SealKey {
    const [newest] = this.#keys;
    assert(newest !== undefined, "a seal has a key");
    return newest;
  }
}

function named(keyId: string): string {
  return keyId === "" ? "this key" : `key ${JSON.stringify(keyId)}`;
}

function assertUsable(key: Secret): void {
  assert(key.length === SEAL_KEY_BYTES, "a seal's key has 32 bytes");
  assert(!isZeroed(key), "a seal's key was not wiped");
}

function isZeroed(secret: Secret): boolean {
  return secret.reveal().every((byte) => byte === 0);
}
