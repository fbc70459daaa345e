// A public OpenPGP key (RFC 9580) that new shares are encrypted to, so that whoever runs the operation does not see them.
// The package is loaded when a key is used: a server that never sees one does not pay for it.

import type { PublicKey } from "openpgp";
import { decodeBase64 } from "#base/bytes.ts";

/** The largest that anybody uses are a few tens of kilobytes, most of it signatures of others. */
const MAX_KEY_BYTES = 512 * 1024;

/** Why a text is no key that can be encrypted to. */
export class PgpKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PgpKeyError";
  }
}

export class PgpKey {
  /** Lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly #key: PublicKey;

  private constructor(key: PublicKey) {
    this.#key = key;
    this.fingerprint = key.getFingerprint();
  }

  /** @param text base64 of the binary form. @throws PgpKeyError for what is no key, or one that cannot encrypt now */
  static async parse(text: string): Promise<PgpKey> {
    const binaryKey = decodeBase64(text.replace(/\s+/g, ""));
    if (!binaryKey || binaryKey.length === 0) throw new PgpKeyError("it is not base64");
    if (binaryKey.length > MAX_KEY_BYTES) throw new PgpKeyError(`it is longer than ${MAX_KEY_BYTES} bytes`);
    const { readKey } = await import("openpgp");
    const key = await readKey({ binaryKey }).catch((error: unknown) => {
      throw new PgpKeyError(reasonOf(error));
    });
    const isPrivate = key.isPrivate();
    if (isPrivate) throw new PgpKeyError("it is a private key");
    await key.getEncryptionKey().catch((error: unknown) => {
      throw new PgpKeyError(reasonOf(error));
    });
    return new PgpKey(key);
  }

  /** @returns an OpenPGP message, binary */
  async encrypt(plaintext: Uint8Array): Promise<Uint8Array> {
    const { createMessage, encrypt } = await import("openpgp");
    const message = await createMessage({ binary: plaintext.slice() });
    return await encrypt({ message, encryptionKeys: this.#key, format: "binary" });
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/[^\x20-\x7e]+/g, " ").slice(0, 200);
}
