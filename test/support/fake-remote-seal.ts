// A seal whose key is elsewhere, as a transit seal's will be: a peer with key versions that can be rotated, replaced and
// cut off. The seal itself only ever holds a data key for one call. For tests of whatever must live with such a seal.
import { setImmediate } from "node:timers/promises";
import { assert } from "#base/assert.ts";
import { concatBytes } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { open, seal } from "#crypto/aes-gcm.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { Seal, SealHealth, SealPurpose, Unreachable, UnwrapOutcome, WrapOutcome } from "#seals/seal.ts";
import { associatedData, decodeBlob, encodeBlob } from "#seals/sealed-blob.ts";

const NOTHING = new Uint8Array(0);
const DATA_KEY_BYTES = 32;
/** nonce ‖ data key ‖ tag, under the peer's key. */
const WRAPPED_KEY_BYTES = DATA_KEY_BYTES + 28;

/** The far end: the n-th key is version n + 1. */
export class FakePeer {
  readonly keys: Uint8Array[] = [randomBytes(32)];
  isDown = false;

  rotate(): void {
    this.keys.push(randomBytes(32));
  }

  encrypt(plaintext: Uint8Array): { version: number; ciphertext: Uint8Array } {
    return { version: this.keys.length, ciphertext: seal(this.keys.at(-1) ?? NOTHING, plaintext, NOTHING) };
  }

  decrypt(version: number, ciphertext: Uint8Array): Uint8Array | undefined {
    const key = this.keys[version - 1];
    return key && open(key, ciphertext, NOTHING);
  }
}

export class FakeRemoteSeal implements Seal {
  readonly type = "remote";
  readonly unsealsBy = "itself";
  readonly #peer: FakePeer;
  #newestVersion = 0;
  #isOpen = true;

  constructor(peer: FakePeer) {
    this.#peer = peer;
  }

  async wrap(secret: Secret, purpose: SealPurpose): Promise<WrapOutcome> {
    assert(
      secret.reveal().some((byte) => byte !== 0),
      "a wiped secret is not wrapped",
    );
    const lost = await this.#lost();
    if (lost) return lost;
    const dataKey = randomBytes(DATA_KEY_BYTES);
    const { version, ciphertext } = this.#peer.encrypt(dataKey);
    this.#newestVersion = version;
    const header = { type: this.type, purpose, keyId: String(version) };
    const body = concatBytes(ciphertext, seal(dataKey, secret.reveal(), associatedData(header)));
    dataKey.fill(0);
    return { kind: "wrapped", blob: encodeBlob(header, body) };
  }

  async unwrap(blob: Uint8Array, purpose: SealPurpose): Promise<UnwrapOutcome> {
    const parts = decodeBlob(blob, this.type);
    if (parts.kind !== "blob") return (await this.#lost()) ?? parts;
    if (parts.header.purpose !== purpose) return { kind: "damaged", reason: "it is for another purpose" };
    const lost = await this.#lost();
    if (lost) return lost;
    const version = Number(parts.header.keyId);
    const dataKey = this.#peer.decrypt(version, parts.body.subarray(0, WRAPPED_KEY_BYTES));
    const plaintext =
      dataKey && open(dataKey, parts.body.subarray(WRAPPED_KEY_BYTES), associatedData(parts.header));
    dataKey?.fill(0);
    if (!plaintext) return { kind: "wrong-key", reason: "the peer does not decrypt it" };
    return { kind: "unwrapped", secret: new Secret(plaintext), needsRewrap: this.needsRewrap(blob) };
  }

  needsRewrap(blob: Uint8Array): boolean {
    const parts = decodeBlob(blob, this.type);
    return parts.kind === "blob" && Number(parts.header.keyId) < this.#newestVersion;
  }

  async checkHealth(): Promise<SealHealth> {
    const lost = await this.#lost();
    if (lost) return { healthy: false, reason: lost.reason };
    this.#newestVersion = this.#peer.encrypt(randomBytes(16)).version;
    return { healthy: true };
  }

  async close(): Promise<void> {
    this.#isOpen = false;
  }

  async #lost(): Promise<Unreachable | undefined> {
    await setImmediate();
    if (!this.#isOpen) return { kind: "unreachable", reason: "the seal is closed" };
    return this.#peer.isDown ? { kind: "unreachable", reason: "the peer refuses connections" } : undefined;
  }
}
