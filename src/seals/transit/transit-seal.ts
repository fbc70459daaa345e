// The seal of another cluster's transit engine. The secret itself never leaves this process: it is encrypted under a
// data key made for this one blob, and only that travels to the peer, which so guards what it never sees. A lying or
// confused peer is found out here: what it gave back must open, or be what it was given.
import { assert } from "#base/assert.ts";
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { Secret } from "#base/secret.ts";
import { ApiError } from "#client/api-error.ts";
import { OVERHEAD_BYTES, openKeys, seal } from "#crypto/aes-gcm.ts";
import { equalSecrets } from "#crypto/equal.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type {
  Seal,
  SealHealth,
  SealKind,
  SealPurpose,
  Unreachable,
  UnwrapOutcome,
  WrapOutcome,
} from "../seal.ts";
import { associatedData, decodeBlob, encodeBlob, type SealedBlob } from "../sealed-blob.ts";
import { PeerSession, type PeerSurroundings } from "./peer-session.ts";
import { ciphertextVersion, TransitKey } from "./transit-key.ts";
import type { TransitSettings } from "./transit-settings.ts";
import { whyPeerFailed } from "./why-peer-failed.ts";

export const TRANSIT: SealKind = { type: "transit", unsealsBy: "itself" };

const DATA_KEY_BYTES = 32;
const CLOSED: Unreachable = { kind: "unreachable", reason: "the seal is closed" };

export class TransitSeal implements Seal {
  readonly type = TRANSIT.type;
  readonly unsealsBy = TRANSIT.unsealsBy;
  readonly #session: PeerSession;
  readonly #key: TransitKey;
  readonly #keyName: string;
  #isOpen = true;

  constructor(settings: TransitSettings, surroundings: PeerSurroundings) {
    this.#session = new PeerSession(settings, surroundings);
    this.#key = new TransitKey(this.#session, settings);
    this.#keyName = `${settings.mountPath}/${settings.keyName}`;
  }

  /** Of the token for the peer; `undefined`: it never ends, or nobody knows. */
  get tokenTtlSeconds(): number | undefined {
    return this.#session.tokenTtlSeconds;
  }

  /** Takes over credentials and certificates; the peer and its key stay. */
  reload(settings: TransitSettings): void {
    this.#session.reload(settings);
  }

  async wrap(secret: Secret, purpose: SealPurpose): Promise<WrapOutcome> {
    if (!this.#isOpen) return CLOSED;
    assert(
      secret.reveal().some((byte) => byte !== 0),
      "a wiped secret is not wrapped",
    );
    const dataKey = randomBytes(DATA_KEY_BYTES);
    try {
      const ciphertext = await this.#wrapDataKey(dataKey);
      if (typeof ciphertext !== "string") return ciphertext;
      const keyId = `${this.#keyName}:v${ciphertextVersion(ciphertext)}`;
      const header = { type: this.type, purpose, keyId };
      const sealed = seal(dataKey, secret.reveal(), associatedData(header));
      const body = new ByteWriter(ciphertext.length + sealed.length + 2)
        .text16(ciphertext)
        .raw(sealed)
        .finish();
      return { kind: "wrapped", blob: encodeBlob(header, body) };
    } finally {
      dataKey.fill(0);
    }
  }

  /** Proved before it is trusted: a blob that does not open again would be the end of what it guards. */
  async #wrapDataKey(dataKey: Uint8Array): Promise<string | Unreachable> {
    try {
      const ciphertext = await this.#key.encrypt(dataKey);
      const back = await this.#key.decrypt(ciphertext);
      const isSame = equalSecrets(back, dataKey);
      back.fill(0);
      return isSame ? ciphertext : unreachable(NOT_THE_SAME);
    } catch (error) {
      return this.#isOpen ? unreachable(whyPeerFailed(error)) : CLOSED;
    }
  }

  async unwrap(blob: Uint8Array, purpose: SealPurpose): Promise<UnwrapOutcome> {
    if (!this.#isOpen) return CLOSED;
    const parts = decodeBlob(blob, this.type);
    if (parts.kind !== "blob") return parts;
    if (parts.header.purpose !== purpose) {
      return { kind: "damaged", reason: `a ${parts.header.purpose} stands in the place of the ${purpose}` };
    }
    const body = readBody(parts);
    if (!body) return { kind: "damaged", reason: "it does not hold what a transit engine wrote" };
    let dataKey: Uint8Array | undefined;
    try {
      dataKey = await this.#key.decrypt(body.ciphertext);
      return this.#open(parts, body.sealed, dataKey) ?? { kind: "wrong-key", reason: NOT_ITS_DATA_KEY };
    } catch (error) {
      return this.#unwrapFailure(error, parts.header.keyId);
    } finally {
      dataKey?.fill(0);
    }
  }

  #open({ header }: SealedBlob, sealed: Uint8Array, dataKey: Uint8Array): UnwrapOutcome | undefined {
    const isUsable = dataKey.length === DATA_KEY_BYTES;
    const plaintext = isUsable ? openKeys(dataKey, sealed, associatedData(header)) : undefined;
    if (!plaintext) return undefined;
    return { kind: "unwrapped", secret: new Secret(plaintext), needsRewrap: this.#isOld(header.keyId) };
  }

  #unwrapFailure(error: unknown, keyId: string): UnwrapOutcome {
    if (!this.#isOpen) return CLOSED;
    const why = whyPeerFailed(error);
    const isRefused = error instanceof ApiError && error.status === 400;
    if (!isRefused) return unreachable(why);
    return { kind: "wrong-key", reason: `made with key ${JSON.stringify(keyId)}: ${why}` };
  }

  needsRewrap(blob: Uint8Array): boolean {
    const parts = decodeBlob(blob, this.type);
    return parts.kind === "blob" && this.#isOld(parts.header.keyId);
  }

  #isOld(keyId: string): boolean {
    const version = Number(/:v(\d+)$/.exec(keyId)?.[1] ?? 0);
    return version < this.#key.newestVersion;
  }

  async checkHealth(): Promise<SealHealth> {
    if (!this.#isOpen) return { healthy: false, reason: CLOSED.reason };
    const probe = randomBytes(DATA_KEY_BYTES);
    const made = await this.#wrapDataKey(probe);
    return typeof made === "string" ? { healthy: true } : { healthy: false, reason: made.reason };
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#session.close();
  }
}

const NOT_THE_SAME = "the peer does not decrypt what it has encrypted to what it was given";
const NOT_ITS_DATA_KEY = "what the peer decrypted is not the key it was made with";

function unreachable(reason: string): Unreachable {
  return { kind: "unreachable", reason };
}

/** `undefined` for what this seal did not write. */
function readBody({ body }: SealedBlob): { ciphertext: string; sealed: Uint8Array } | undefined {
  try {
    const input = new ByteReader(body);
    const ciphertext = input.text16();
    const isWhole = ciphertextVersion(ciphertext) !== undefined && input.remaining >= OVERHEAD_BYTES;
    return isWhole ? { ciphertext, sealed: input.raw(input.remaining) } : undefined;
  } catch {
    return undefined;
  }
}
